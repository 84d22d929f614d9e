package dev.profileguard.control;

import dev.profileguard.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The template parameters that functions get as environment variables. Only these are shown: the
/// environment of a function on Lambda also contains its credentials.
public final class Parameters {
    /// In the order of the template's groups.
    public static final List<String> NAMES =
            List.of(
                    "TrustedPrincipals",
                    "ExemptNames",
                    "InstanceRegions",
                    "BreakerReverts",
                    "BreakerWindowMinutes",
                    "GuardMode",
                    "GuardedProfiles",
                    "UnattributedGraceMinutes",
                    "WithholdRoles",
                    "RepairAssociations",
                    "ProvisionMode",
                    "ProvisionDelaySeconds",
                    "ProvisionFor",
                    "RetireUnusedHours",
                    "TagMode",
                    "TagPolicy",
                    "TagDefaults",
                    "InheritedTags",
                    "InheritedTagsWin",
                    "RoleTagsFromProfiles",
                    "NodeRoleMode",
                    "NodeRoleNames",
                    "ReadEksClusters",
                    "AdviceMode",
                    "DecodeAuthorizationMessages",
                    "RotationMode",
                    "RotationRoles",
                    "FindingsTopic",
                    "FindingsFormat",
                    "FindingsEvents",
                    "FindingsBus",
                    "FindingsSchema",
                    "SecurityHub",
                    "SweepMode",
                    "SweepRequestsPerSecond",
                    "SweepInventory",
                    "ManualRequests",
                    "Paused");

    private static final int MAX_VALUE = 300;

    private Parameters() {}

    /// The environment variable of a parameter: `GUARD_MODE` for `GuardMode`.
    public static String variable(String parameter) {
        return parameter.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    /// The parameters that a function has, with their values. A long value is cut.
    static Map<String, String> in(Map<String, String> environment) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String name : NAMES) {
            String value = environment.get(variable(name));
            if (value != null) {
                shown.put(name, VisibleText.excerpt(value, MAX_VALUE));
            }
        }
        return shown;
    }
}
