package dev.profileguard.guard;

import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.guard.rule.Guard;
import dev.profileguard.guard.rule.ObservedProfile;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.lambda.Platform;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.GuardRecords;
import java.time.InstantSource;

/// What every [GuardTask] of an execution environment works with.
record GuardContext(
        Guard guard,
        IamReader reader,
        GuardRecords store,
        Restoration restoration,
        InstantSource clock) {

    static GuardContext in(Platform surroundings, GuardSettings settings) {
        SdkIamReader reader = new SdkIamReader(surroundings.iam());
        return new GuardContext(
                settings.guard(),
                reader,
                new GuardRecordStore(surroundings.dynamo(), settings.table()),
                new Restoration(
                        reader,
                        surroundings.writer(settings.mode(), reader),
                        surroundings.clock(),
                        surroundings.pause()),
                surroundings.clock());
    }

    /// What is remembered of a profile and what IAM shows: two reads. The caller's spelling counts
    /// only for a profile that nobody has seen.
    ObservedProfile look(ProfileName name) {
        GuardRecord record = store.load(name);
        InstanceProfile profile = reader.profile(name);
        return new ObservedProfile(
                profile == null ? record : record.spelled(profile.name()), profile);
    }
}
