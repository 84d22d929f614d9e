package dev.profileguard.sandbox.everything;

import dev.profileguard.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/// The rules that must hold after a sweep, checked on the account itself.
///
/// @param guarded what the guarded profiles must be like
record TagAndProfileOracle(Sandbox sandbox, FullSweep sweep, GuardOracle guarded) {
    /// Both tags on roles and profiles; the cost center is 100 or starts with 2.
    static final String TAG_POLICY =
            """
            {"tags": {"Owner": {"tag_key": {"@@assign": "Owner"},
              "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}},
             "CostCenter": {"tag_key": {"@@assign": "CostCenter"},
              "tag_value": {"@@assign": ["100", "2*"]},
              "enforced_for": {"@@assign": ["iam:role", "iam:instance-profile"]},
              "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}}}}\
            """;

    /// The violations that no finding reports.
    List<String> broken() {
        IamClient reader = sandbox.iamAs("reader");
        List<String> broken = new ArrayList<>();
        for (Role listed : reader.listRoles().roles()) {
            Role role = reader.getRole(r -> r.roleName(listed.roleName())).role();
            if (usableByEc2(role)
                    && reader.listInstanceProfilesForRole(r -> r.roleName(role.roleName()))
                            .instanceProfiles()
                            .isEmpty()
                    && !isReported(role.roleName())
                    && !isOfTerraform(role.roleName())
                    && !guarded.mayRestore(role.roleName())) {
                broken.add(role.roleName() + " has no profile");
            }
            check("role/" + role.roleName(), role.tags(), broken);
        }
        for (InstanceProfile listed : reader.listInstanceProfiles().instanceProfiles()) {
            String name = listed.instanceProfileName();
            if (!name.startsWith("eks-")) {
                InstanceProfile profile =
                        reader.getInstanceProfile(r -> r.instanceProfileName(name))
                                .instanceProfile();
                check("instance-profile/" + name, profile.tags(), broken);
            }
        }
        return broken;
    }

    /// A role that infrastructure as code created is left to it.
    private boolean isOfTerraform(String name) {
        return sandbox.timeline().entries().stream()
                .filter(entry -> "CreateRole".equals(entry.operation()))
                .filter(entry -> "ok".equals(entry.outcome()))
                .filter(entry -> ("role/" + name).equalsIgnoreCase(entry.subject()))
                .reduce((earlier, last) -> last)
                .filter(entry -> String.valueOf(entry.actor()).endsWith(":user/deployer"))
                .isPresent();
    }

    private boolean isReported(String name) {
        return sweep.tellsOf("role/" + name) || sweep.tellsOf("instance-profile/" + name);
    }

    private static boolean usableByEc2(Role role) {
        return role.assumeRolePolicyDocument().contains("ec2.amazonaws.com");
    }

    private void check(String subject, List<Tag> tags, List<String> broken) {
        Map<String, String> byKey = new LinkedHashMap<>();
        tags.forEach(tag -> byKey.put(tag.key(), tag.value()));
        boolean otherCase =
                byKey.keySet().stream()
                        .anyMatch(key ->
                                List.of("owner", "costcenter")
                                                .contains(key.toLowerCase(Locale.ROOT))
                                        && !List.of("Owner", "CostCenter").contains(key));
        String cost = byKey.get("CostCenter");
        boolean costs = cost != null && (cost.equals("100") || cost.startsWith("2"));
        if ((!byKey.containsKey("Owner") || !costs || otherCase) && !sweep.tellsOf(subject)) {
            broken.add("%s is tagged %s".formatted(subject, byKey));
        }
    }
}
