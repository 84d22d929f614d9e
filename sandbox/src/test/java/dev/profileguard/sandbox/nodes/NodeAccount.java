package dev.profileguard.sandbox.nodes;

import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.Sandbox;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/// An empty account in which only NodeRoleCheck is on. Its clock is stopped.
final class NodeAccount extends AccountUnderTest {
    static final String AWS = "arn:aws:iam::aws:policy/";
    static final String WORKER = AWS + "AmazonEKSWorkerNodePolicy";
    static final String PULL = AWS + "AmazonEC2ContainerRegistryPullOnly";
    static final String CNI = AWS + "AmazonEKS_CNI_Policy";
    static final String ROLES = "arn:aws:iam::123456789012:role/";
    private static final Duration DELAY = Duration.ofSeconds(125);

    NodeAccount(String... parameters) {
        super(
                "NodeRoleCheck",
                Map.of("GuardMode", "off", "ProvisionMode", "off", "TagMode", "off"),
                parameters);
    }

    /// Creates a node role that is right, and forgets it.
    NodeAccount withNodeRole(String role) {
        createRole(as("alice"), role);
        attach(role, WORKER);
        attach(role, PULL);
        createProfile(as("alice"), role);
        add(as("alice"), role, role);
        afterTheDelay();
        forget();
        return this;
    }

    void attach(String role, String policy) {
        attach(as("alice"), role, policy);
    }

    void attach(IamClient iam, String role, String policy) {
        iam.attachRolePolicy(r -> r.roleName(role).policyArn(policy));
    }

    void detach(String role, String policy) {
        as("mallory").detachRolePolicy(r -> r.roleName(role).policyArn(policy));
    }

    void trust(IamClient iam, String role, String service) {
        iam.updateAssumeRolePolicy(r -> r.roleName(role).policyDocument(trust(service)));
    }

    /// Lets the delay pass, and the function react.
    void afterTheDelay() {
        sandbox().settle();
        sandbox().advance(DELAY);
    }

    /// The trust policy of a role.
    String trustOf(String role) {
        return URLDecoder.decode(
                asRoot().getRole(r -> r.roleName(role)).role().assumeRolePolicyDocument(),
                StandardCharsets.UTF_8);
    }

    /// The names of the managed policies of a role.
    List<String> attachedTo(String role) {
        return asRoot().listAttachedRolePolicies(r -> r.roleName(role)).attachedPolicies().stream()
                .map(AttachedPolicy::policyName)
                .toList();
    }

    /// Makes a call of EKS in a region as alice.
    void eks(String region, String operation, Map<String, Object> request) {
        sandbox().eks().call(Sandbox.origin(Sandbox.user("alice"), region), operation, request);
    }

    /// Makes a cluster.
    ///
    /// @param mode its authentication mode, such as `API`
    void cluster(String region, String name, String mode, String ipFamily) {
        if (!roleExists("control")) {
            as("alice")
                    .createRole(r ->
                            r.roleName("control")
                                    .assumeRolePolicyDocument(trust("eks.amazonaws.com")));
        }
        eks(
                region,
                "CreateCluster",
                Map.of(
                        "name",
                        name,
                        "roleArn",
                        ROLES + "control",
                        "accessConfig",
                        Map.of("authenticationMode", mode),
                        "kubernetesNetworkConfig",
                        Map.of("ipFamily", ipFamily)));
    }

    private boolean roleExists(String name) {
        return sandbox().account().role(name).isPresent();
    }

    /// Makes a managed node group with this role.
    void nodeGroup(String region, String cluster, String name, String role) {
        eks(
                region,
                "CreateNodegroup",
                Map.of("name", cluster, "nodegroupName", name, "nodeRole", ROLES + role));
    }

    /// The calls of EKS by NodeRoleCheck, in order.
    List<String> eksCalls() {
        return callsOf("eks", "NodeRoleCheck");
    }

    /// What the function shows about a role.
    String show(String role) {
        return invoke("NodeRoleCheck", "{\"show\": {\"role\": \"%s\"}}".formatted(role));
    }

    String invoke(String function, String request) {
        return sandbox().lambda().invoke(function, request).payload();
    }

    void sweep() {
        invoke("Backfill", "{\"mode\": \"sweep\"}");
    }
}
