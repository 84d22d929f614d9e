package dev.profileguard.sweep;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.iam.policy.PolicyReader;
import dev.profileguard.iam.policy.PolicyText;
import dev.profileguard.iam.trust.HeldRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads each managed policy once in a sweep: most node roles have the same ones.
///
/// Not thread-safe.
public final class CachedPolicies implements PolicyReader {
    private final PolicyReader live;
    private final Map<String, Optional<PolicyText>> managed = new HashMap<>();

    /// Caches this reader's answers about managed policies.
    public CachedPolicies(PolicyReader live) {
        this.live = live;
    }

    @Override
    public List<AttachedPolicy> attached(RoleName role) {
        return live.attached(role);
    }

    @Override
    public @Nullable PolicyNames names(RoleName role) {
        return live.names(role);
    }

    @Override
    public List<PolicyText> inline(RoleName role) {
        return live.inline(role);
    }

    @Override
    public @Nullable PolicyText managed(String arn) {
        return managed.computeIfAbsent(arn, it -> Optional.ofNullable(live.managed(it)))
                .orElse(null);
    }

    @Override
    public List<RoleName> rolesWith(String arn) {
        return live.rolesWith(arn);
    }

    @Override
    public @Nullable HeldRole heldBy(ProfileName profile) {
        return live.heldBy(profile);
    }

    @Override
    public List<HeldRole> holders(RoleName role) {
        return live.holders(role);
    }
}
