package dev.profileguard.sandbox.nodes;

import static dev.profileguard.sandbox.AccountUnderTest.createRole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.eks.EksApi;
import dev.profileguard.aws.eks.EksCalls;
import dev.profileguard.aws.eks.EksClusters;
import dev.profileguard.aws.eks.KeptAnswers;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.cluster.ManagedGroup;
import dev.profileguard.cluster.ManagedGroups;
import dev.profileguard.sandbox.Sandbox;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// What the functions read about the managed node groups of a region.
class ManagedGroupsTest {
    private static final String HERE = "eu-west-1";

    private final NodeAccount account = new NodeAccount();

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void readsTheGroupsOfAllClustersOfARegion() {
        createRole(account.as("alice"), "workers");
        account.cluster(HERE, "prod", "API", "ipv4");
        account.cluster(HERE, "test", "API", "ipv4");
        account.cluster("us-east-1", "other", "API", "ipv4");
        account.nodeGroup(HERE, "prod", "a", "workers");
        account.nodeGroup(HERE, "prod", "b", "workers");
        account.nodeGroup(HERE, "test", "a", "workers");
        account.nodeGroup("us-east-1", "other", "a", "workers");
        account.forget();

        ManagedGroups groups = clusters().groups(HERE);

        assertThat(groups.isComplete()).isTrue();
        assertThat(groups.groups())
                .extracting(ManagedGroup::text)
                .containsExactly(
                        "node group a of cluster prod in eu-west-1",
                        "node group b of cluster prod in eu-west-1",
                        "node group a of cluster test in eu-west-1");
        ManagedGroup first = groups.groups().getFirst();
        assertThat(first.status()).isEqualTo("ACTIVE");
        assertThat(first.roleArn()).isEqualTo(NodeAccount.ROLES + "workers");
        assertThat(first.template()).isNull();
        assertThat(first.autoScalingGroups())
                .singleElement()
                .asString()
                .matches("eks-a-[0-9a-f-]{36}");
        assertThat(account.callsOf("eks", "reader"))
                .containsExactly(
                        "ListClusters",
                        "ListNodegroups",
                        "ListNodegroups",
                        "DescribeNodegroup",
                        "DescribeNodegroup",
                        "DescribeNodegroup");
    }

    private EksClusters clusters() {
        EksApi api =
                new EksApi(
                        account.sandbox().eksHttp(Sandbox.user("reader")),
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("reader", "secret")),
                        region -> URI.create("https://eks.%s.amazonaws.com".formatted(region)));
        return new EksClusters(
                new EksCalls(
                        api,
                        new KeptAnswers(account.sandbox().clock(), Duration.ofMinutes(1)),
                        time -> {}),
                () -> List.of(HERE),
                ParallelCalls.inTurn());
    }
}
