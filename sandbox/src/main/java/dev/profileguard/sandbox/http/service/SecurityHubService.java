package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.securityhub.SecurityHubRest;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;

/// Security Hub, in the region of each request's signature.
public record SecurityHubService(SecurityHubRest rest) implements Service {
    @Override
    public Reply handle(Request request, Caller caller) {
        return reply(
                rest.respond(
                        request.method(), request.path(), request.body(), request.origin(caller)));
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return reply(
                SecurityHubRest.refused(
                        refusal.status(), refusal.code(), refusal.text(), request.id()));
    }

    private static Reply reply(InProcessHttp.Response response) {
        return new Reply(response.status(), response.headers(), response.body());
    }
}
