package dev.profileguard.sandbox.aws.eks;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.query.QueryForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// EKS's REST API of version 2017-11-01: JSON bodies, and an error's code in a header.
/// https://docs.aws.amazon.com/eks/latest/APIReference/Welcome.html
public record EksRest(Eks eks) {
    private static final String CLUSTER = "/clusters/(?<name>[^/]+)";

    /// An ARN, which contains slashes, without what follows it in the paths of its policies.
    private static final String PRINCIPAL = "arn:(?:(?!/access-policies).)+";

    private static final List<Route> ROUTES =
            Stream.of(
                            routes("Cluster", "Clusters", "/clusters", "name", "[^/]+"),
                            routes(
                                    "Nodegroup",
                                    "Nodegroups",
                                    CLUSTER + "/node-groups",
                                    "nodegroupName",
                                    "[^/]+"),
                            routes(
                                    "AccessEntry",
                                    "AccessEntries",
                                    CLUSTER + "/access-entries",
                                    "principalArn",
                                    PRINCIPAL),
                            routes(
                                    "PodIdentityAssociation",
                                    "PodIdentityAssociations",
                                    CLUSTER + "/pod-identity-associations",
                                    "associationId",
                                    "[^/]+"),
                            routes(
                                    "FargateProfile",
                                    "FargateProfiles",
                                    CLUSTER + "/fargate-profiles",
                                    "fargateProfileName",
                                    "[^/]+"),
                            routes("Addon", "Addons", CLUSTER + "/addons", "addonName", "[^/]+"),
                            ofNodegroups(),
                            ofAccess())
                    .flatMap(List::stream)
                    .toList();

    /// An operation's method and path.
    private record Route(String operation, String method, Pattern path) {}

    private static List<Route> routes(
            String one, String many, String collection, String key, String value) {
        Pattern all = Pattern.compile(collection + "/?");
        Pattern single = Pattern.compile("%s/(?<%s>%s)".formatted(collection, key, value));
        return List.of(
                new Route("Create" + one, "POST", all),
                new Route("List" + many, "GET", all),
                new Route("Describe" + one, "GET", single),
                new Route("Delete" + one, "DELETE", single));
    }

    private static List<Route> ofNodegroups() {
        String group = CLUSTER + "/node-groups/(?<nodegroupName>[^/]+)";
        return List.of(
                route("UpdateNodegroupConfig", "POST", group + "/update-config"),
                route("UpdateNodegroupVersion", "POST", group + "/update-version"),
                route("ListUpdates", "GET", CLUSTER + "/updates/?"),
                route("DescribeUpdate", "GET", CLUSTER + "/updates/(?<updateId>[^/]+)"));
    }

    private static List<Route> ofAccess() {
        String entry = "%s/access-entries/(?<principalArn>%s)".formatted(CLUSTER, PRINCIPAL);
        String policies = entry + "/access-policies";
        return List.of(
                route("UpdateAccessEntry", "POST", entry),
                route("AssociateAccessPolicy", "POST", policies + "/?"),
                route("ListAssociatedAccessPolicies", "GET", policies + "/?"),
                route("DisassociateAccessPolicy", "DELETE", policies + "/(?<policyArn>arn:.+)"),
                route("ListAccessPolicies", "GET", "/access-policies/?"));
    }

    private static Route route(String operation, String method, String path) {
        return new Route(operation, method, Pattern.compile(path));
    }

    /// EKS's response to a request. Every error leads to an error response, never to an exception.
    ///
    /// @param path decoded
    /// @param query encoded, without the question mark
    /// @param body JSON, perhaps empty
    public InProcessHttp.Response respond(
            String method, String path, String query, String body, Origin origin) {
        for (Route route : ROUTES) {
            Matcher matcher = route.path().matcher(path);
            if (route.method().equals(method) && matcher.matches()) {
                return respond(route.operation(), matcher, query, body, origin);
            }
        }
        return refused(
                501,
                "NotImplemented",
                "The sandbox does not have this operation of EKS. It has those on clusters, node"
                        + " groups with their updates, access entries with their policies, Pod"
                        + " Identity associations, Fargate profiles and add-ons.",
                origin.requestId());
    }

    private InProcessHttp.Response respond(
            String operation, Matcher path, String query, String body, Origin origin) {
        try {
            Map<String, Object> request = new LinkedHashMap<>();
            path.namedGroups().keySet().forEach(key -> request.put(key, path.group(key)));
            QueryForm.parse(query).forEach((key, values) -> request.put(key, values.getLast()));
            if (!body.isBlank() && JSON.std.anyFrom(body) instanceof Map<?, ?> json) {
                json.forEach((key, value) -> request.putIfAbsent(String.valueOf(key), value));
            }
            return response(200, origin.requestId(), eks.call(origin, operation, request));
        } catch (IOException | IllegalArgumentException unreadable) {
            return refused(
                    400,
                    "SerializationException",
                    "The request is not readable",
                    origin.requestId());
        } catch (AwsServiceException refusal) {
            return refused(
                    refusal.statusCode(),
                    refusal.awsErrorDetails().errorCode(),
                    refusal.awsErrorDetails().errorMessage(),
                    origin.requestId());
        }
    }

    /// The response to a request that EKS refuses.
    ///
    /// @param status of HTTP
    /// @param code as EKS spells it
    public static InProcessHttp.Response refused(
            int status, String code, String message, String requestId) {
        InProcessHttp.Response response = response(status, requestId, Map.of("message", message));
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        headers.put("x-amzn-ErrorType", code);
        return new InProcessHttp.Response(status, headers, response.body());
    }

    private static InProcessHttp.Response response(
            int status, String requestId, Map<String, Object> json) {
        try {
            return new InProcessHttp.Response(
                    status,
                    Map.of("Content-Type", "application/json", "x-amzn-RequestId", requestId),
                    JSON.std.asString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
