package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which profiles ProfileProvisioner made for which roles.
public interface ProvenanceRecords {
    /// Remembers that a profile is about to be made for a role. What an earlier role left under
    /// that name is forgotten.
    void making(ProfileName profile, Role role, Instant now);

    /// How a profile of this name was last made; null: none ever was.
    @Nullable ProvenanceRecord load(ProfileName profile);
}
