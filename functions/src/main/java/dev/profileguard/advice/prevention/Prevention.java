package dev.profileguard.advice.prevention;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Whether Profile Guard's preventive policies refused a call, as far as AWS's message shows it:
/// the kind of policy, and the call. The message names a policy of an organization by an ID, which
/// says nothing about its content, so only the boundary is known by its name.
///
/// See docs/prevention.md in the repository.
public enum Prevention {
    /// It was another policy.
    NONE,
    /// It is a call that the policies deny, and a policy of the kind denied it.
    LIKELY,
    /// It was the boundary of the policies.
    CERTAIN;

    private static final String BOUNDARY = ":policy/ProfileGuardPrevention";
    private static final String TAG = "profile-guard";

    private static final Set<String> EDITS =
            Set.of(
                    "iam:AddRoleToInstanceProfile",
                    "iam:CreateInstanceProfile",
                    "iam:DeleteInstanceProfile",
                    "iam:RemoveRoleFromInstanceProfile",
                    "iam:TagInstanceProfile",
                    "iam:UntagInstanceProfile");

    /// By an explicit deny and the call.
    ///
    /// @param kind of the policy that denies, in AWS's words, such as `service control policy`
    /// @param policyArn the policy; empty: the message does not say
    /// @param action such as `iam:TagRole`; empty: the message does not say
    /// @param request the parameters as CloudTrail records them; empty: unknown
    public static Prevention of(
            String kind, String policyArn, String action, Map<String, Object> request) {
        boolean isOurs = EDITS.contains(action) || setsTheTag(request);
        return switch (kind) {
            case "permissions boundary" ->
                    policyArn.endsWith(BOUNDARY)
                            ? CERTAIN
                            : policyArn.isEmpty() && isOurs ? LIKELY : NONE;
            case "service control policy" -> isOurs ? LIKELY : NONE;
            default -> NONE;
        };
    }

    /// Whether the call sets the guard's tag on a role or profile, or takes it off.
    private static boolean setsTheTag(Map<String, Object> request) {
        return Stream.of("tags", "tagKeys")
                .map(each -> String.valueOf(request.get(each)))
                .anyMatch(each -> each.contains(TAG));
    }

    /// The reason, as an addition to the cause; empty: none.
    public String reason() {
        return switch (this) {
            case NONE -> "";
            case LIKELY ->
                    ". Profile Guard's prevention denies this call to everybody but the principals"
                            + " in TrustedPrincipals, if its policies are attached";
            case CERTAIN ->
                    ". That is Profile Guard's prevention: guarded profiles, the guard tag and the"
                            + " stack are changed only by principals in TrustedPrincipals";
        };
    }

    /// What to do.
    public List<String> steps() {
        String pipeline =
                "Let a pipeline in TrustedPrincipals make the change, or CloudFormation where it is"
                        + " trusted: nobody else is meant to edit a guarded profile";
        String emergency =
                "In an emergency, a principal that ./guard prevention --except named can make it;"
                        + " Profile Guard reverts it unless the profile is released first:"
                        + " docs/prevention.md";
        return switch (this) {
            case NONE -> List.of();
            case LIKELY ->
                    List.of(
                            pipeline,
                            emergency,
                            "If the policies of ./guard prevention are not attached, another policy"
                                    + " denies it: ask the administrator of the organization, or"
                                    + " who manages the permissions boundary. No policy in this"
                                    + " account overrules a service control policy");
            case CERTAIN -> List.of(pipeline, emergency);
        };
    }
}
