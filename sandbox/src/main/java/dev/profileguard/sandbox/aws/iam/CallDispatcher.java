package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.Transaction;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.IamRequest;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// Turns one caller's requests into calls and lets the account execute them.
///
/// @param requestIds supplies the request ID of each call
/// @param observer notified of each completed call
record CallDispatcher(
        IamAccount account,
        Caller caller,
        String userAgent,
        String sourceAddress,
        Supplier<String> requestIds,
        CallObserver observer) {

    /// @param operation such as `GetRole`
    <Q extends IamRequest, A extends IamResponse> A read(
            String operation, Q request, BiFunction<AccountState, Q, A> work) {
        return account.read(
                () -> call(operation, request), observer, state -> work.apply(state, request));
    }

    /// @param operation such as `CreateRole`
    <Q extends IamRequest, A extends IamResponse> A write(
            String operation, Q request, BiFunction<Transaction, Q, A> work) {
        return account.write(
                () -> call(operation, request),
                observer,
                transaction -> work.apply(transaction, request));
    }

    private IamCall call(String operation, IamRequest request) {
        return new IamCall(
                caller,
                userAgent,
                sourceAddress,
                operation,
                request,
                requestIds.get(),
                account.now());
    }
}
