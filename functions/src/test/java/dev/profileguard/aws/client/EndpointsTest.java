package dev.profileguard.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.query.PlayedHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;

/// Where the clients call AWS, and for which region they sign.
class EndpointsTest {
    record Place(String region, boolean useFips, boolean useDualStack) {}

    /// The SDK's client of IAM has no endpoint for it, and says so by a NullPointerException.
    private static final Place NOWHERE = new Place("us-iso-east-1", false, true);

    static Stream<Place> places() {
        return Stream.of(
                        "us-east-1",
                        "eu-central-1",
                        "ap-southeast-7",
                        "cn-north-1",
                        "us-gov-west-1",
                        "us-iso-east-1",
                        "eusc-de-east-1")
                .flatMap(region ->
                        Stream.of(
                                new Place(region, false, false),
                                new Place(region, true, false),
                                new Place(region, false, true)))
                .filter(place -> !place.equals(NOWHERE));
    }

    @ParameterizedTest
    @MethodSource("places")
    void areThoseOfTheSdk(Place place) {
        Map<String, String> environment =
                Map.of(
                        "AWS_REGION",
                        place.region(),
                        "AWS_USE_FIPS_ENDPOINT",
                        String.valueOf(place.useFips()),
                        "AWS_USE_DUALSTACK_ENDPOINT",
                        String.valueOf(place.useDualStack()));

        assertThat(asked(http -> iam(SignedIam.of(http, SOMEBODY, environment))))
                .isEqualTo(asked(http -> iam(sdks(IamClient.builder(), http, place))));
        assertThat(asked(http -> dynamo(SignedDynamo.of(http, SOMEBODY, environment))))
                .isEqualTo(asked(http -> dynamo(sdks(DynamoDbClient.builder(), http, place))));
    }

    @Test
    void theVariablesNameAnother() {
        Map<String, String> environment =
                Map.of(
                        "AWS_REGION", "eu-central-1",
                        "AWS_ENDPOINT_URL", "http://all:1234",
                        "AWS_ENDPOINT_URL_DYNAMODB", "http://table:5678/");

        assertThat(asked(http -> iam(SignedIam.of(http, SOMEBODY, environment))))
                .isEqualTo(
                        asked(http ->
                                iam(
                                        IamClient.builder()
                                                .httpClient(http)
                                                .region(Region.EU_CENTRAL_1)
                                                .endpointOverride(URI.create("http://all:1234"))
                                                .credentialsProvider(SOMEBODY)
                                                .build())))
                .isEqualTo("http://all:1234 eu-central-1/iam");
        assertThat(asked(http -> dynamo(SignedDynamo.of(http, SOMEBODY, environment))))
                .isEqualTo("http://table:5678/ eu-central-1/dynamodb");
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C sdks(
            B builder, SdkHttpClient http, Place place) {
        return builder.httpClient(http)
                .region(Region.of(place.region()))
                .fipsEnabled(place.useFips())
                .dualstackEnabled(place.useDualStack())
                .credentialsProvider(SOMEBODY)
                .build();
    }

    private static void iam(IamClient client) {
        client.getRole(r -> r.roleName("web"));
    }

    private static void dynamo(DynamoDbClient client) {
        client.getItem(r -> r.tableName("table").key(Map.of()));
    }

    private interface Question {
        void by(SdkHttpClient http);
    }

    /// The address of the request and what it is signed for, or why there was none.
    private static String asked(Question question) {
        List<String> asked = new ArrayList<>();
        PlayedHttp http =
                request -> {
                    asked.add(seen(request.httpRequest()));
                    return PlayedHttp.response(200, Map.of(), "{}");
                };
        try {
            question.by(http);
        } catch (SdkClientException e) {
            return asked.isEmpty() ? "refused: " + e.getMessage() : asked.getFirst();
        }
        return asked.getFirst();
    }

    private static String seen(SdkHttpRequest request) {
        String scope = request.firstMatchingHeader("Authorization").orElseThrow().split(",", 2)[0];
        String[] parts = scope.split("/", -1);
        return request.getUri() + " " + parts[2] + "/" + parts[3];
    }

    private static final AwsCredentialsProvider SOMEBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIASOMEBODY", "secret"));
}
