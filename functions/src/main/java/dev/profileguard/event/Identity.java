package dev.profileguard.event;

import dev.profileguard.iam.Arn;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.text.VisibleText;
import org.jspecify.annotations.Nullable;

/// Reads CloudTrail's `userIdentity`. AWS vouches for the role of a session and for the calling
/// service. The caller chooses the session name.
final class Identity {
    /// More than the ARN of a role or user has: a path of 512 characters and a name of 64.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    private static final int LONGEST_ARN = 700;

    /// How much of another text is shown.
    private static final int LONGEST_SHOWN = 256;

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
        return invokedBy.length() <= LONGEST_SHOWN
                && (invokedBy.endsWith(".amazonaws.com")
                        || invokedBy.endsWith(".amazonaws.com.cn"));
    }

    private static Actor principal(JsonFields identity) {
        JsonFields issuer =
                identity.optionalObject("sessionContext").optionalObject("sessionIssuer");
        String issuerArn = issuer.optionalText("arn");
        if (issuerArn != null && isArn(issuerArn)) {
            return isRole(issuerArn)
                    ? new Actor.RoleSession(issuerArn, session(identity))
                    : new Actor.User(issuerArn);
        }
        String type = identity.optionalText("type");
        String arn = identity.optionalText("arn");
        boolean ownArn = "IAMUser".equals(type) || "Root".equals(type);
        boolean hasIssuer = issuerArn != null && !issuerArn.isBlank();
        if (ownArn && !hasIssuer && arn != null && isArn(arn)) {
            return new Actor.User(arn);
        }
        return new Actor.Unknown("type %s, arn %s".formatted(shown(type), shown(arn)));
    }

    /// Whether the text can be the ARN of a user or role. Only a forged record has a longer one.
    private static boolean isArn(String text) {
        return !text.isBlank() && text.length() <= LONGEST_ARN;
    }

    private static String shown(@Nullable String text) {
        return text == null ? "none" : VisibleText.cut(text, LONGEST_SHOWN);
    }

    private static boolean isRole(String issuerArn) {
        Arn arn = Arn.parse(issuerArn);
        return arn != null && arn.names(TaggedType.ROLE);
    }

    private static @Nullable String session(JsonFields identity) {
        String principal = identity.optionalText("principalId");
        int colon = principal == null ? -1 : principal.indexOf(':');
        return principal == null || colon < 0
                ? null
                : VisibleText.cut(principal.substring(colon + 1), LONGEST_SHOWN);
    }
}
