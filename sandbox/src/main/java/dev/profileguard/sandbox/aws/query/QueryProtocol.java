package dev.profileguard.sandbox.aws.query;

import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// Implements IAM's [Query API](https://docs.aws.amazon.com/IAM/latest/UserGuide/programming.html)
/// on top of a client of the SDK. The code is the same for all operations: the SDK's requests and
/// responses describe their own fields.
public final class QueryProtocol {
    private static final String VERSION = "2010-05-08";
    private static final String NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";

    /// Operations whose response has an empty result element.
    private static final Set<String> EMPTY_RESULTS = Set.of("UpdateRole");

    private QueryProtocol() {}

    /// IAM's response to a form. Every error in the form leads to an error response, never to an
    /// exception.
    ///
    /// @param client executes the operation
    /// @param form the parameters of body or URL, decoded; unknown parameters are ignored
    /// @param requestId part of the response's XML and headers
    public static QueryResponse respond(
            IamClient client, Map<String, List<String>> form, String requestId) {
        String action = QueryForm.first(form, "Action", "");
        if (!form.containsKey("Action")) {
            return fault("MissingAction", "Missing Action", requestId);
        }
        String version = QueryForm.first(form, "Version", "NO_VERSION_SPECIFIED");
        Operation operation = version.equals(VERSION) ? Operation.named(action) : null;
        if (operation == null) {
            return fault(
                    "InvalidAction",
                    "Could not find operation %s for version %s".formatted(action, version),
                    requestId);
        }
        try {
            Object request = new FormDecoder(form).fill(operation.requestBuilder(), "");
            return success(action, operation.call(client, request), requestId);
        } catch (MalformedInput malformed) {
            return error(NAMESPACE, 400, "MalformedInput", "", requestId);
        } catch (IamException refusal) {
            return refused(refusal, requestId);
        } catch (UnsupportedOperationException absent) {
            String message = "The sandbox does not have the operation %s.".formatted(action);
            return error(NAMESPACE, 501, "NotImplemented", message, requestId);
        }
    }

    /// The error response to a refused request.
    ///
    /// @param requestId part of the response's XML and headers
    public static QueryResponse refused(IamException refusal, String requestId) {
        AwsErrorDetails details = refusal.awsErrorDetails();
        return details == null
                ? error(NAMESPACE, refusal.statusCode(), "InternalFailure", "", requestId)
                : error(
                        NAMESPACE,
                        refusal.statusCode(),
                        details.errorCode(),
                        details.errorMessage(),
                        requestId);
    }

    private static QueryResponse success(String action, IamResponse response, String requestId) {
        boolean emptyToo = EMPTY_RESULTS.contains(action);
        String body =
                QueryXml.response(
                        NAMESPACE,
                        action,
                        requestId,
                        xml -> result(xml, action + "Result", response, emptyToo));
        return QueryResponse.xml(200, requestId, body);
    }

    private static void result(Xml xml, String name, SdkPojo response, boolean emptyToo) {
        if (!response.sdkFields().isEmpty()) {
            xml.open(name);
            new XmlEncoder(xml).elements(response);
            xml.close(name);
        } else if (emptyToo) {
            xml.empty(name);
        }
    }

    private static QueryResponse fault(String code, String message, String requestId) {
        return error(QueryXml.FAULTS, 400, code, message, requestId);
    }

    private static QueryResponse error(
            String namespace, int status, String code, String message, String requestId) {
        return QueryResponse.xml(
                status, requestId, QueryXml.error(namespace, status, code, message, requestId));
    }
}
