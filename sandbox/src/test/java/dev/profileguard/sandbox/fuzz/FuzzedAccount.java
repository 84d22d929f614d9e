package dev.profileguard.sandbox.fuzz;

import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.timeline.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An account with a bit of everything, in which all functions are enforced.
final class FuzzedAccount extends AccountUnderTest {
    private static final List<String> WRITES =
            List.of("Create", "Delete", "Add", "Remove", "Tag", "Untag");

    /// Parts of the subjects that no function may change: exempt ones, and profiles of a service.
    private static final List<String> NOT_OURS = List.of("exempt-", "instance-profile/eks-");

    private static final String TAG_POLICY =
            """
            {"tags": {"Owner": {"tag_key": "Owner", "enforced_for": ["iam:ALL_SUPPORTED"],
              "report_required_tag_for": ["iam:role", "iam:instance-profile"]},
             "CostCenter": {"tag_key": "CostCenter", "tag_value": ["100", "2*"],
              "enforced_for": ["iam:role", "iam:instance-profile"]}}}\
            """;

    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "GuardMode", "enforce",
                    "GuardedProfiles", "prod-*,exempt-*",
                    "TrustedPrincipals",
                            "arn:aws:iam::*:role/ci/*,* via cloudformation.amazonaws.com",
                    "ProvisionMode", "enforce",
                    "ProvisionDelaySeconds", "0",
                    "TagMode", "enforce",
                    "TagPolicy", TAG_POLICY,
                    "TagDefaults", "Owner=${creator},CostCenter=100",
                    "InheritedTags", "Owner",
                    "ExemptNames", "exempt-*");

    /// After so many inputs that changed it, an account is replaced by a new one.
    private static final int MOST_CHANGES = 20;

    private int changes;

    FuzzedAccount(String function) {
        super(function, DEFAULTS);
        sandbox().faults().set("lose", "1");
        for (String role :
                List.of(
                        "web",
                        "db",
                        "evil",
                        "exempt-web",
                        "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10",
                        "alone")) {
            createRole(as("admin"), role);
        }
        for (String profile :
                List.of(
                        "prod-web",
                        "db",
                        "exempt-web",
                        "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10",
                        "empty")) {
            createProfile(as("admin"), profile);
        }
        add(as("admin"), "prod-web", "web");
        add(as("admin"), "db", "db");
        sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\", \"rules\": [\"guard\"]}");
        sandbox().faults().set("lose", "0");
        forget();
    }

    /// Checks the calls since the last input.
    ///
    /// @return whether the account has changed so much that it should be replaced
    /// @throws AssertionError if a call changed what is not ours
    boolean isWornOut() {
        List<Entry> writes = entries().stream().filter(FuzzedAccount::isWrite).toList();
        for (Entry write : writes) {
            String subject = String.valueOf(write.subject()).toLowerCase(Locale.ROOT);
            if (NOT_OURS.stream().anyMatch(subject::contains)) {
                throw new AssertionError("it changes " + write);
            }
        }
        changes += writes.isEmpty() ? 0 : 1;
        return changes >= MOST_CHANGES;
    }

    /// Whether the functions changed IAM since the last input.
    boolean hasChanged() {
        return entries().stream().anyMatch(FuzzedAccount::isWrite);
    }

    private static boolean isWrite(Entry entry) {
        String operation = String.valueOf(entry.operation());
        return entry.kind() == Entry.Kind.CALL && WRITES.stream().anyMatch(operation::startsWith);
    }
}
