package dev.profileguard.event;

import dev.profileguard.iam.Arn;
import dev.profileguard.iam.TaggedType;
import org.jspecify.annotations.Nullable;

/// Reads CloudTrail's `userIdentity`. AWS vouches for the role of a session and for the calling
/// service. The caller chooses the session name.
final class Identity {
    private Identity() {}

    static Actor actor(JsonFields identity) {
        String invokedBy = identity.optionalText("invokedBy");
        Actor principal = principal(identity);
        if (invokedBy != null && isService(invokedBy)) {
            return new Actor.Service(
                    invokedBy, principal instanceof Actor.Unknown ? null : principal);
        }
        return principal;
    }

    /// For calls by the console this is `AWS Internal`, which is not the name of a service.
    private static boolean isService(String invokedBy) {
        return invokedBy.endsWith(".amazonaws.com") || invokedBy.endsWith(".amazonaws.com.cn");
    }

    private static Actor principal(JsonFields identity) {
        JsonFields issuer =
                identity.optionalObject("sessionContext").optionalObject("sessionIssuer");
        String issuerArn = issuer.optionalText("arn");
        if (issuerArn != null && !issuerArn.isBlank()) {
            return isRole(issuerArn)
                    ? new Actor.RoleSession(issuerArn, session(identity))
                    : new Actor.User(issuerArn);
        }
        String type = identity.optionalText("type");
        String arn = identity.optionalText("arn");
        boolean ownArn = "IAMUser".equals(type) || "Root".equals(type);
        if (ownArn && arn != null && !arn.isBlank()) {
            return new Actor.User(arn);
        }
        return new Actor.Unknown(
                "type %s, arn %s"
                        .formatted(type == null ? "none" : type, arn == null ? "none" : arn));
    }

    private static boolean isRole(String issuerArn) {
        Arn arn = Arn.parse(issuerArn);
        return arn != null && arn.names(TaggedType.ROLE);
    }

    private static @Nullable String session(JsonFields identity) {
        String principal = identity.optionalText("principalId");
        int colon = principal == null ? -1 : principal.indexOf(':');
        return principal == null || colon < 0 ? null : principal.substring(colon + 1);
    }
}
