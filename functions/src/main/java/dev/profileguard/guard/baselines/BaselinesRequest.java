package dev.profileguard.guard.baselines;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.lambda.CommandRequest;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A manual request about baselines.
public sealed interface BaselinesRequest {
    /// The field of a request that contains it.
    String COMMAND = "baselines";

    /// The valid requests, for error messages.
    String UNDERSTOOD =
            "Valid requests: {\"baselines\": {\"list\", \"diff\" or \"export\": {\"names\":"
                    + " [\"web-*\"], \"after\": \"NAME\"}}}; {\"baselines\": {\"show\" or"
                    + " \"history\": {\"profile\": \"NAME\"}}}; {\"baselines\": {\"approve\":"
                    + " {\"names\": [\"web-*\"]}}}; {\"baselines\": {\"restore\": {\"profile\":"
                    + " \"NAME\", \"to\": \"EVENT-ID\"}}}; {\"baselines\": {\"import\":"
                    + " {\"account\": \"123456789012\", \"baselines\": [...], \"remove\":"
                    + " [\"NAME\"]}}}";

    /// Shows the baselines of many profiles.
    ///
    /// @param names globs; empty: all names
    /// @param after the last profile of the page before, in lower case; null: the first page
    record Listing(Content content, List<String> names, @Nullable String after)
            implements BaselinesRequest {
        /// Takes a copy.
        public Listing {
            names = List.copyOf(names);
        }
    }

    /// What is shown of each profile.
    enum Content {
        /// A row.
        LIST,
        /// How it differs from IAM.
        DIFF,
        /// An entry that can be imported.
        EXPORT
    }

    /// Shows the baseline of one profile, and what IAM shows.
    record Show(ProfileName profile) implements BaselinesRequest {}

    /// Shows the earlier baselines of one profile.
    record History(ProfileName profile) implements BaselinesRequest {}

    /// Plans that provisional baselines are not provisional any more.
    ///
    /// @param names globs
    record Approve(List<String> names) implements BaselinesRequest {
        /// Takes a copy.
        public Approve {
            names = List.copyOf(names);
        }
    }

    /// Plans to go back to an earlier baseline.
    ///
    /// @param to the ID of the event that made it right; null: the latest one
    record Restore(ProfileName profile, @Nullable String to) implements BaselinesRequest {}

    /// Plans baselines that are written in a file.
    ///
    /// @param account twelve digits; null: any
    /// @param remove the profiles whose baselines are removed
    record Import(
            @Nullable String account,
            List<WantedBaseline> wanted,
            List<ProfileName> remove,
            PlanPart part)
            implements BaselinesRequest {
        /// Takes copies.
        public Import {
            wanted = List.copyOf(wanted);
            remove = List.copyOf(remove);
        }
    }

    /// Whether the request only shows something.
    default boolean changesNothing() {
        return switch (this) {
            case Listing _, Show _, History _ -> true;
            case Approve _, Restore _, Import _ -> false;
        };
    }

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException with what is wrong, and the valid requests
    static BaselinesRequest read(Map<?, ?> json) {
        if (json.size() != 1 || !(json.get(COMMAND) instanceof Map<?, ?> inner)) {
            throw new IllegalArgumentException(
                    "Invalid request: %s. %s".formatted(fault(json), UNDERSTOOD));
        }
        return new Reader(CommandRequest.read(inner, UNDERSTOOD)).read();
    }

    /// What is wrong with the fields.
    private static String fault(Map<?, ?> json) {
        return json.keySet().stream()
                .filter(field -> !COMMAND.equals(field))
                .findFirst()
                .map(field ->
                        "the field '%s' cannot be in a request about baselines"
                                .formatted(VisibleText.excerpt(field)))
                .orElse("baselines must be an object");
    }

    /// Reads the fields of a request.
    record Reader(CommandRequest request) {
        private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9_+=,.@*?-]{1,128}");
        private static final Pattern WORD = Pattern.compile("[\\w.:/+=,@-]{1,256}");

        private BaselinesRequest read() {
            return switch (request.command()) {
                case "list" -> listing(Content.LIST);
                case "diff" -> listing(Content.DIFF);
                case "export" -> listing(Content.EXPORT);
                case "show" -> new Show(profile("profile"));
                case "history" -> new History(profile("profile"));
                case "approve" -> approve();
                case "restore" -> restore();
                case "import" -> imported();
                default -> throw request.invalidRequest();
            };
        }

        private Listing listing(Content content) {
            request.only("names", "after");
            return new Listing(content, names(), word("after"));
        }

        private Approve approve() {
            request.only("names");
            if (names().isEmpty()) {
                throw request.wrong("names", "a list of names or globs, such as [\"web-*\"]");
            }
            return new Approve(names());
        }

        private Restore restore() {
            request.only("profile", "to");
            return new Restore(name(), word("to"));
        }

        private Import imported() {
            request.only("account", "baselines", "remove", "plan", "part", "last");
            return new Import(
                    word("account"),
                    all("baselines", WantedBaseline::read),
                    all("remove", Reader::removed),
                    new PlanPart(plan(), part(), isLast()));
        }

        /// Part 1 makes the plan to which the others belong.
        private @Nullable String plan() {
            String plan = word("plan");
            if ((plan == null) != (part() == 1)) {
                throw request.wrong(
                        "plan", "what the answer to part 1 says as plan, from part 2 on");
            }
            return plan;
        }

        private boolean isLast() {
            Object value = value("last");
            if (value != null && !(value instanceof Boolean)) {
                throw request.wrong("last", "true or false");
            }
            return !Boolean.FALSE.equals(value);
        }

        private ProfileName profile(String only) {
            request.only(only);
            return name();
        }

        private ProfileName name() {
            return request.name("profile", "the name of an instance profile", ProfileName::new);
        }

        private static ProfileName removed(String place, @Nullable Object name) {
            if (!(name instanceof String text)) {
                throw new IllegalArgumentException(
                        place + " must be the name of an instance profile");
            }
            try {
                return new ProfileName(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
            }
        }

        private int part() {
            Object value = value("part");
            if (value == null) {
                return 1;
            }
            if (value instanceof Integer part && part > 0 && part <= 1000) {
                return part;
            }
            throw request.wrong("part", "a whole number from 1 to 1000");
        }

        private List<String> names() {
            return all(
                    "names",
                    (place, name) -> {
                        if (name instanceof String text && GLOB.matcher(text).matches()) {
                            return text;
                        }
                        throw request.wrong("names", "a list of names or globs");
                    });
        }

        private @Nullable String word(String field) {
            Object value = value(field);
            if (value == null || (value instanceof String text && WORD.matcher(text).matches())) {
                return (String) value;
            }
            throw request.wrong(field, "a string without blanks");
        }

        private <T> List<T> all(String field, BiFunction<String, @Nullable Object, T> reader) {
            Object value = value(field);
            if (value == null) {
                return List.of();
            }
            if (!(value instanceof List<?> list)) {
                throw request.wrong(field, "a list");
            }
            List<T> all = new ArrayList<>();
            for (Object each : list) {
                all.add(reader.apply("%s[%d]".formatted(field, all.size()), each));
            }
            return all;
        }

        private @Nullable Object value(String field) {
            return request.fields().get(field);
        }
    }
}
