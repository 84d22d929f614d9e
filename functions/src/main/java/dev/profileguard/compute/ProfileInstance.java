package dev.profileguard.compute;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import java.util.LinkedHashMap;
import java.util.Map;

/// An instance that uses a profile.
///
/// @param owner what it belongs to
public record ProfileInstance(InstanceUse use, Owner owner) {
    /// Whether it uses the profile with this name.
    public boolean uses(ProfileName profile) {
        return use.uses(profile);
    }

    /// Whether it is gone in a moment.
    public boolean isEnding() {
        return use.state().equals("shutting-down");
    }

    /// As JSON values.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("region", use.region());
        json.put("instance", use.instanceId());
        json.put("state", use.state());
        json.put("profileId", use.profileId());
        if (use.associationId() != null) {
            json.put("association", use.associationId());
        }
        json.putAll(owner.json());
        return json;
    }
}
