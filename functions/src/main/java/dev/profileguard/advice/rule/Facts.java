package dev.profileguard.advice.rule;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.policy.Decoding;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import java.time.Instant;
import java.util.List;

/// What was read after a call was refused.
///
/// @param profile the instance profile that the call names
/// @param role the role that the call names; where it names only a profile, the role of the same
///   name
/// @param trust the trust policy of the role
/// @param holders the profiles that contain this role
/// @param use the instances that use the profiles which are in the way
/// @param policies the policies of the role
/// @param association the current association of the instance that the call names
/// @param caller the ARN of the role whose session made the call; none: another principal made it
/// @param repeated when the same call succeeded later
/// @param decoded what the encoded authorization message says
public record Facts(
        Fact<InstanceProfile> profile,
        Fact<RoleDetail> role,
        Fact<TrustDocument> trust,
        Fact<List<InstanceProfile>> holders,
        Fact<ProfileUse> use,
        Fact<PolicyNames> policies,
        Fact<InstanceUse> association,
        Fact<String> caller,
        Fact<Instant> repeated,
        Decoding decoded) {
    /// Nothing was read.
    public static final Facts NONE =
            new Facts(
                    new Fact.NotRead<>(),
                    new Fact.NotRead<>(),
                    new Fact.NotRead<>(),
                    new Fact.NotRead<>(),
                    new Fact.NotRead<>(),
                    new Fact.NotRead<>(),
                    new Fact.NotRead<>(),
                    new Fact.NotRead<>(),
                    new Fact.NotRead<>(),
                    new Decoding.NotAsked());

    /// The same with the profile.
    public Facts withProfile(Fact<InstanceProfile> other) {
        return new Facts(
                other, role, trust, holders, use, policies, association, caller, repeated, decoded);
    }

    /// The same with the role.
    public Facts withRole(Fact<RoleDetail> other) {
        return new Facts(
                profile,
                other,
                trust,
                holders,
                use,
                policies,
                association,
                caller,
                repeated,
                decoded);
    }

    /// The same with the trust policy of the role.
    public Facts withTrust(TrustDocument other) {
        return new Facts(
                profile,
                role,
                new Fact.Known<>(other),
                holders,
                use,
                policies,
                association,
                caller,
                repeated,
                decoded);
    }

    /// The same with the profiles that contain the role.
    public Facts withHolders(List<InstanceProfile> other) {
        return new Facts(
                profile,
                role,
                trust,
                new Fact.Known<>(List.copyOf(other)),
                use,
                policies,
                association,
                caller,
                repeated,
                decoded);
    }

    /// The same with the instances that use the profiles.
    public Facts withUse(ProfileUse other) {
        return new Facts(
                profile,
                role,
                trust,
                holders,
                new Fact.Known<>(other),
                policies,
                association,
                caller,
                repeated,
                decoded);
    }

    /// The same with the policies of the role.
    public Facts withPolicies(Fact<PolicyNames> other) {
        return new Facts(
                profile, role, trust, holders, use, other, association, caller, repeated, decoded);
    }

    /// The same with the current association.
    public Facts withAssociation(Fact<InstanceUse> other) {
        return new Facts(
                profile, role, trust, holders, use, policies, other, caller, repeated, decoded);
    }

    /// The same with the caller's role.
    public Facts withCaller(Fact<String> other) {
        return new Facts(
                profile,
                role,
                trust,
                holders,
                use,
                policies,
                association,
                other,
                repeated,
                decoded);
    }

    /// The same with the time of a later success.
    public Facts withRepeated(Fact<Instant> other) {
        return new Facts(
                profile, role, trust, holders, use, policies, association, caller, other, decoded);
    }

    /// The same with the decoded authorization message.
    public Facts withDecoded(Decoding other) {
        return new Facts(
                profile, role, trust, holders, use, policies, association, caller, repeated, other);
    }
}
