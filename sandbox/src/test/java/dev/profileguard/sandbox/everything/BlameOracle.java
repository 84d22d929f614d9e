package dev.profileguard.sandbox.everything;

import dev.profileguard.sandbox.timeline.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is named in a finding made the call that the finding names, and this call can have led to
/// what the finding says.
record BlameOracle(Day day) {
    private static final Set<String> ROLE_TAKEN =
            Set.of(
                    "AddRoleToInstanceProfile",
                    "RemoveRoleFromInstanceProfile",
                    "DeleteInstanceProfile");
    private static final Set<String> DELETED = Set.of("DeleteInstanceProfile");
    private static final Set<String> SET =
            Set.of(
                    "TagRole",
                    "TagInstanceProfile",
                    "TagResources",
                    "CreateRole",
                    "CreateInstanceProfile");
    private static final Set<String> UNTAGGED =
            Set.of("UntagRole", "UntagInstanceProfile", "UntagResources");

    /// Finding to the calls that can have led to it; a finding that is not here may name any call
    /// about its subject.
    private static final Map<String, Set<String>> CALLS =
            Map.ofEntries(
                    Map.entry("role-reverted", ROLE_TAKEN),
                    Map.entry("role-gone", ROLE_TAKEN),
                    Map.entry("role-recreated", ROLE_TAKEN),
                    Map.entry("profile-restored", DELETED),
                    Map.entry("profile-recreated", DELETED),
                    Map.entry(
                            "guard-tag-reverted",
                            Set.of(
                                    "TagInstanceProfile",
                                    "UntagInstanceProfile",
                                    "TagResources",
                                    "UntagResources",
                                    "DeleteInstanceProfile")),
                    Map.entry("tag-put-back", UNTAGGED),
                    Map.entry("tag-case-corrected", SET),
                    Map.entry("tag-value-replaced", SET),
                    Map.entry("tag-value-not-allowed", SET));

    /// The violations.
    List<String> broken() {
        Map<String, Entry> calls = new HashMap<>();
        for (Entry entry : day.sandbox().timeline().entries()) {
            if (entry.kind() == Entry.Kind.CALL && entry.eventId() != null) {
                calls.put(entry.eventId(), entry);
            }
        }
        List<String> broken = new ArrayList<>();
        for (Map<String, @Nullable Object> finding : day.sandbox().findings()) {
            String actor = String.valueOf(finding.get("actor"));
            boolean named = actor.startsWith("arn:");
            Entry call = calls.get(String.valueOf(finding.get("eventId")));
            if (named && (call == null || !isBy(call, actor) || !explains(call, finding))) {
                broken.add("%s by %s, but the call is %s".formatted(text(finding), actor, call));
            }
        }
        return broken;
    }

    private static String text(Map<String, @Nullable Object> finding) {
        return "%s of %s (%s)"
                .formatted(finding.get("kind"), finding.get("subject"), finding.get("cause"));
    }

    private static boolean isBy(Entry call, String actor) {
        return Objects.equals(call.actor(), actor)
                || (call.function() != null && actor.contains(String.valueOf(call.function())));
    }

    private static boolean explains(Entry call, Map<String, @Nullable Object> finding) {
        String kind = String.valueOf(finding.get("kind"));
        String cause = String.valueOf(finding.get("cause"));
        Set<String> possible = CALLS.get(kind);
        boolean possibleCall = possible == null || possible.contains(call.operation());
        boolean foreign = kind.equals("role-reverted") && cause.contains("it contained role");
        return possibleCall
                && (!foreign || "AddRoleToInstanceProfile".equals(call.operation()))
                && (!foreign || names(cause, "it contained " + role(call)));
    }

    /// IAM ignores case in names.
    private static boolean names(String cause, String words) {
        return cause.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }

    private static String role(Entry call) {
        return String.valueOf(call.detail()).replaceFirst("^role/", "role ");
    }
}
