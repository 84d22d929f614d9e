package dev.profileguard.sandbox.http.message;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.sts.SessionKeys;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/// Maps access keys to callers: a key of a function or from AssumeRole to its session, any other
/// key to the user of the same name, or to `USER` if it is `USER@ACCOUNT`. Thread-safe.
public final class AccessKeys implements SessionKeys {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int KEY_LETTERS = 16;
    private static final int MOST = 10_000;
    private static final Pattern USER_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

    private final Random random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Caller> functions = new HashMap<>();
    private final String accountId;
    private final InstantSource clock;

    /// No sessions of AssumeRole.
    ///
    /// @param accountId of the users
    /// @param functions the sessions of the template's functions, which do not expire
    public AccessKeys(String accountId, InstantSource clock, List<Caller.RoleSession> functions) {
        this.accountId = accountId;
        this.clock = clock;
        functions.forEach(each -> this.functions.put(each.accessKeyId(), each));
    }

    /// The caller with this key.
    ///
    /// @throws Refusal when the key is unknown or expired
    public synchronized Caller caller(String accessKeyId) {
        Caller function = functions.get(accessKeyId);
        if (function != null) {
            return function;
        }
        Session session = sessions.get(accessKeyId);
        if (session == null) {
            if (accessKeyId.matches("ASIA[A-Z2-7]{16}")
                    || !USER_NAME.matcher(accessKeyId).matches()) {
                throw new Refusal(
                        403,
                        "InvalidClientTokenId",
                        "The security token included in the request is invalid.");
            }
            String suffix = "@" + accountId;
            String name =
                    accessKeyId.endsWith(suffix)
                            ? accessKeyId.substring(0, accessKeyId.length() - suffix.length())
                            : accessKeyId;
            return new Caller.User(accountId, name, accessKeyId);
        }
        if (!session.until().isAfter(clock.instant())) {
            throw new Refusal(
                    403, "ExpiredToken", "The security token included in the request is expired");
        }
        return session.caller();
    }

    /// Whether this is the key of a function, or of a session of AssumeRole.
    public synchronized boolean knows(String accessKeyId) {
        return functions.containsKey(accessKeyId) || sessions.containsKey(accessKeyId);
    }

    /// Stores a session under its key; only the last 10,000 are kept.
    @Override
    public synchronized void add(Caller.RoleSession caller, Instant until) {
        sessions.put(caller.accessKeyId(), new Session(caller, until));
        if (sessions.size() > MOST) {
            sessions.remove(sessions.keySet().iterator().next());
        }
    }

    /// A new key for a session.
    @Override
    public String newAccessKeyId() {
        return "ASIA" + letters(KEY_LETTERS);
    }

    /// Random letters and digits.
    @Override
    public String letters(int count) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    private record Session(Caller caller, Instant until) {}
}
