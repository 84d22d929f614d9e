package dev.profileguard.aws.eks;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import java.util.List;
import java.util.Map;

/// Reads which roles the pods of a cluster have.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html and
/// https://docs.aws.amazon.com/eks/latest/userguide/add-ons-iam.html
record PodRoles(EksCalls calls) {
    private static final String NAMESPACE = "kube-system";
    private static final String SERVICE_ACCOUNT = "aws-node";
    private static final String ADD_ON = "vpc-cni";

    /// @throws EksException if EKS does not answer
    ClusterPods in(Cluster cluster) {
        List<Object> associations =
                calls.all(
                        cluster.region(),
                        EksCalls.path("clusters", cluster.name(), "pod-identity-associations"),
                        "associations");
        String plugin =
                associations.stream()
                        .filter(Map.class::isInstance)
                        .map(each -> (Map<?, ?>) each)
                        .filter(PodRoles::isOfPlugin)
                        .map(each ->
                                "Pod Identity association %s of %s"
                                        .formatted(
                                                EksAnswers.text(each, "associationId"),
                                                cluster.text()))
                        .findFirst()
                        .orElse(null);
        return plugin == null
                ? addOn(cluster, associations.size())
                : new ClusterPods(associations.size(), plugin, false, null);
    }

    private static boolean isOfPlugin(Map<?, ?> association) {
        return EksAnswers.text(association, "namespace").equals(NAMESPACE)
                && EksAnswers.text(association, "serviceAccount").equals(SERVICE_ACCOUNT);
    }

    private ClusterPods addOn(Cluster cluster, int associations) {
        try {
            Map<?, ?> addOn =
                    EksAnswers.object(
                            calls.one(
                                    cluster.region(),
                                    EksCalls.path("clusters", cluster.name(), "addons", ADD_ON)),
                            "addon");
            String role = EksAnswers.text(addOn, "serviceAccountRoleArn");
            return new ClusterPods(
                    associations,
                    role.isEmpty()
                            ? null
                            : "add-on %s of %s has %s".formatted(ADD_ON, cluster.text(), role),
                    true,
                    null);
        } catch (EksException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            return new ClusterPods(associations, null, false, null);
        }
    }
}
