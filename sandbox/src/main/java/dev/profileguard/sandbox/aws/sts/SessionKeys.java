package dev.profileguard.sandbox.aws.sts;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.Instant;
import java.util.UUID;

/// Makes the keys of sessions, and remembers whose they are.
public interface SessionKeys {
    /// A new access key ID, such as `ASIA...`.
    String newAccessKeyId();

    /// Random letters and digits.
    String letters(int count);

    /// Remembers a session under its key.
    void add(Caller.RoleSession session, Instant until);

    /// Keys that nobody remembers: a session made with them can make no call.
    static SessionKeys forgotten() {
        return new SessionKeys() {
            @Override
            public String newAccessKeyId() {
                return "ASIA" + letters(16);
            }

            @Override
            public String letters(int count) {
                String letters = UUID.randomUUID().toString().replace("-", "");
                return letters.repeat(count / letters.length() + 1).substring(0, count);
            }

            @Override
            public void add(Caller.RoleSession session, Instant until) {}
        };
    }
}
