package dev.profileguard.sandbox.http.organization;

import dev.profileguard.sandbox.http.service.QueryService;
import dev.profileguard.sandbox.http.service.Service;
import dev.profileguard.sandbox.organization.Centre;
import dev.profileguard.sandbox.organization.Organization;
import java.util.List;
import java.util.Map;

/// What the administrator's account has in place of other accounts' services.
public final class CentralServices {
    private CentralServices() {}

    /// By their names in signatures.
    public static Map<String, Service> of(Organization organization) {
        Centre centre = organization.centre();
        return Map.of(
                "cloudformation",
                new QueryService(
                        new StackInstances(
                                centre.sandbox().cloudFormation(),
                                Centre.MEMBERS,
                                List.copyOf(organization.members().keySet()))),
                "states",
                new SweepOperations(centre.sweepAll()).service());
    }
}
