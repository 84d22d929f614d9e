package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;

/// An AWS service over HTTP.
public interface Service {
    /// Handles a caller's request.
    ///
    /// @throws Refusal the service's error
    Reply handle(Request request, Caller caller);

    /// An error in this service's format.
    Reply refused(Request request, Refusal refusal);
}
