package dev.profileguard.sandbox.http.message;

/// An HTTP response.
public sealed interface Response permits Reply, StreamedReply {}
