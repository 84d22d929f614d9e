package dev.profileguard.sandbox.http;

import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.message.Signature;
import dev.profileguard.sandbox.http.organization.CentralServices;
import dev.profileguard.sandbox.organization.Organization;
import java.util.LinkedHashMap;
import java.util.Map;

/// Finds the account for a request by its access key: `USER@ACCOUNT` is a user of an account, the
/// key of a session belongs to the account that made it, and every other key to a user of the
/// administrator's account.
final class AccountRouter {
    private final ServiceRouter centre;
    private final Map<String, ServiceRouter> members = new LinkedHashMap<>();

    AccountRouter(Organization organization) {
        centre =
                new ServiceRouter(
                        organization.centre().sandbox(), CentralServices.of(organization));
        organization
                .members()
                .forEach((account, member) ->
                        members.put(account, new ServiceRouter(member, Map.of())));
    }

    Reply handle(Request request) {
        Signature signature = request.signature();
        return (signature == null ? centre : router(signature.accessKeyId())).handle(request);
    }

    private ServiceRouter router(String accessKeyId) {
        ServiceRouter named = members.get(accessKeyId.substring(accessKeyId.indexOf('@') + 1));
        return named == null
                ? members.values().stream()
                        .filter(each -> each.knows(accessKeyId))
                        .findFirst()
                        .orElse(centre)
                : named;
    }
}
