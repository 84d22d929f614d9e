package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.sts.StsQuery;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;

/// STS, in the region of each request's signature.
public record StsService(StsQuery query) implements Service {
    @Override
    public Reply handle(Request request, Caller caller) {
        return reply(query.respond(request.form(), request.origin(caller)));
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return reply(
                StsQuery.refused(refusal.status(), refusal.code(), refusal.text(), request.id()));
    }

    private static Reply reply(QueryResponse response) {
        return new Reply(response.status(), response.headers(), response.body());
    }
}
