package dev.profileguard.sandbox.aws.sts;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.query.QueryForm;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.regional.QueryApi;
import java.util.List;
import java.util.Map;

/// STS's API of version 2011-06-15, as far as the sandbox has it.
/// https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
public record StsQuery(Sts sts) implements QueryApi {
    private static final String VERSION = "2011-06-15";

    @Override
    public QueryResponse result(Map<String, List<String>> form, Origin origin) {
        return QueryResponse.xml(200, origin.requestId(), xml(form, origin));
    }

    @Override
    public QueryResponse refused(int status, String code, String message, String requestId) {
        return QueryResponse.xml(status, requestId, StsXml.error(requestId, status, code, message));
    }

    private String xml(Map<String, List<String>> form, Origin origin) {
        if (!form.containsKey("Action")) {
            throw StsErrors.of("MissingAction", "Missing Action");
        }
        String action = QueryForm.first(form, "Action", "");
        String version = QueryForm.first(form, "Version", "NO_VERSION_SPECIFIED");
        return switch (version.equals(VERSION) ? action : "") {
            case "GetCallerIdentity" ->
                    StsXml.identity(
                            origin.requestId(),
                            origin.caller(),
                            sts.callerId(origin),
                            origin.account());
            case "AssumeRole" ->
                    StsXml.session(
                            origin.requestId(),
                            sts.assume(
                                    origin,
                                    AssumeRoleRequest.recorded(form),
                                    () -> AssumeRoleRequest.read(form)));
            case "DecodeAuthorizationMessage" ->
                    StsXml.message(
                            origin.requestId(),
                            sts.decode(origin, QueryForm.first(form, "EncodedMessage", "")));
            default ->
                    throw StsErrors.of(
                            "InvalidAction",
                            "Could not find operation %s for version %s"
                                    .formatted(action, version));
        };
    }
}
