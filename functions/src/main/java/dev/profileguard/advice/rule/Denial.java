package dev.profileguard.advice.rule;

import dev.profileguard.advice.prevention.Prevention;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.policy.DecodedMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What AWS's message says about a refusal for lack of permission.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
///
/// @param principal the caller's ARN; empty: the message does not say
/// @param action such as `iam:PassRole`; empty: the message does not say
/// @param resource an ARN, or words such as `instance profile web`; empty: the message does not say
/// @param policy the type of policy that decided
/// @param explicit whether a statement denies it; false: no statement allows it, or unknown
/// @param policyArn the policy that decided; empty: the message does not say. See
///   https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns
/// @param encoded the encoded authorization message; empty: none
record Denial(
        String principal,
        String action,
        String resource,
        PolicyType policy,
        boolean explicit,
        String policyArn,
        String encoded) {
    private static final int MAX_MESSAGE = 16_000;

    /// The type of policy that decided.
    enum PolicyType {
        IDENTITY("identity-based policy"),
        BOUNDARY("permissions boundary"),
        SERVICE_CONTROL("service control policy"),
        RESOURCE_CONTROL("resource control policy"),
        SESSION("session policy"),
        ENDPOINT("VPC endpoint policy"),
        TRUST("role trust policy"),
        RESOURCE("resource-based policy"),
        /// The message names none.
        UNSTATED("policy");

        private final String text;

        PolicyType(String text) {
            this.text = text;
        }

        /// Such as `service control policy`.
        String text() {
            return text;
        }
    }

    private static final Pattern WHO =
            Pattern.compile("User: (?<value>\\S{1,2100}) is not authorized");
    private static final Pattern ACTION_NAME =
            Pattern.compile("(?:[a-z0-9-]{1,40}:)?[A-Za-z0-9]{1,80}");
    private static final Pattern ACTION =
            Pattern.compile("to perform: (?<value>[a-z0-9-]{1,40}:[A-Za-z0-9*]{1,80})");
    private static final Pattern RESOURCE =
            Pattern.compile(
                    "on resource: (?<value>.{1,2100}?)(?: because | with an explicit |\\. Encoded"
                            + " |$)",
                    Pattern.DOTALL);
    private static final Pattern DECIDED =
            Pattern.compile(
                    "(?<deny>with an explicit deny in (?:an? |the )?|because no"
                        + " )(?<value>identity-based|permissions boundar|service control|resource"
                        + " control|session|VPC endpoint|role trust|resource-based)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern POLICY_ARN =
            Pattern.compile(
                    "with an explicit deny in [^:]{1,60}:"
                            + " (?<value>arn:[A-Za-z0-9_+=,.@:/-]{1,600}[A-Za-z0-9])");
    private static final Pattern ENCODED =
            Pattern.compile("Encoded authorization failure message: (?<value>[A-Za-z0-9_-]+)");

    static Denial in(FailedCall call) {
        String message = call.message();
        message = message.substring(0, Math.min(MAX_MESSAGE, message.length()));
        Matcher decided = DECIDED.matcher(message);
        boolean known = decided.find();
        String resource = value(RESOURCE, message).strip();
        return new Denial(
                value(WHO, message),
                value(ACTION, message),
                resource.endsWith(".") ? resource.substring(0, resource.length() - 1) : resource,
                known ? type(decided.group("value")) : PolicyType.UNSTATED,
                message.contains("explicit deny"),
                value(POLICY_ARN, message),
                value(ENCODED, message));
    }

    /// The same, with what only the decoded message says.
    Denial with(FailedCall call, DecodedMessage message) {
        return new Denial(
                principal.isEmpty() ? message.principal() : principal,
                action.isEmpty() && ACTION_NAME.matcher(message.action()).matches()
                        ? IamActions.of(call, message.action())
                        : action,
                resource.isEmpty() ? message.resource() : resource,
                policy,
                explicit || message.isDenied(),
                policyArn,
                encoded);
    }

    /// Whether Profile Guard's own preventive policies refused the call.
    Prevention prevention(FailedCall call) {
        return explicit
                ? Prevention.of(policy.text(), policyArn, action, call.request())
                : Prevention.NONE;
    }

    /// The role whose trust policy decides; null: it is another policy, or the role is in another
    /// account than the caller, whose call is in the events of its own account.
    @Nullable RoleName ownTrustedRole() {
        boolean byTrust = policy == PolicyType.TRUST || policy == PolicyType.RESOURCE;
        return byTrust && Arn.account(resource).equals(Arn.account(principal)) ? role() : null;
    }

    /// The role that the call is about; null: the resource is no role.
    @Nullable RoleName role() {
        Arn arn = Arn.parse(resource);
        return arn != null && arn.names(TaggedType.ROLE)
                ? Named.name(arn.name(), RoleName::new)
                : null;
    }

    /// Whether the caller and the resource are in different accounts. AWS's message does not say
    /// which of the two policies is missing then.
    boolean isAcrossAccounts() {
        String caller = Arn.account(principal);
        String owner = Arn.account(resource);
        return !caller.isEmpty() && !owner.isEmpty() && !caller.equals(owner);
    }

    private static String value(Pattern pattern, String message) {
        Matcher matcher = pattern.matcher(message);
        return matcher.find() ? matcher.group("value") : "";
    }

    private static PolicyType type(String words) {
        for (PolicyType each : PolicyType.values()) {
            if (each.text.regionMatches(true, 0, words, 0, words.length())) {
                return each;
            }
        }
        return PolicyType.UNSTATED;
    }
}
