package dev.profileguard.sandbox.everything;

import dev.profileguard.sandbox.timeline.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// The functions wrote nothing but what they are for: whole repairs of guarded profiles, profiles
/// for roles of the same name and these profiles only, and the tags of the policy.
record WriteOracle(Day day) {
    private static final Set<String> TAG_KEYS =
            Set.of(
                    "owner",
                    "costcenter",
                    "profile-guard",
                    "profile-guard:created-by",
                    "profile-guard:for-role");

    /// The violations.
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        Set<String> made = new HashSet<>();
        for (Entry entry : day.sandbox().timeline().entries()) {
            boolean write =
                    entry.kind() == Entry.Kind.CALL
                            && entry.function() != null
                            && Objects.equals(entry.service(), "iam")
                            && Objects.equals(entry.outcome(), "ok");
            String subject = String.valueOf(entry.subject()).toLowerCase(Locale.ROOT);
            if (write && !subject.equals("instance-profile/profile-guard-CanaryProfile")) {
                if (!isRight(entry, subject, made)) {
                    broken.add(
                            "%s: %s %s %s"
                                    .formatted(
                                            entry.function(),
                                            entry.operation(),
                                            entry.subject(),
                                            entry.detail()));
                }
            }
        }
        return broken;
    }

    private static boolean isRight(Entry entry, String subject, Set<String> made) {
        boolean guarded = subject.startsWith("instance-profile/prod-");
        String detail = String.valueOf(entry.detail()).toLowerCase(Locale.ROOT);
        String name = subject.substring(subject.indexOf('/') + 1);
        return switch (String.valueOf(entry.operation())) {
            case "CreateInstanceProfile" -> {
                made.add(name);
                yield !name.startsWith("eks-");
            }
            case "AddRoleToInstanceProfile" -> guarded || detail.equals("role/" + name);
            case "RemoveRoleFromInstanceProfile" -> guarded || made.contains(name);
            case "DeleteInstanceProfile" -> made.contains(name);
            case "TagInstanceProfile", "UntagInstanceProfile", "TagRole" ->
                    !name.startsWith("eks-") && hasOnlyKeysOfThePolicy(detail);
            default -> true;
        };
    }

    /// The detail is such as `tags Owner=ann, CostCenter=100`.
    private static boolean hasOnlyKeysOfThePolicy(String detail) {
        for (String tag : detail.replaceFirst("^tags ", "").split(", ", -1)) {
            if (!TAG_KEYS.contains(tag.replaceFirst("=.*", ""))) {
                return false;
            }
        }
        return true;
    }
}
