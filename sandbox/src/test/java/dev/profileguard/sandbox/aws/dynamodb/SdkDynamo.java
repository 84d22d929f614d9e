package dev.profileguard.sandbox.aws.dynamodb;

import dev.profileguard.sandbox.aws.iam.Authorizer;
import java.net.URI;
import java.util.List;
import software.amazon.awssdk.http.auth.scheme.NoAuthAuthScheme;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The SDK's own client of a database in this process. It does not sign: the caller is known.
public final class SdkDynamo {
    private static final AuthSchemeOption UNSIGNED =
            AuthSchemeOption.builder().schemeId(NoAuthAuthScheme.SCHEME_ID).build();

    private SdkDynamo() {}

    /// A client that may do everything.
    public static DynamoDbClient of(LocalDynamo database) {
        return of(database, Authorizer.ALLOW_ALL);
    }

    /// A client that may do what the authorizer allows.
    ///
    /// @param authorizer decides on each request by `dynamodb:OPERATION` and the table's ARN
    public static DynamoDbClient of(LocalDynamo database, Authorizer authorizer) {
        return DynamoDbClient.builder()
                .httpClient(database.http(authorizer))
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://dynamodb.sandbox"))
                .authSchemeProvider(parameters -> List.of(UNSIGNED))
                .build();
    }
}
