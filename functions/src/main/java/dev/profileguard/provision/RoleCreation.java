package dev.profileguard.provision;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.iam.RoleName;
import dev.profileguard.provision.rule.ProvisionTrigger;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The call that made a role, among the calls that CloudTrail has recorded.
final class RoleCreation {
    private RoleCreation() {}

    /// The last creation of the role; null: there is none among the calls.
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
