package dev.profileguard.advice;

import dev.profileguard.advice.rule.Diagnosis;
import dev.profileguard.advice.rule.FailedCall;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A refused call, and who made it.
///
/// @param subject what it is about, such as `role/web`
record Failure(FailedCall call, Call by, String subject) {
    /// The same for every failure of the same call by the same actor for the same reason. Names in
    /// a call can be of any length, so it is a hash.
    String key() {
        String text =
                String.join(
                        "\n",
                        principal(by.actor()),
                        call.service(),
                        call.operation(),
                        call.code(),
                        Diagnosis.of(call).text(),
                        call.region(),
                        subject);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "failure#" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) { // every Java has it
            throw new IllegalStateException(e);
        }
    }

    /// Without the name of the session, which differs each time that a role is assumed.
    static String principal(Actor actor) {
        return switch (actor) {
            case Actor.RoleSession session -> session.arn();
            case Actor.User user -> user.arn();
            case Actor.Service service ->
                    service.host()
                            + (service.onBehalfOf() == null
                                    ? ""
                                    : " for " + principal(service.onBehalfOf()));
            case Actor.Unattributed _, Actor.Unknown _ -> actor.described();
        };
    }
}
