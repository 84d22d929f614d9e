package dev.profileguard.sandbox.aws.dynamodb;

import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.auth.scheme.NoAuthAuthScheme;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The SDK's client of the database in this process. It does not sign: the caller is known.
final class DynamoClient {
    private static final AuthSchemeOption UNSIGNED =
            AuthSchemeOption.builder().schemeId(NoAuthAuthScheme.SCHEME_ID).build();

    private DynamoClient() {}

    static DynamoDbClient of(LocalDynamo database, Authorizer authorizer) {
        return DynamoDbClient.builder()
                .httpClient(http(database, authorizer))
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://dynamodb.sandbox"))
                .authSchemeProvider(parameters -> List.of(UNSIGNED))
                .build();
    }

    /// Hands requests to the database.
    static SdkHttpClient http(LocalDynamo database, Authorizer authorizer) {
        return new InProcessHttp((request, body) -> {
            String target = request.firstMatchingHeader("X-Amz-Target").orElse("");
            LocalDynamo.Response response =
                    database.handle(
                            authorizer,
                            target.substring(target.lastIndexOf('.') + 1),
                            body.isEmpty() ? "{}" : body);
            return new InProcessHttp.Response(response.status(), Map.of(), response.body());
        });
    }
}
