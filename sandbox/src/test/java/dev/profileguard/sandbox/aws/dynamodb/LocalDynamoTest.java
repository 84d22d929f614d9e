package dev.profileguard.sandbox.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class LocalDynamoTest {
    private static final String TABLE = "profile-guard-BaselineTable";
    private static final Map<String, AttributeValue> KEY =
            Map.of("profile", AttributeValue.fromS("web"));

    private final LocalDynamo database = new LocalDynamo(Stack.DEFAULT);
    private final DynamoDbClient client = SdkDynamo.of(database);

    @BeforeEach
    void create() {
        TemplateReader.read(Path.of("..", "template.yaml"), Map.of())
                .tables()
                .forEach(database::create);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void storesItemsInTheTemplatesTables() {
        client.putItem(put -> put.tableName(TABLE).item(KEY));

        assertThat(client.getItem(get -> get.tableName(TABLE).key(KEY)).item()).isEqualTo(KEY);
    }

    @Test
    void servesTheSameDataOverHttp() {
        client.putItem(put -> put.tableName(TABLE).item(KEY));

        LocalDynamo.Response response =
                database.handle("Scan", "{\"TableName\": \"%s\"}".formatted(TABLE));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains("{\"profile\":{\"S\":\"web\"}}");
    }

    @Test
    void throwsTheSdksOwnExceptions() {
        client.putItem(put -> put.tableName(TABLE).item(KEY));

        assertThatThrownBy(() ->
                        client.putItem(put ->
                                put.tableName(TABLE)
                                        .item(KEY)
                                        .conditionExpression("attribute_not_exists(profile)")))
                .isInstanceOf(ConditionalCheckFailedException.class);
    }

    @Test
    void refusesWhatTheAuthorizerRefuses() {
        DynamoDbClient limited = SdkDynamo.of(database, (action, arn) -> action + " on " + arn);

        assertThatThrownBy(() -> limited.getItem(get -> get.tableName(TABLE).key(KEY)))
                .isInstanceOfSatisfying(
                        DynamoDbException.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("AccessDeniedException"))
                .hasMessageContaining(
                        "dynamodb:GetItem on " + Stack.DEFAULT.arn("dynamodb", "table/" + TABLE));
    }

    @Test
    void refusesUnknownOperationsAndMalformedRequests() {
        assertThat(database.handle("CreateBackup", "{}").body())
                .contains("UnknownOperationException");
        assertThat(database.handle("GetItem", "no JSON").body()).contains("SerializationException");
    }
}
