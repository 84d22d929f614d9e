package dev.profileguard.sandbox.aws.eks;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A managed node group. Immutable.
///
/// @param json as EKS returns it, without status, health and resources
/// @param id the UUID in its ARN and in the names of what EKS makes for it
/// @param busy what EKS does with it, such as `CREATING`
/// @param until when EKS has done it
/// @param coming what the group shows from then on instead
/// @param isMade whether EKS has made what it needs
/// @param failed why EKS cannot make what it needs; null: nothing failed
record Nodegroup(
        Map<String, Object> json,
        String id,
        String busy,
        Instant until,
        Map<String, Object> coming,
        boolean isMade,
        @Nullable Map<String, Object> failed) {
    /// A group for which EKS has to make everything.
    static Nodegroup creating(Map<String, Object> json, String id, Instant until) {
        return new Nodegroup(json, id, "CREATING", until, Map.of(), false, null);
    }

    /// The same with all that EKS makes.
    Nodegroup made() {
        return new Nodegroup(json, id, busy, until, coming, true, null);
    }

    /// The same, which EKS gave up to create.
    ///
    /// @param issue as EKS returns it
    Nodegroup failed(Map<String, Object> issue) {
        return new Nodegroup(json, id, busy, until, coming, isMade, issue);
    }

    /// The same during an update.
    Nodegroup updating(Instant now, Instant end, Map<String, Object> changed) {
        return new Nodegroup(current(now), id, "UPDATING", end, changed, isMade, failed);
    }

    String name() {
        return text("nodegroupName");
    }

    String arn() {
        return text("nodegroupArn");
    }

    String role() {
        return text("nodeRole");
    }

    /// The name of the profile and of the launch template that EKS makes.
    String generated() {
        return "eks-" + id;
    }

    /// The name of the Auto Scaling group that EKS makes.
    String group() {
        return "eks-%s-%s".formatted(name(), id);
    }

    /// Whether EKS takes no update now.
    boolean isBusy(Instant now) {
        return !isMade || failed != null || now.isBefore(until);
    }

    /// Its status, unless something is wrong with it.
    String status(Instant now) {
        if (failed != null) {
            return "CREATE_FAILED";
        }
        return isBusy(now) ? busy : "ACTIVE";
    }

    /// How many nodes it has now.
    Sizes sizes(Instant now) {
        return Sizes.of(current(now).get("scalingConfig"));
    }

    /// Its fields now, without status, health and resources.
    Map<String, Object> current(Instant now) {
        Map<String, Object> current = new LinkedHashMap<>(json);
        if (!now.isBefore(until)) {
            current.putAll(coming);
        }
        return current;
    }

    /// The group as EKS returns it, without health.
    Map<String, Object> shown(Instant now) {
        Map<String, Object> shown = current(now);
        shown.put("status", status(now));
        if (isMade) {
            shown.put("resources", Map.of("autoScalingGroups", List.of(Map.of("name", group()))));
        }
        return shown;
    }

    private String text(String key) {
        return String.valueOf(json.get(key));
    }

    /// How many nodes a group may and should have.
    record Sizes(int least, int most, int desired) {
        /// The sizes of a `scalingConfig`.
        static Sizes of(@Nullable Object json) {
            return new Sizes(of(json, "minSize"), of(json, "maxSize"), of(json, "desiredSize"));
        }

        private static int of(@Nullable Object json, String key) {
            return json instanceof Map<?, ?> map && map.get(key) instanceof Integer size ? size : 0;
        }

        /// As EKS returns them.
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("minSize", least);
            json.put("maxSize", most);
            json.put("desiredSize", desired);
            return json;
        }

        /// These sizes with what a request says instead. Both sentences are in many public reports
        /// about EKS's InvalidParameterException.
        Sizes changed(EksInput given) {
            Sizes sizes =
                    new Sizes(
                            given.number("minSize", least),
                            given.number("maxSize", most),
                            given.number("desiredSize", desired));
            if (sizes.least > sizes.desired) {
                throw given.invalid(
                        "Minimum capacity %d can't be greater than desired size %d"
                                .formatted(sizes.least, sizes.desired));
            }
            if (sizes.desired > sizes.most) {
                throw given.invalid(
                        "desired capacity %d can't be greater than max size %d"
                                .formatted(sizes.desired, sizes.most));
            }
            return sizes;
        }
    }
}
