package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import dev.profileguard.sandbox.aws.regional.Regions;
import dev.profileguard.sandbox.fault.Faults;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// EKS in all regions: clusters, and what in them has a role. Thread-safe.
public final class Eks {
    private static final RegionalService.Codes CODES =
            new RegionalService.Codes(
                    "AccessDeniedException", "UnrecognizedClientException", "ServerException");

    private final RecordedService service;
    private final RegionalService calls;
    private final Clusters clusters;
    private final EksPermissions permissions;
    private final Map<String, Function<EksInput, Map<String, Object>>> operations;

    /// No clusters.
    ///
    /// @param permissions finds what a caller may do
    public Eks(
            IamAccount account,
            Regions regions,
            InstantSource clock,
            Trail trail,
            Faults faults,
            Function<Caller, Authorizer> permissions) {
        service = new RecordedService("eks", ErrorSpelling.EXCEPTION, clock, trail);
        calls = new RegionalService(service, regions, faults, permissions, CODES);
        clusters = new Clusters(clock);
        this.permissions = new EksPermissions(calls, clusters);
        operations = operations(new EksRoles(account));
    }

    private Map<String, Function<EksInput, Map<String, Object>>> operations(EksRoles roles) {
        AccessEntries entries = new AccessEntries(clusters, roles);
        ClusterOperations cluster = new ClusterOperations(clusters, roles, permissions, entries);
        Nodegroups nodegroups = new Nodegroups(clusters, roles, permissions, entries);
        PodIdentities pods = new PodIdentities(clusters, roles, permissions);
        FargateProfiles fargate = new FargateProfiles(clusters, roles, permissions, entries);
        Addons addons = new Addons(clusters, roles, permissions, pods);
        Map<String, Function<EksInput, Map<String, Object>>> all = new LinkedHashMap<>();
        all.put("CreateCluster", cluster::create);
        all.put("DescribeCluster", cluster::describe);
        all.put("ListClusters", cluster::list);
        all.put("DeleteCluster", cluster::delete);
        all.put("CreateNodegroup", nodegroups::create);
        all.put("DescribeNodegroup", nodegroups::describe);
        all.put("ListNodegroups", nodegroups::list);
        all.put("DeleteNodegroup", nodegroups::delete);
        all.put("CreateAccessEntry", entries::create);
        all.put("DescribeAccessEntry", entries::describe);
        all.put("ListAccessEntries", entries::list);
        all.put("DeleteAccessEntry", entries::delete);
        all.put("CreatePodIdentityAssociation", pods::create);
        all.put("DescribePodIdentityAssociation", pods::describe);
        all.put("ListPodIdentityAssociations", pods::list);
        all.put("CreateFargateProfile", fargate::create);
        all.put("DescribeFargateProfile", fargate::describe);
        all.put("ListFargateProfiles", fargate::list);
        all.put("DeleteFargateProfile", fargate::delete);
        all.put("CreateAddon", addons::create);
        all.put("DescribeAddon", addons::describe);
        all.put("ListAddons", addons::list);
        all.put("DeleteAddon", addons::delete);
        return all;
    }

    /// Makes a call in the region of its origin.
    ///
    /// @param operation one that the sandbox has, such as `CreateNodegroup`
    /// @param request the parameters of path, query and body by the names of EKS; the cluster is
    ///   `name`, as in CloudTrail's records
    /// @return EKS's response as JSON
    /// @throws AwsServiceException with EKS's own codes and sentences
    /// @throws IllegalArgumentException when the sandbox does not have the operation
    public Map<String, Object> call(
            Origin origin, String operation, Map<String, ? extends Object> request) {
        Function<EksInput, Map<String, Object>> work = operations.get(operation);
        if (work == null) {
            throw new IllegalArgumentException("The sandbox does not have eks:" + operation);
        }
        EksInput input = new EksInput(service, origin, request);
        return calls.call(
                origin,
                operation,
                recorded(operation, request),
                () -> {
                    permissions.require(input, operation);
                    return clusters.atomically(() -> work.apply(input));
                },
                response -> response);
    }

    /// Records contain what stands in a path as it stands there, encoded.
    private static Map<String, Object> recorded(
            String operation, Map<String, ? extends Object> request) {
        Map<String, Object> recorded = new LinkedHashMap<>(request);
        if (operation.equals("DescribeAccessEntry") || operation.equals("DeleteAccessEntry")) {
            recorded.computeIfPresent(
                    "principalArn",
                    (key, arn) -> URLEncoder.encode(String.valueOf(arn), StandardCharsets.UTF_8));
        }
        return recorded;
    }
}
