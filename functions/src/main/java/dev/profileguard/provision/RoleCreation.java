package dev.profileguard.provision;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.iam.RoleName;
import dev.profileguard.provision.rule.ProvisionTrigger;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the call that created a role, in the calls that CloudTrail recorded.
final class RoleCreation {
    private RoleCreation() {}

    /// The last CreateRole call for the role; null: none.
    static ProvisionTrigger.@Nullable Wanted in(List<CloudTrailEvent> calls, RoleName role) {
        return calls.stream()
                .filter(event -> event.name().equals("CreateRole"))
                .map(RoleCreation::wanted)
                .flatMap(Stream::ofNullable)
                .filter(wanted -> wanted.role().equals(role))
                .reduce((earlier, last) -> last)
                .orElse(null);
    }

    private static ProvisionTrigger.@Nullable Wanted wanted(CloudTrailEvent event) {
        return ProvisionTriggerExtraction.in(event)
                        instanceof Extracted.Found(ProvisionTrigger.Wanted wanted)
                ? wanted
                : null;
    }
}
