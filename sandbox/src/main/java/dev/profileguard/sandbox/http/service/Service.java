package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;

/// One of AWS's services.
public interface Service {
    /// Does what a caller asks.
    ///
    /// @throws Refusal what it answers instead
    Reply answer(Request request, Caller caller);

    /// A refusal, as this service writes it.
    Reply refused(Request request, Refusal refusal);
}
