package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.util.function.Function;

/// A service that exists for one caller only, such as a client with the caller's permissions.
///
/// @param services makes the service for a caller
public record PerCaller(Function<Caller, Service> services) implements Service {
    /// Its service only formats errors.
    private static final Caller NOBODY = new Caller.Root(Stack.DEFAULT.account());

    @Override
    public Reply handle(Request request, Caller caller) {
        return services.apply(caller).handle(request, caller);
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return services.apply(NOBODY).refused(request, refusal);
    }
}
