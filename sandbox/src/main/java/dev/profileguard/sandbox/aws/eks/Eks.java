package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.autoscaling.AutoScaling;
import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import dev.profileguard.sandbox.fault.Faults;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// EKS in all regions: clusters, and what in them has a role. Thread-safe.
public final class Eks {
    private static final RegionalService.Codes CODES =
            new RegionalService.Codes(
                    "AccessDeniedException", "UnrecognizedClientException", "ServerException");

    private final RecordedService service;
    private final RegionalService calls;
    private final Clusters clusters;
    private final Workflows workflows = new Workflows();
    private final AccessEntries entries;
    private final EksPermissions permissions;
    private final Map<String, Function<EksInput, Map<String, Object>>> operations;

    /// No clusters.
    ///
    /// @param instances EC2, which launch templates are checked against
    /// @param groups Auto Scaling, in which node groups have groups
    /// @param permissions finds what a caller may do
    public Eks(
            IamAccount account,
            Instances instances,
            LaunchTemplates templates,
            AutoScaling groups,
            InstantSource clock,
            Trail trail,
            Faults faults,
            Function<Caller, Authorizer> permissions) {
        service = new RecordedService("eks", ErrorSpelling.EXCEPTION, clock, trail);
        calls = new RegionalService(service, instances.regions(), faults, permissions, CODES);
        clusters = new Clusters(clock);
        this.permissions = new EksPermissions(calls, clusters);
        EksRoles roles = new EksRoles(account);
        entries = new AccessEntries(clusters, roles);
        operations =
                operations(
                        roles,
                        new NodegroupTemplates(instances, templates),
                        new NodegroupResources(
                                account, templates, groups, new NodegroupRole(account, calls)));
    }

    private Map<String, Function<EksInput, Map<String, Object>>> operations(
            EksRoles roles, NodegroupTemplates templates, NodegroupResources resources) {
        ClusterOperations cluster = new ClusterOperations(clusters, roles, permissions, entries);
        Nodegroups nodegroups =
                new Nodegroups(
                        clusters, roles, permissions, entries, templates, resources, workflows);
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
        addUpdates(all, new NodegroupUpdates(clusters, templates, resources, workflows));
        addPolicies(all);
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

    private void addUpdates(
            Map<String, Function<EksInput, Map<String, Object>>> all, NodegroupUpdates nodegroups) {
        Updates updates = new Updates(clusters);
        all.put("UpdateNodegroupConfig", nodegroups::config);
        all.put("UpdateNodegroupVersion", nodegroups::version);
        all.put("DescribeUpdate", updates::describe);
        all.put("ListUpdates", updates::list);
    }

    private void addPolicies(Map<String, Function<EksInput, Map<String, Object>>> all) {
        AccessPolicies policies = new AccessPolicies(clusters, entries);
        all.put("UpdateAccessEntry", entries::update);
        all.put("AssociateAccessPolicy", policies::associate);
        all.put("DisassociateAccessPolicy", policies::disassociate);
        all.put("ListAssociatedAccessPolicies", policies::listAssociated);
        all.put("ListAccessPolicies", policies::list);
    }

    /// How long the creation and each update of a node group take from now on. At first, a group is
    /// created at once, and an update is in progress for three seconds.
    public void transition(Duration time) {
        clusters.atomically(() -> {
            workflows.take(time);
            return time;
        });
    }

    /// Whether EC2 instances with this role can join a cluster now. An access entry that was made
    /// for an earlier role of the same ARN does not let them in.
    ///
    /// @return false also without such a cluster
    public boolean letsNodesIn(String region, String cluster, String roleArn) {
        return clusters.atomically(() -> {
            Cluster found = clusters.find(region, cluster);
            return found != null && entries.letNodesIn(found, roleArn);
        });
    }

    /// The roles of nodes of each cluster of every region, and whether instances with them can join
    /// now, for people.
    public List<Map<String, @Nullable Object>> nodeAccess() {
        return clusters.atomically(
                () -> clusters.all().stream().flatMap(entries::nodeAccess).toList());
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
        finishWork();
        Map<String, Object> answer =
                calls.call(
                        origin,
                        operation,
                        recorded(operation, request),
                        () -> {
                            permissions.require(input, operation);
                            return clusters.atomically(() -> work.apply(input));
                        },
                        response -> response);
        finishWork();
        return answer;
    }

    private void finishWork() {
        clusters.atomically(() -> {
            workflows.run();
            return workflows;
        });
    }

    /// Records contain what stands in a path as it stands there, encoded.
    private static Map<String, Object> recorded(
            String operation, Map<String, ? extends Object> request) {
        Map<String, Object> recorded = new LinkedHashMap<>(request);
        if (!operation.equals("CreateAccessEntry")) {
            encode(recorded, "principalArn");
        }
        if (operation.equals("DisassociateAccessPolicy")) {
            encode(recorded, "policyArn");
        }
        return recorded;
    }

    private static void encode(Map<String, Object> recorded, String key) {
        recorded.computeIfPresent(
                key, (same, arn) -> URLEncoder.encode(String.valueOf(arn), StandardCharsets.UTF_8));
    }
}
