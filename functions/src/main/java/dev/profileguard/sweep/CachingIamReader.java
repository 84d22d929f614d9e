package dev.profileguard.sweep;

import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads each resource once, until [#forget]: a decision and the writes that follow it use the same
/// answers.
public final class CachingIamReader implements IamReader {
    private final IamReader live;
    private final Map<ProfileName, Optional<InstanceProfile>> profiles = new HashMap<>();
    private final Map<RoleName, Optional<RoleDetail>> roles = new HashMap<>();
    private final Map<RoleName, List<InstanceProfile>> holders = new HashMap<>();

    /// Caches this reader's answers.
    public CachingIamReader(IamReader live) {
        this.live = live;
    }

    /// Drops all cached answers.
    public void forget() {
        profiles.clear();
        roles.clear();
        holders.clear();
    }

    @Override
    public @Nullable InstanceProfile profile(ProfileName name) {
        return profiles.computeIfAbsent(name, it -> Optional.ofNullable(live.profile(it)))
                .orElse(null);
    }

    @Override
    public @Nullable RoleDetail role(RoleName name) {
        return roles.computeIfAbsent(name, it -> Optional.ofNullable(live.role(it))).orElse(null);
    }

    @Override
    public List<InstanceProfile> profilesWith(RoleName name) {
        return holders.computeIfAbsent(name, live::profilesWith);
    }

    @Override
    public Quota profileQuota() {
        return live.profileQuota();
    }
}
