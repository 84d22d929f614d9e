package dev.profileguard.aws.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.query.QueryException;
import dev.profileguard.resource.PolicyResource;
import dev.profileguard.resource.PolicySearch;
import dev.profileguard.resource.ResourcePolicy;
import dev.profileguard.resource.SearchPlace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SearchedPoliciesTest {
    private final PlayedResources aws = new PlayedResources();

    @Test
    void findsThePoliciesOfKeysThatContainAText() {
        aws.answer(
                        LIST,
                        "{'Keys': [{'KeyId': 'k1'}, {'KeyId': 'k2'}], 'Truncated': true,"
                                + " 'NextMarker': 'm'}")
                .answer(
                        "eu-west-1 ListKeys {'Limit':100,'Marker':'m'}",
                        "{'Keys': [{'KeyId': 'k3'}], 'Truncated': false, 'NextMarker': 'n'}")
                .answer(policyOf("k1"), "{'Policy': 'names AROAOLD'}")
                .answer(policyOf("k2"), "{'Policy': 'names AROAOTHER'}")
                .answer(policyOf("k3"), "{'Policy': 'names AROAOLD too'}");

        assertThat(search(SearchPlace.KEYS))
                .isEqualTo(
                        new PolicySearch(
                                List.of(
                                        new ResourcePolicy(key("k1"), "names AROAOLD"),
                                        new ResourcePolicy(key("k3"), "names AROAOLD too")),
                                3,
                                List.of(),
                                List.of()));
        assertThat(aws.requests()).hasSize(5);
    }

    @Test
    void findsThePoliciesOfBucketsInTheirRegions() {
        aws.answer(
                        "us-east-1 /?max-buckets=200",
                        BUCKETS.formatted(bucket("a", "eu-west-1") + bucket("b", "us-east-1"), "t"))
                .answer(
                        "us-east-1 /?continuation-token=t&max-buckets=200",
                        BUCKETS.formatted("<Bucket><Name>c.d</Name></Bucket>", ""))
                .answer("eu-west-1 /a?policy=", "names AROAOLD")
                .answer("us-east-1 /b?policy=", 404, Map.of(), error("NoSuchBucketPolicy"))
                .answer("us-east-1 /c.d?policy=", 404, Map.of(), error("NoSuchBucket"));

        assertThat(search(SearchPlace.BUCKETS))
                .isEqualTo(
                        new PolicySearch(
                                List.of(
                                        new ResourcePolicy(
                                                new PolicyResource.Bucket("eu-west-1", "a"),
                                                "names AROAOLD")),
                                3,
                                List.of(),
                                List.of()));
    }

    @Test
    void goesWhereS3PointsTo() {
        aws.answer(
                        "us-east-1 /?max-buckets=200",
                        BUCKETS.formatted("<Bucket><Name>a</Name></Bucket>", ""))
                .answer(
                        "us-east-1 /a?policy=",
                        301,
                        Map.of("x-amz-bucket-region", "eu-west-1"),
                        error("PermanentRedirect"))
                .answer("eu-west-1 /a?policy=", "names AROAOLD");

        assertThat(search(SearchPlace.BUCKETS).found()).hasSize(1);
    }

    @Test
    void saysWhatItMayNotRead() {
        aws.answer(LIST, "{'Keys': [{'KeyId': 'k1'}]}")
                .answer(
                        policyOf("k1"),
                        400,
                        Map.of(),
                        "{'__type': 'com.amazonaws#AccessDeniedException', 'Message': 'No"
                                + " \\u001b[1m.'}");

        PolicySearch search = search(SearchPlace.KEYS);

        assertThat(search.unknown())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("GetKeyPolicy of key k1 in eu-west-1: AccessDeniedException: No ")
                .doesNotContain("\u001b");
        assertThat(search.left()).isEmpty();
        assertThat(aws.waits()).isEmpty();
    }

    @Test
    void saysWhichRegionDoesNotAnswer() {
        aws.answer(LIST, 400, Map.of(), "{'__type': 'AccessDeniedException', 'message': 'no'}")
                .answer("us-east-1 /?max-buckets=200", 503, Map.of(), error("SlowDown"));

        PolicySearch search = search(SearchPlace.KEYS, SearchPlace.BUCKETS);

        assertThat(search.unknown())
                .containsExactly(
                        "eu-west-1: ListKeys: AccessDeniedException: no",
                        "us-east-1: ListBuckets: SlowDown: Sorry");
        assertThat(search.left()).containsExactly(SearchPlace.BUCKETS);
        assertThat(aws.waits()).hasSize(2);
    }

    @Test
    void repeatsACallAfterATemporaryError() {
        aws.answer(LIST, 400, Map.of(), "{'__type': 'ThrottlingException'}")
                .answer(LIST, 0, Map.of(), "")
                .answer(LIST, "{'Keys': []}");

        assertThat(search(SearchPlace.KEYS)).isEqualTo(PolicySearch.NONE);
        assertThat(aws.waits()).hasSize(2);
    }

    @Test
    void aKeyThatIsGoneHasNoPolicy() {
        aws.answer(LIST, "{'Keys': [{'KeyId': 'k1'}]}")
                .answer(policyOf("k1"), 400, Map.of(), "{'__type': 'NotFoundException'}");

        assertThat(search(SearchPlace.KEYS))
                .isEqualTo(new PolicySearch(List.of(), 1, List.of(), List.of()));
    }

    @Test
    void saysThatAnAnswerIsNotAsDocumented() {
        aws.answer(LIST, "{}").answer("us-east-1 /?max-buckets=200", "no XML");

        assertThat(search(SearchPlace.KEYS, SearchPlace.BUCKETS).unknown())
                .containsExactly(
                        "eu-west-1: ListKeys: the response lacks the list Keys",
                        "us-east-1: ListBuckets: the response is no XML");
    }

    @Test
    void stopsAfterEnoughResourcesAndGoesOnThere() {
        aws.answer(
                        LIST,
                        "{'Keys': [{'KeyId': 'k1'}, {'KeyId': 'k2'}], 'Truncated': true,"
                                + " 'NextMarker': 'm'}")
                .answer(policyOf("k1"), "{'Policy': ''}")
                .answer(policyOf("k2"), "{'Policy': ''}")
                .answer("eu-west-1 ListKeys {'Limit':100,'Marker':'m'}", "{'Keys': []}");
        SearchedPolicies policies = aws.policies(() -> List.of("eu-west-1"), 2);

        PolicySearch search = policies.containing(TEXTS, List.of(SearchPlace.KEYS), () -> true);

        assertThat(search.left()).containsExactly(SearchPlace.of("keys:eu-west-1:m"));
        assertThat(policies.containing(TEXTS, search.left(), () -> true))
                .isEqualTo(PolicySearch.NONE);
    }

    @Test
    void beginsNoPageWithoutTime() {
        AtomicInteger looks = new AtomicInteger();

        PolicySearch search =
                aws.policies(() -> List.of("eu-west-1", "us-east-1"))
                        .containing(
                                TEXTS,
                                List.of(SearchPlace.KEYS, SearchPlace.BUCKETS),
                                () -> looks.incrementAndGet() < 0);

        assertThat(search.left())
                .containsExactly(
                        SearchPlace.keysIn("eu-west-1"),
                        SearchPlace.keysIn("us-east-1"),
                        SearchPlace.BUCKETS);
        assertThat(looks).hasValue(3);
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void saysThatTheRegionsAreNotKnown() {
        PolicySearch search =
                aws.policies(
                                () -> {
                                    throw new QueryException("Denied", 403, "Denied: no");
                                })
                        .containing(TEXTS, List.of(SearchPlace.KEYS), () -> true);

        assertThat(search.left()).containsExactly(SearchPlace.KEYS);
        assertThat(search.unknown()).containsExactly("DescribeRegions: Denied: no");
    }

    @Test
    void namesTenOfThoseThatItCannotRead() {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            keys.append(i == 0 ? "" : ", ").append("{'KeyId': 'k%d'}".formatted(i));
            aws.answer(policyOf("k" + i), 400, Map.of(), "{'__type': 'AccessDeniedException'}");
        }
        aws.answer(LIST, "{'Keys': [%s]}".formatted(keys));

        assertThat(search(SearchPlace.KEYS).unknown())
                .hasSize(11)
                .last()
                .isEqualTo("The policies of 2 more could not be read either");
    }

    private static final Set<String> TEXTS = Set.of("AROAOLD");
    private static final String LIST = "eu-west-1 ListKeys {'Limit':100}";
    private static final String BUCKETS =
            "<ListAllMyBucketsResult><Buckets>%s</Buckets><ContinuationToken>%s</ContinuationToken></ListAllMyBucketsResult>";

    private PolicySearch search(SearchPlace... places) {
        return aws.policies(() -> List.of("eu-west-1"))
                .containing(TEXTS, List.of(places), () -> true);
    }

    private static PolicyResource key(String id) {
        return new PolicyResource.Key("eu-west-1", id);
    }

    private static String policyOf(String key) {
        return "eu-west-1 GetKeyPolicy {'KeyId':'%s','PolicyName':'default'}".formatted(key);
    }

    private static String bucket(String name, String region) {
        return "<Bucket><Name>%s</Name><BucketRegion>%s</BucketRegion></Bucket>"
                .formatted(name, region);
    }

    private static String error(String code) {
        return "<Error><Code>%s</Code><Message>Sorry</Message></Error>".formatted(code);
    }
}
