package dev.profileguard.sandbox.aws.dynamodb;

import com.amazonaws.services.dynamodbv2.exceptions.DynamoDBLocalServiceException;
import com.amazonaws.services.dynamodbv2.local.exceptions.ExceptionBean;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteLibraryLoader;
import com.amazonaws.services.dynamodbv2.local.shared.mapper.DynamoDBObjectMapper;
import com.amazonaws.services.dynamodbv2.model.DescribeTableRequest;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.TableDefinition;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;

/// [DynamoDB
/// Local](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.html) in
/// memory, without its web server. It handles the bodies of HTTP requests, from this process and
/// from others. Thread-safe.
public final class LocalDynamo implements AutoCloseable {
    /// Kept in a field: a logger without a reference loses its level.
    private static final Logger SQLITE_LOGGER = Logger.getLogger("com.almworks.sqlite4java");

    private static final String SERVICE = "com.amazonaws.dynamodb.v20120810#";

    private final Stack stack;
    private final DynamoDBObjectMapper mapper = new DynamoDBObjectMapper();
    private final LocalDynamoDBRequestHandler database;
    private final Operations operations = new Operations(mapper);
    private final TablePolicies policies = new TablePolicies();
    private volatile Consumer<String> observer = operation -> {};

    /// A database without tables.
    ///
    /// @param stack whose account and region the tables are in
    /// @throws IllegalStateException when DynamoDB Local has no native library for this machine
    public LocalDynamo(Stack stack) {
        this.stack = stack;
        SQLITE_LOGGER.setLevel(Level.OFF);
        System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
        loadSqlite();
        database = new LocalDynamoDBRequestHandler(0, true, null, true, false);
    }

    /// Creates a table.
    public void create(TableDefinition table) {
        try {
            Response response = handle("CreateTable", mapper.writeValueAsString(table.request()));
            if (response.status() != 200) {
                throw new IllegalStateException(
                        "The table %s of the template: %s"
                                .formatted(table.name(), response.body()));
            }
            policies.add(table);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Handles a request as DynamoDB does.
    ///
    /// @param operation such as `GetItem`
    /// @param body JSON
    public Response handle(String operation, String body) {
        observer.accept(operation);
        if (PolicyOperations.has(operation)) {
            return policy(operation, body);
        }
        Operations.@Nullable Operation<?> known = operations.named(operation);
        if (known == null) {
            return error(400, "UnknownOperationException", "");
        }
        try {
            Response response = Response.of(200, known.run(body, database));
            return operation.endsWith("Table") ? response.in(stack) : response;
        } catch (DynamoDBLocalServiceException e) {
            return refused(e);
        } catch (JacksonException e) {
            return error(400, "SerializationException", "The request is no JSON of " + operation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response policy(String operation, String body) {
        PolicyOperations known = new PolicyOperations(policies, this::hasTable);
        try {
            return new Response(200, known.answer(operation, body));
        } catch (AwsServiceException e) {
            AwsErrorDetails details = e.awsErrorDetails();
            return error(e.statusCode(), details.errorCode(), details.errorMessage());
        }
    }

    private boolean hasTable(String name) {
        try {
            DescribeTableRequest request = new DescribeTableRequest(name);
            database.describeTable(Operations.OWNER, Operations.REGION, request);
            return true;
        } catch (DynamoDBLocalServiceException e) {
            return false;
        }
    }

    /// Handles the request of a caller, if it may make it.
    ///
    /// @param authorizer decides by `dynamodb:OPERATION` and the table's ARN
    public Response handle(Authorizer authorizer, String operation, String body) {
        for (TableAccess access : TableAccess.in(stack, operation, body)) {
            String refusal = authorizer.refusal(access.action(), access.table());
            if (refusal != null) {
                return error(400, "AccessDeniedException", refusal);
            }
        }
        return handle(operation, body);
    }

    /// What a caller may do if the policies of the tables are added to what it may do anyway.
    public Authorizer held(Caller caller, Authorizer authorizer) {
        return policies.held(caller, authorizer);
    }

    /// Sets the observer of every later request's operation, instead of the previous one.
    public void observer(Consumer<String> newObserver) {
        observer = newObserver;
    }

    /// Hands requests of a caller to this database, without a socket.
    ///
    /// @param authorizer decides on each request by `dynamodb:OPERATION` and the table's ARN
    public SdkHttpClient http(Authorizer authorizer) {
        return new InProcessHttp((request, body) -> {
            String target = request.firstMatchingHeader("X-Amz-Target").orElse("");
            Response response =
                    handle(
                            authorizer,
                            target.substring(target.lastIndexOf('.') + 1),
                            body.isEmpty() ? "{}" : body);
            return new InProcessHttp.Response(response.status(), Map.of(), response.body());
        });
    }

    @Override
    public void close() {
        database.shutdown();
    }

    Response error(int status, String type, String message) {
        return bean(status, new ExceptionBean(SERVICE + type, message));
    }

    private Response refused(DynamoDBLocalServiceException e) {
        return bean(
                e.getStatusCode(),
                new ExceptionBean(
                        e.getErrorCode(), e.getMessage(), e.getCancellationReasons(), e.getItem()));
    }

    private Response bean(int status, ExceptionBean bean) {
        try {
            return new Response(status, mapper.writeValueAsString(bean));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void loadSqlite() {
        try {
            SQLiteLibraryLoader.initialize();
        } catch (Exception e) { // it declares nothing narrower
            throw new IllegalStateException("DynamoDB Local does not run on this machine", e);
        }
    }

    /// DynamoDB's response.
    ///
    /// @param body JSON
    public record Response(int status, String body) {
        /// DynamoDB Local's own account and region.
        private static final String LOCAL = "arn:aws:dynamodb:ddblocal:000000000000:";

        /// A copy with the ARNs of the sandbox's account.
        Response in(Stack stack) {
            return new Response(status, body.replace(LOCAL, stack.arn("dynamodb", "")));
        }

        static Response of(int status, byte[] body) {
            return new Response(status, new String(body, StandardCharsets.UTF_8));
        }
    }
}
