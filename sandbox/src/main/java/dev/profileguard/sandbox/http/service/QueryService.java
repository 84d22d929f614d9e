package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.regional.QueryApi;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;

/// EC2, Auto Scaling or STS, in the region of each request's signature.
public record QueryService(QueryApi api) implements Service {
    @Override
    public Reply handle(Request request, Caller caller) {
        return Reply.of(api.respond(request.form(), request.origin(caller)));
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return Reply.of(
                api.refused(refusal.status(), refusal.code(), refusal.text(), request.id()));
    }
}
