package dev.profileguard.aws.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.cluster.ManagedGroup;
import dev.profileguard.cluster.ManagedGroups;
import dev.profileguard.iam.RoleName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Runs against an HTTP server that plays EKS. An answer that a test does not set is "not found".
class EksAnswersOverHttpTest {
    @Test
    void readsAllPagesOfClusters() {
        answer("/clusters?maxResults=100", "{'clusters':['a','b'],'nextToken':'t/1'}");
        answer("/clusters?maxResults=100&nextToken=t%2F1", "{'clusters':['c'],'nextToken':null}");
        for (String name : List.of("a", "b", "c")) {
            answer("/clusters/" + name, cluster("API", "ipv4", ROLE));
            answer("/clusters/" + name + "/access-entries?maxResults=100", "{'accessEntries':[]}");
        }

        ClusterUses uses = uses(HERE);

        assertThat(uses.uses())
                .extracting(ClusterUse::proof)
                .containsExactly(
                        "it is the role of cluster a in eu-west-1",
                        "it is the role of cluster b in eu-west-1",
                        "it is the role of cluster c in eu-west-1");
        assertThat(uses.isComplete()).isTrue();
    }

    @Test
    void signsEachCallForEksInItsRegion() {
        answer("/clusters?maxResults=100", "{'clusters':[]}");

        uses(HERE);

        assertThat(authorizations.getFirst())
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                .contains("/eu-west-1/eks/aws4_request");
    }

    @Test
    void describesOnlyTheAccessEntryOfTheRole() {
        prod("API", "ipv6");
        answer(
                "/clusters/prod/access-entries?maxResults=100",
                "{'accessEntries':['%s2','arn:aws:iam::210987654321:role/node',7,'%s']}"
                        .formatted(ROLE, ROLE));
        answer(
                "/clusters/prod/access-entries/" + ENCODED_ROLE,
                "{'accessEntry':{'type':'EC2_LINUX','principalArn':'%s','createdAt':1.7680752005E9,'modifiedAt':'x'}}"
                        .formatted(ROLE));

        ClusterUse.Entry entry = (ClusterUse.Entry) uses(HERE).uses().getFirst();

        assertThat(entry.type()).isEqualTo("EC2_LINUX");
        assertThat(entry.principalArn()).isEqualTo(ROLE);
        assertThat(entry.created()).isEqualTo(Instant.parse("2026-01-10T20:00:00.500Z"));
        assertThat(entry.modified()).isNull();
        assertThat(entry.cluster())
                .isEqualTo(
                        new Cluster(
                                HERE,
                                "prod",
                                Cluster.Family.IPV6,
                                Cluster.Access.ENTRIES,
                                "arn:aws:iam::123456789012:role/control",
                                ""));
        assertThat(requests).hasSize(4);
    }

    @Test
    void readsNodeGroupsWhereNoEntryShowsTheRoleUntilOneHasIt() {
        prod("API_AND_CONFIG_MAP", "ipv4");
        answer("/clusters/prod/access-entries?maxResults=100", "{'accessEntries':[]}");
        nodeGroups();

        assertThat(uses(HERE).uses())
                .extracting(ClusterUse::proof)
                .containsExactly("node group b of cluster prod in eu-west-1");
        assertThat(requests)
                .containsExactly(
                        "/clusters?maxResults=100",
                        "/clusters/prod",
                        "/clusters/prod/access-entries?maxResults=100",
                        "/clusters/prod/node-groups?maxResults=100",
                        "/clusters/prod/node-groups/a",
                        "/clusters/prod/node-groups/b");
    }

    @Test
    void readsNoAccessEntriesOfAClusterWithoutThem() {
        prod("CONFIG_MAP", "ipv4");
        nodeGroups();

        assertThat(uses(HERE).isOfNodes()).isTrue();
        assertThat(requests).noneMatch(each -> each.contains("access-entries"));
    }

    @Test
    void readsNodeGroupsAndFargateProfilesIfAsked() {
        prod("API", "ipv4");
        answer("/clusters/prod/access-entries?maxResults=100", "{'accessEntries':[]}");
        nodeGroups();
        assertThat(clusters(HERE).uses(QUESTION).uses()).isEmpty();
        assertThat(clusters(HERE).uses(new ClusterQuestion(NODE, ACCOUNT, true, false)).uses())
                .hasSize(1);

        prod("CONFIG_MAP", "ipv4");
        answer("/clusters/prod/node-groups?maxResults=100", "{'nodegroups':[]}");
        answer("/clusters/prod/fargate-profiles?maxResults=100", "{'fargateProfileNames':['f']}");
        answer(
                "/clusters/prod/fargate-profiles/f",
                "{'fargateProfile':{'podExecutionRoleArn':'%s'}}".formatted(ROLE));
        assertThat(clusters(HERE).uses(QUESTION).uses()).isEmpty();
        assertThat(clusters(HERE).uses(new ClusterQuestion(NODE, ACCOUNT, false, true)).uses())
                .extracting(ClusterUse::proof)
                .containsExactly(
                        "it is the pod execution role of Fargate profile f of cluster prod in"
                                + " eu-west-1");
    }

    @Test
    void knowsTheNodesOfAutoMode() {
        answer("/clusters?maxResults=100", "{'clusters':['auto','off']}");
        answer(
                "/clusters/auto",
                "{'cluster':{'accessConfig':{'authenticationMode':'API'},'computeConfig':{'enabled':true,'nodeRoleArn':'%s'}}}"
                        .formatted(ROLE));
        answer(
                "/clusters/off",
                "{'cluster':{'accessConfig':{'authenticationMode':'API'},'computeConfig':{'enabled':false,'nodeRoleArn':'%s'}}}"
                        .formatted(ROLE));
        for (String name : List.of("auto", "off")) {
            answer("/clusters/" + name + "/access-entries?maxResults=100", "{'accessEntries':[]}");
        }

        assertThat(uses(HERE).uses()).hasSize(1).allMatch(ClusterUse::isOfAutoMode);
    }

    @Test
    void saysWhichRegionDoesNotAnswerAndKeepsTheOthers() {
        prod("CONFIG_MAP", "ipv4");
        nodeGroups();
        regions.put(
                "us-east-1",
                new Answer(
                        403,
                        "AccessDeniedException:http://x/",
                        "{'message':'not allowed\\u202e'}"));

        ClusterUses uses = uses("us-east-1", HERE);

        assertThat(uses.isOfNodes()).isTrue();
        assertThat(uses.isComplete()).isFalse();
        assertThat(uses.unread())
                .singleElement()
                .asString()
                .startsWith("EKS in us-east-1 was not read: AccessDeniedException: not allowed")
                .doesNotContain("\u202e");
    }

    @Test
    void saysWhichClustersDoNotAnswer() {
        answer("/clusters?maxResults=100", "{'clusters':['a','b','c','d','prod']}");
        answer("/clusters/prod", cluster("API", "ipv4", ROLE));
        answer("/clusters/prod/access-entries?maxResults=100", "{'accessEntries':[]}");
        for (String name : List.of("a", "b", "c", "d")) {
            answer("/clusters/" + name, new Answer(403, "AccessDeniedException", "{}"));
        }

        ClusterUses uses = uses(HERE);

        assertThat(uses.uses()).hasSize(1);
        assertThat(uses.unread())
                .containsExactly(
                        "EKS in eu-west-1 was not read about a, b, c and 1 more:"
                                + " AccessDeniedException: no reason");
    }

    @Test
    void repeatsACallThatIsThrottled() {
        answer(
                "/clusters?maxResults=100",
                new Answer(429, "ThrottlingException", "{'message':'Rate exceeded'}"),
                new Answer(500, "ServerException", "{}"),
                new Answer(200, "", "{'clusters':[]}"));

        assertThat(uses(HERE).isComplete()).isTrue();
        assertThat(waits).containsExactly(Duration.ofMillis(200), Duration.ofMillis(600));
    }

    @Test
    void givesUpAThrottledRegionAndDoesNotAskItAgainForAMinute() {
        Answer throttled = new Answer(400, "ThrottlingException", "{'message':'Rate exceeded'}");
        answer("/clusters?maxResults=100", throttled);
        EksClusters clusters = clusters(HERE);

        for (int i = 0; i < 3; i++) {
            assertThat(clusters.uses(QUESTION).unread())
                    .containsExactly(
                            "EKS in eu-west-1 was not read: ThrottlingException: Rate exceeded");
        }
        assertThat(requests).hasSize(3);

        now = now.plusSeconds(60);
        answer("/clusters?maxResults=100", "{'clusters':[]}");
        assertThat(clusters.uses(QUESTION).isComplete()).isTrue();
    }

    @Test
    void usesAnAnswerAgainForAMinute() {
        prod("CONFIG_MAP", "ipv4");
        nodeGroups();
        EksClusters clusters = clusters(HERE);
        clusters.uses(QUESTION);
        int first = requests.size();

        now = now.plusSeconds(59);
        assertThat(clusters.uses(QUESTION).isOfNodes()).isTrue();
        assertThat(requests).hasSize(first);
        assertThat(clusters.uses(ClusterQuestion.ofNodes(new RoleName("x"), ACCOUNT)).uses())
                .isEmpty();
        assertThat(requests).hasSize(first + 1); // the last node group

        now = now.plusSeconds(1);
        clusters.uses(QUESTION);
        assertThat(requests).hasSize(2 * first + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "<html>",
                "{}",
                "{'clusters':null}",
                "{'clusters':'prod'}",
                "{'clusters':{'prod':1}}",
                "{'clusters':[],'clusters':[]}"
            })
    void takesAnOddAnswerForNone(String odd) {
        answer("/clusters?maxResults=100", odd);

        ClusterUses uses = uses(HERE);

        assertThat(uses.uses()).isEmpty();
        assertThat(uses.unread())
                .hasSize(1)
                .allMatch(each -> each.startsWith("EKS in eu-west-1 was not read: the response"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'cluster':null}",
                "{'cluster':[]}",
                "{'cluster':{'accessConfig':[],'roleArn':7,'computeConfig':true,"
                        + "'kubernetesNetworkConfig':'ipv6'}}"
            })
    void survivesAnOddCluster(String odd) {
        answer("/clusters?maxResults=100", "{'clusters':['prod']}");
        answer("/clusters/prod", odd);
        nodeGroups();

        ClusterUses uses = uses(HERE);

        assertThat(uses.isComplete()).isEqualTo(odd.contains("accessConfig"));
        assertThat(uses.isOfNodes()).isEqualTo(odd.contains("accessConfig"));
    }

    @Test
    void endsPagesThatNeverEnd() {
        answer("/clusters?maxResults=100", "{'clusters':[],'nextToken':'x'}");
        answer("/clusters?maxResults=100&nextToken=x", "{'clusters':['a'],'nextToken':'x'}");

        assertThat(uses(HERE).unread())
                .containsExactly("EKS in eu-west-1 was not read: more than 2,000 clusters");
        assertThat(requests).hasSize(2);
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        answer("/clusters?maxResults=100", "{'clusters':['%s']}".formatted("a".repeat(1 << 20)));

        assertThat(uses(HERE).unread()).hasSize(1);
    }

    @Test
    void saysThatAnErrorHasNoReasonIfAProxyAnswers() {
        answer("/clusters?maxResults=100", new Answer(403, "", "<html>Forbidden</html>"));

        assertThat(uses(HERE).unread())
                .containsExactly("EKS in eu-west-1 was not read: HTTP 403: no reason");
    }

    @Test
    void leavesOutWhatIsDeletedMeanwhile() {
        answer("/clusters?maxResults=100", "{'clusters':['gone','prod']}");
        answer("/clusters/prod", cluster("API_AND_CONFIG_MAP", "ipv4", ""));
        answer(
                "/clusters/prod/access-entries?maxResults=100",
                "{'accessEntries':['%s']}".formatted(ROLE));
        answer("/clusters/prod/node-groups?maxResults=100", "{'nodegroups':['gone']}");

        ClusterUses uses = uses(HERE);

        assertThat(uses.uses()).isEmpty();
        assertThat(uses.isComplete()).isTrue();
    }

    @Test
    void saysThatNobodyListens() {
        server.stop(0);

        assertThat(uses(HERE).unread().getFirst())
                .startsWith("EKS in eu-west-1 was not read: no response");
    }

    @Test
    void waitsForNoRegionLongerThanItMay() {
        slow = true;
        answer("/clusters?maxResults=100", "{'clusters':[]}");
        EksClusters clusters =
                new EksClusters(
                        calls(),
                        () -> List.of(HERE),
                        ParallelCalls.atOnce(10, Duration.ofMillis(200)));

        assertThat(clusters.uses(QUESTION).unread())
                .containsExactly("EKS in eu-west-1 was not read: no answer within 0 seconds");

        slow = false;
        EksClusters patient =
                new EksClusters(
                        clusters.calls(),
                        () -> List.of(HERE),
                        ParallelCalls.atOnce(10, Duration.ofSeconds(20)));
        assertThat(patient.uses(QUESTION).isComplete()).isTrue();
    }

    @Test
    void findsTheRoleOfThePluginByAnAssociation() {
        associations(
                "{'namespace':'default','serviceAccount':'aws-node','associationId':'a-1'}",
                "{'namespace':'kube-system','serviceAccount':'aws-node','associationId':'a-2'}");

        assertThat(pods())
                .isEqualTo(
                        new ClusterPods(
                                2,
                                "Pod Identity association a-2 of cluster prod in eu-west-1",
                                false,
                                null));
        assertThat(requests).hasSize(1);
    }

    @Test
    void findsTheRoleOfThePluginByItsAddOn() {
        associations("7");
        answer(
                "/clusters/prod/addons/vpc-cni",
                "{'addon':{'serviceAccountRoleArn':'%s'}}".formatted(ROLE));

        assertThat(pods())
                .isEqualTo(
                        new ClusterPods(
                                1,
                                "add-on vpc-cni of cluster prod in eu-west-1 has " + ROLE,
                                true,
                                null));
    }

    @Test
    void knowsWhetherThePluginIsAnAddOnWithoutARole() {
        associations();
        assertThat(pods()).isEqualTo(new ClusterPods(0, null, false, null));

        answer("/clusters/prod/addons/vpc-cni", "{'addon':{'serviceAccountRoleArn':null}}");
        assertThat(pods()).isEqualTo(new ClusterPods(0, null, true, null));
    }

    @Test
    void saysThatThePodsRolesWereNotRead() {
        answer(
                "/clusters/prod/pod-identity-associations?maxResults=100",
                new Answer(403, "AccessDeniedException", "{'Message':'no'}"));

        assertThat(pods().unread())
                .isEqualTo(
                        "The pods' roles of cluster prod in eu-west-1 were not read:"
                                + " AccessDeniedException: no");
    }

    @Test
    void readsWhatNodeGroupsRunOn() {
        answer("/clusters?maxResults=100", "{'clusters':['prod']}");
        answer("/clusters/prod/node-groups?maxResults=100", "{'nodegroups':['a','b','gone']}");
        answer(
                "/clusters/prod/node-groups/a",
                """
                {'nodegroup':{'nodeRole':'%s','status':'ACTIVE',
                 'launchTemplate':{'id':'lt-1','name':'mine','version':'3'},
                 'resources':{'autoScalingGroups':[{'name':'eks-a-1'},{},7]}}}
                """
                        .formatted(ROLE));
        answer("/clusters/prod/node-groups/b", "{'nodegroup':{'resources':7,'status':7}}");

        ManagedGroups groups = clusters(HERE).groups(HERE);

        assertThat(groups.isComplete()).isTrue();
        assertThat(groups.groups())
                .containsExactly(
                        new ManagedGroup(
                                HERE,
                                "prod",
                                "a",
                                "ACTIVE",
                                ROLE,
                                new ManagedGroup.Template("lt-1", "mine", "3"),
                                List.of("eks-a-1")),
                        new ManagedGroup(HERE, "prod", "b", "", "", null, List.of()));
        assertThat(groups.given("lt-1")).isEqualTo(groups.given("mine")).hasSize(1);
        assertThat(groups.in("eks-a-1"))
                .extracting(ManagedGroup::text)
                .containsExactly("node group a of cluster prod in eu-west-1");
        assertThat(groups.in("eks-a-2")).isEmpty();
    }

    @Test
    void saysWhichNodeGroupsWereNotRead() {
        answer("/clusters?maxResults=100", "{'clusters':['prod','closed','gone']}");
        answer("/clusters/prod/node-groups?maxResults=100", "{'nodegroups':['a','b']}");
        answer("/clusters/prod/node-groups/a", new Answer(403, "AccessDeniedException", "{}"));
        answer("/clusters/prod/node-groups/b", "{'nodegroup':{}}");
        answer(
                "/clusters/closed/node-groups?maxResults=100",
                new Answer(403, "AccessDeniedException", "{'message':'no'}"));

        ManagedGroups groups = clusters(HERE).groups(HERE);

        assertThat(groups.groups()).hasSize(1);
        assertThat(groups.unread())
                .containsExactly(
                        "EKS in eu-west-1 was not read about closed: AccessDeniedException: no",
                        "EKS in eu-west-1 was not read about node group a of cluster prod:"
                                + " AccessDeniedException: no reason");
    }

    @Test
    void saysThatARegionDoesNotShowItsNodeGroups() {
        answer("/clusters?maxResults=100", new Answer(403, "UnrecognizedClientException", "{}"));

        ManagedGroups groups = clusters(HERE).groups(HERE);

        assertThat(groups.isComplete()).isFalse();
        assertThat(groups.unread())
                .containsExactly(
                        "EKS in eu-west-1 was not read: UnrecognizedClientException: no reason");
        assertThat(requests).hasSize(1);
    }

    @Test
    void readsAtMost500NodeGroups() {
        answer("/clusters?maxResults=100", "{'clusters':['prod']}");
        answer(
                "/clusters/prod/node-groups?maxResults=100",
                "{'nodegroups':[%s]}"
                        .formatted(
                                IntStream.range(0, 501)
                                        .mapToObj("'g%d'"::formatted)
                                        .collect(Collectors.joining(","))));

        ManagedGroups groups = clusters(HERE).groups(HERE);

        assertThat(groups.unread())
                .containsExactly(
                        "EKS in eu-west-1 has 501 managed node groups: only the first 500 were"
                                + " read");
        assertThat(requests).hasSize(2 + 500);
    }

    private static final String HERE = "eu-west-1";
    private static final String ACCOUNT = "123456789012";
    private static final RoleName NODE = new RoleName("node");
    private static final String ROLE = "arn:aws:iam::123456789012:role/team/node";
    private static final String ENCODED_ROLE =
            "arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fteam%2Fnode";
    private static final ClusterQuestion QUESTION = ClusterQuestion.ofNodes(NODE, ACCOUNT);
    private static final Answer NOT_FOUND =
            new Answer(404, "ResourceNotFoundException", "{'message':'not found'}");

    /// @param error the code of an error; empty: none
    private record Answer(int status, String error, String body) {}

    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final Map<String, Answer> regions = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-15T09:30:00Z");
    private volatile boolean slow;
    private HttpServer server = unstarted();

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static HttpServer unstarted() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Answer answer = next(exchange);
        byte[] body = answer.body().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        if (slow) {
            try {
                TimeUnit.SECONDS.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (!answer.error().isEmpty()) {
            exchange.getResponseHeaders().set("x-amzn-ErrorType", answer.error());
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized Answer next(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        String path =
                uri.getRawQuery() == null
                        ? uri.getRawPath()
                        : uri.getRawPath() + "?" + uri.getRawQuery();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(path);
        authorizations.add(authorization);
        for (Map.Entry<String, Answer> each : regions.entrySet()) {
            if (authorization.contains("/" + each.getKey() + "/eks/")) {
                return each.getValue();
            }
        }
        @Nullable Deque<Answer> known = answers.get(path);
        if (known == null) {
            return NOT_FOUND;
        }
        return known.size() > 1 ? known.removeFirst() : known.getFirst();
    }

    /// The last answer stays.
    private void answer(String path, Answer... some) {
        answers.put(path, new ArrayDeque<>(List.of(some)));
    }

    private void answer(String path, String body) {
        answer(path, new Answer(200, "", body));
    }

    private static String cluster(String mode, String family, String role) {
        return "{'cluster':{'roleArn':'%s','accessConfig':{'authenticationMode':'%s'},'kubernetesNetworkConfig':{'ipFamily':'%s'}}}"
                .formatted(role, mode, family);
    }

    private void prod(String mode, String family) {
        answer("/clusters?maxResults=100", "{'clusters':['prod']}");
        answer("/clusters/prod", cluster(mode, family, "arn:aws:iam::123456789012:role/control"));
    }

    /// Three node groups; the second one has the role.
    private void nodeGroups() {
        answer("/clusters/prod/node-groups?maxResults=100", "{'nodegroups':['a','b','c']}");
        answer("/clusters/prod/node-groups/a", "{'nodegroup':{'nodeRole':'%s2'}}".formatted(ROLE));
        answer("/clusters/prod/node-groups/b", "{'nodegroup':{'nodeRole':'%s'}}".formatted(ROLE));
        answer("/clusters/prod/node-groups/c", "{'nodegroup':{}}");
    }

    private void associations(String... some) {
        answer(
                "/clusters/prod/pod-identity-associations?maxResults=100",
                "{'associations':[%s]}".formatted(String.join(",", some)));
    }

    private ClusterPods pods() {
        return clusters(HERE)
                .pods(
                        new Cluster(
                                HERE, "prod", Cluster.Family.IPV4, Cluster.Access.ENTRIES, "", ""));
    }

    private ClusterUses uses(String... some) {
        return clusters(some).uses(QUESTION);
    }

    private EksClusters clusters(String... some) {
        return new EksClusters(calls(), () -> List.of(some), ParallelCalls.inTurn());
    }

    private EksCalls calls() {
        EksApi api =
                new EksApi(
                        UrlConnectionHttpClient.create(),
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("AKIDEXAMPLE", "secret")),
                        region ->
                                URI.create(
                                        "http://localhost:%d"
                                                .formatted(server.getAddress().getPort())));
        return new EksCalls(api, new KeptAnswers(() -> now, Duration.ofMinutes(1)), waits::add);
    }
}
