package dev.profileguard.sandbox.http;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.organization.Organization;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A server of a test, at a free port of this machine.
public final class LocalServer {
    private LocalServer() {}

    /// One that serves an account.
    public static SandboxServer of(Sandbox sandbox) {
        try {
            return SandboxServer.start(sandbox, "127.0.0.1", 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One that serves the accounts of an organization.
    public static SandboxServer of(Organization organization) {
        try {
            return SandboxServer.start(organization, "127.0.0.1", 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
