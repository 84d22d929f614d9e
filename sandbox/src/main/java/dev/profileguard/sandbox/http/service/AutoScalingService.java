package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.autoscaling.query.AutoScalingQuery;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;

/// Auto Scaling, in the region of each request's signature.
public record AutoScalingService(AutoScalingQuery query) implements Service {
    @Override
    public Reply handle(Request request, Caller caller) {
        return reply(query.respond(request.form(), request.origin(caller)));
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return reply(
                AutoScalingQuery.refused(
                        refusal.status(), refusal.code(), refusal.text(), request.id()));
    }

    private static Reply reply(QueryResponse response) {
        return new Reply(response.status(), response.headers(), response.body());
    }
}
