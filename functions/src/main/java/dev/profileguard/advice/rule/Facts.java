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
import java.util.function.Consumer;

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
        return copy(copy -> copy.profile = other);
    }

    /// The same with the role.
    public Facts withRole(Fact<RoleDetail> other) {
        return copy(copy -> copy.role = other);
    }

    /// The same with the trust policy of the role.
    public Facts withTrust(TrustDocument other) {
        return copy(copy -> copy.trust = new Fact.Known<>(other));
    }

    /// The same with the profiles that contain the role.
    public Facts withHolders(List<InstanceProfile> other) {
        return copy(copy -> copy.holders = new Fact.Known<>(List.copyOf(other)));
    }

    /// The same with the instances that use the profiles.
    public Facts withUse(ProfileUse other) {
        return copy(copy -> copy.use = new Fact.Known<>(other));
    }

    /// The same with the policies of the role.
    public Facts withPolicies(Fact<PolicyNames> other) {
        return copy(copy -> copy.policies = other);
    }

    /// The same with the current association.
    public Facts withAssociation(Fact<InstanceUse> other) {
        return copy(copy -> copy.association = other);
    }

    /// The same with the caller's role.
    public Facts withCaller(Fact<String> other) {
        return copy(copy -> copy.caller = other);
    }

    /// The same with the time of a later success.
    public Facts withRepeated(Fact<Instant> other) {
        return copy(copy -> copy.repeated = other);
    }

    /// The same with the decoded authorization message.
    public Facts withDecoded(Decoding other) {
        return copy(copy -> copy.decoded = other);
    }

    private Facts copy(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return new Facts(
                copy.profile,
                copy.role,
                copy.trust,
                copy.holders,
                copy.use,
                copy.policies,
                copy.association,
                copy.caller,
                copy.repeated,
                copy.decoded);
    }

    /// The components of a copy, of which one is changed before it is made.
    private static final class Copy {
        private Fact<InstanceProfile> profile;
        private Fact<RoleDetail> role;
        private Fact<TrustDocument> trust;
        private Fact<List<InstanceProfile>> holders;
        private Fact<ProfileUse> use;
        private Fact<PolicyNames> policies;
        private Fact<InstanceUse> association;
        private Fact<String> caller;
        private Fact<Instant> repeated;
        private Decoding decoded;

        private Copy(Facts original) {
            profile = original.profile;
            role = original.role;
            trust = original.trust;
            holders = original.holders;
            use = original.use;
            policies = original.policies;
            association = original.association;
            caller = original.caller;
            repeated = original.repeated;
            decoded = original.decoded;
        }
    }
}
