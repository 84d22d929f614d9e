package dev.profileguard.backfill.baselines;

import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.guard.baselines.Known;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.StoredRecords;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The records of all profiles, and what IAM shows. IAM is listed when it is needed: one call for
/// each page of profiles, and one for each page of roles.
///
/// Not thread-safe.
final class BaselineAccount {
    private final SdkIamReader iam;
    private final Instant now;
    private final Map<String, GuardRecord> records = new TreeMap<>();
    private final Map<String, UnreadableRecordException> unreadable;
    private @Nullable Map<ProfileName, InstanceProfile> profiles;
    private @Nullable Map<RoleName, String> roles;
    private int tagReads;

    BaselineAccount(SdkIamReader iam, StoredRecords stored, Instant now) {
        this.iam = iam;
        this.now = now;
        this.unreadable = stored.unreadableGuard();
        stored.guard().forEach(record -> records.put(record.profile().key(), record));
    }

    /// The records that can be read, by the names of the profiles in lower case.
    Collection<GuardRecord> records() {
        return records.values();
    }

    /// The profiles whose record cannot be read, in lower case, and why.
    List<String> unreadable() {
        List<String> all = new ArrayList<>();
        new TreeMap<>(unreadable)
                .forEach((name, error) -> all.add("%s: %s".formatted(name, error.getMessage())));
        return all;
    }

    /// What is known of a profile, whether it is recorded or not.
    ///
    /// @throws UnreadableRecordException if its record cannot be read
    Known known(ProfileName name) {
        UnreadableRecordException error = unreadable.get(name.key());
        if (error != null) {
            throw error;
        }
        GuardRecord record = records.get(name.key());
        InstanceProfile found = listed().get(name);
        GuardRecord named =
                record == null ? GuardRecord.none(found == null ? name : found.name()) : record;
        return new Known(named, found, () -> tags(name), role -> roleIds().get(role), now);
    }

    /// What is recorded of a profile, without a call to IAM.
    Known recorded(GuardRecord record) {
        return new Known(record, null, () -> Tags.NONE, role -> null, now);
    }

    /// How many profiles' tags were read: each takes a call to IAM.
    int tagReads() {
        return tagReads;
    }

    private Tags tags(ProfileName name) {
        tagReads++;
        InstanceProfile profile = iam.profile(name);
        return profile == null ? Tags.NONE : profile.tags();
    }

    private Map<ProfileName, InstanceProfile> listed() {
        Map<ProfileName, InstanceProfile> known = profiles;
        if (known == null) {
            known = new HashMap<>();
            for (InstanceProfile each : iam.profiles()) {
                known.put(each.name(), each);
            }
            profiles = known;
        }
        return known;
    }

    private Map<RoleName, String> roleIds() {
        Map<RoleName, String> known = roles;
        if (known == null) {
            known = new HashMap<>();
            for (SdkIamReader.ListedRole each : iam.roles()) {
                known.put(each.role().name(), each.role().role().id());
            }
            roles = known;
        }
        return known;
    }
}
