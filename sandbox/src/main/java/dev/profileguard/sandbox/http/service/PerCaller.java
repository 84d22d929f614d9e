package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.util.function.Function;

/// A service that exists for one caller only, such as a client with the caller's permissions.
///
/// @param permissions finds what a caller may do
/// @param services makes the service for a caller who may do this
public record PerCaller(
        Function<Caller, Authorizer> permissions, Function<Authorizer, Service> services)
        implements Service {
    @Override
    public Reply handle(Request request, Caller caller) {
        return services.apply(permissions.apply(caller)).handle(request, caller);
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return services.apply(Authorizer.ALLOW_ALL).refused(request, refusal);
    }
}
