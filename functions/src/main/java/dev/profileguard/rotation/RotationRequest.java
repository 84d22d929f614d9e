package dev.profileguard.rotation;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.lambda.CommandRequest;
import dev.profileguard.resource.SearchPlace;
import dev.profileguard.rotation.rule.Link;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A manual request to ProfileRotation.
sealed interface RotationRequest {
    /// The valid requests, for error messages.
    String UNDERSTOOD =
            "Valid requests: {\"usage\": {\"profile\": \"NAME\"}}; {\"start\": {\"profile\":"
                + " \"NAME\", \"role\": \"NAME\", \"to\": \"NAME\", \"for\": [{\"gkeCluster\":"
                + " \"NAME\", \"gkeNodePool\": \"NAME\", \"location\": \"us-west1\"}], \"do\":"
                + " true}}, of which only profile is required; {\"status\": {\"profile\":"
                + " \"NAME\"}}; {\"finish\": {\"profile\": \"NAME\"}}; {\"cancel\": {\"profile\":"
                + " \"NAME\"}}; {\"mend\": {\"role\": \"NAME\", \"formerId\": \"AROA...\","
                + " \"policies\": [\"keys\", \"buckets\"]}}, of which only role is required;"
                + " {\"list\": true}";

    /// What uses a profile.
    record Usage(ProfileName profile) implements RotationRequest {}

    /// Replaces a profile by a new one, or goes on with it.
    ///
    /// @param role null: the role in the old profile
    /// @param to the name of the new profile; null: the old name with the day
    /// @param links what AWS does not show
    /// @param carriesOut whether ProfileRotation does the steps that it can do
    record Start(
            ProfileName profile,
            @Nullable RoleName role,
            @Nullable ProfileName to,
            List<Link> links,
            boolean carriesOut)
            implements RotationRequest {
        /// Takes a copy.
        public Start {
            links = List.copyOf(links);
        }
    }

    /// How far the rotation of a profile is.
    record Status(ProfileName profile) implements RotationRequest {}

    /// Deletes the old profile.
    record Finish(ProfileName profile) implements RotationRequest {}

    /// Deletes the new profile.
    record Cancel(ProfileName profile) implements RotationRequest {}

    /// What a role breaks that was deleted and created again.
    ///
    /// @param formerIds the IDs of earlier roles; empty: the baselines may know some
    /// @param policies where policies are searched, apart from trust policies; empty: nowhere
    record Mend(RoleName role, List<String> formerIds, List<SearchPlace> policies)
            implements RotationRequest {
        /// Takes copies.
        public Mend {
            formerIds = List.copyOf(formerIds);
            policies = List.copyOf(policies);
        }
    }

    /// All rotations that are not over.
    record ListAll() implements RotationRequest {}

    /// The names that Google Cloud allows for clusters, node pools and locations.
    ///
    /// See
    /// https://cloud.google.com/kubernetes-engine/multi-cloud/docs/reference/rest/v1/projects.locations.awsClusters
    Pattern GOOGLE_NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /// The ID of a role.
    ///
    /// See
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    Pattern ROLE_ID = Pattern.compile("AROA[A-Z0-9]{8,124}");

    /// The number of earlier roles that a request may name.
    int MOST_FORMER_IDS = 10;

    /// The number of links that a request may name.
    int MOST_LINKS = 20;

    /// More than there are regions.
    int MOST_PLACES = 50;

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException with what is wrong, and the valid requests
    static RotationRequest read(Map<?, ?> json) {
        CommandRequest request = CommandRequest.read(json, UNDERSTOOD);
        return switch (request.command()) {
            case "usage" -> new Usage(profile(request.only("profile")));
            case "start" -> start(request.only("profile", "role", "to", "for", "do"));
            case "status" -> new Status(profile(request.only("profile")));
            case "finish" -> new Finish(profile(request.only("profile")));
            case "cancel" -> new Cancel(profile(request.only("profile")));
            case "mend" -> mend(request.only("role", "formerId", "policies"));
            case "list" -> {
                if (!Boolean.TRUE.equals(request.value())) {
                    throw request.wrong("true");
                }
                yield new ListAll();
            }
            default -> throw request.invalidRequest();
        };
    }

    private static Mend mend(CommandRequest request) {
        return new Mend(
                request.name("role", "the name of a role", RoleName::new),
                formerIds(request),
                places(request));
    }

    private static List<String> formerIds(CommandRequest request) {
        if (!request.fields().containsKey("formerId")) {
            return List.of();
        }
        Object value = request.fields().get("formerId");
        List<?> given = value instanceof List<?> list ? list : Collections.singletonList(value);
        if (given.isEmpty()
                || given.size() > MOST_FORMER_IDS
                || !given.stream().allMatch(RotationRequest::isRoleId)) {
            throw request.wrong(
                    "formerId",
                    "the ID of a role, such as AROAEXAMPLE1234567890, or a list of 1 to %d IDs"
                            .formatted(MOST_FORMER_IDS));
        }
        return given.stream().map(String::valueOf).distinct().toList();
    }

    private static boolean isRoleId(@Nullable Object given) {
        return given instanceof String text && ROLE_ID.matcher(text).matches();
    }

    private static List<SearchPlace> places(CommandRequest request) {
        if (!request.fields().containsKey("policies")) {
            return List.of();
        }
        if (!(request.fields().get("policies") instanceof List<?> given)
                || given.isEmpty()
                || given.size() > MOST_PLACES) {
            throw request.wrong(
                    "policies",
                    "a list of 1 to %d of these: %s".formatted(MOST_PLACES, SearchPlace.VALID));
        }
        return given.stream().map(each -> place(request, each)).distinct().toList();
    }

    private static SearchPlace place(CommandRequest request, Object given) {
        try {
            return SearchPlace.of(given instanceof String text ? text : "");
        } catch (IllegalArgumentException e) {
            throw request.wrong("policies", "a list of %s".formatted(SearchPlace.VALID));
        }
    }

    private static ProfileName profile(CommandRequest request) {
        return request.name("profile", "the name of an instance profile", ProfileName::new);
    }

    private static Start start(CommandRequest request) {
        Map<?, ?> fields = request.fields();
        return new Start(
                profile(request),
                fields.containsKey("role")
                        ? request.name("role", "the name of a role", RoleName::new)
                        : null,
                fields.containsKey("to")
                        ? request.name("to", "the name of an instance profile", ProfileName::new)
                        : null,
                links(request),
                carriesOut(request));
    }

    private static boolean carriesOut(CommandRequest request) {
        Object value = request.fields().get("do");
        if (request.fields().containsKey("do") && !(value instanceof Boolean)) {
            throw request.wrong("do", "true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    private static List<Link> links(CommandRequest request) {
        if (!request.fields().containsKey("for")) {
            return List.of();
        }
        if (!(request.fields().get("for") instanceof List<?> given) || given.size() > MOST_LINKS) {
            throw request.wrong("for", "a list of at most %d objects".formatted(MOST_LINKS));
        }
        List<Link> links = new ArrayList<>();
        for (Object each : given) {
            links.add(link(request, each));
        }
        return links;
    }

    private static Link link(CommandRequest request, Object given) {
        IllegalArgumentException wrong =
                request.wrong(
                        "for",
                        "a list of objects with gkeCluster and location, and for a node pool"
                                + " gkeNodePool too");
        if (!(given instanceof Map<?, ?> fields)
                || !Set.of("gkeCluster", "gkeNodePool", "location").containsAll(fields.keySet())) {
            throw wrong;
        }
        String cluster = googleName(fields.get("gkeCluster"), wrong);
        String location = googleName(fields.get("location"), wrong);
        return fields.containsKey("gkeNodePool")
                ? new Link.GkeNodePool(
                        googleName(fields.get("gkeNodePool"), wrong), cluster, location)
                : new Link.GkeCluster(cluster, location);
    }

    private static String googleName(@Nullable Object given, IllegalArgumentException wrong) {
        if (given instanceof String text && GOOGLE_NAME.matcher(text).matches()) {
            return text;
        }
        throw wrong;
    }
}
