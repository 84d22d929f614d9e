package dev.profileguard.guard.rule;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardedProfiles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One way in which a profile is not as its baseline has it. Each names the writes that put it
/// back, none where nothing can.
public sealed interface Drift {
    /// As people are shown it, such as `RoleMissing`.
    String name();

    /// The writes that put it back, in order.
    List<Action> repairs(ProfileName profile);

    /// Whether the profile is read again after the repair, because only its IDs tell what came of
    /// it: a role that is added by name may have been made again meanwhile.
    ///
    /// A swap is not: its second event, always under way, reads the profile anyway.
    default boolean isVerified() {
        return false;
    }

    /// The profile no longer exists.
    record ProfileGone(Baseline recorded) implements Drift {
        @Override
        public String name() {
            return "ProfileGone";
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            List<Action> actions = new ArrayList<>();
            actions.add(
                    new Action.CreateProfile(profile, recorded.path(), recorded.tags().settable()));
            RecordedRole role = recorded.role();
            if (role != null) {
                actions.add(new Action.AddRole(profile, role.name()));
            }
            return actions;
        }

        @Override
        public boolean isVerified() {
            return true;
        }
    }

    /// The profile was made again: its ID, and perhaps its path, cannot be put back.
    record ProfileRecreated(InstanceProfile found, Baseline recorded) implements Drift {
        @Override
        public String name() {
            return "ProfileRecreated";
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of();
        }
    }

    /// Another role is in it.
    record RoleSwapped(Role found, RecordedRole recorded) implements Drift {
        @Override
        public String name() {
            return "RoleSwapped";
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of(
                    new Action.RemoveRole(profile, found.name()),
                    new Action.AddRole(profile, recorded.name()));
        }
    }

    /// No role is in it.
    record RoleMissing(RecordedRole recorded) implements Drift {
        @Override
        public String name() {
            return "RoleMissing";
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of(new Action.AddRole(profile, recorded.name()));
        }

        @Override
        public boolean isVerified() {
            return true;
        }
    }

    /// A role is in it that ought to be empty.
    record RoleUnexpected(Role found) implements Drift {
        @Override
        public String name() {
            return "RoleUnexpected";
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of(new Action.RemoveRole(profile, found.name()));
        }
    }

    /// The role has the recorded name and another ID: it was deleted and made again.
    record RoleRecreated(Role found, RecordedRole recorded) implements Drift {
        @Override
        public String name() {
            return "RoleRecreated";
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of();
        }
    }

    /// The tag that guards it is gone or has another value.
    ///
    /// @param found null: the tag is gone
    record GuardTagLost(@Nullable String found) implements Drift {
        @Override
        public String name() {
            return "GuardTagLost";
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of(
                    new Action.TagProfile(
                            profile, Tags.of(GuardedProfiles.TAG, GuardedProfiles.LOCKED)));
        }
    }

    /// All that differs between a profile and its baseline; empty when it is right.
    ///
    /// @param found null: there is no such profile
    static List<Drift> between(@Nullable InstanceProfile found, Baseline recorded) {
        if (found == null) {
            return List.of(new ProfileGone(recorded));
        }
        List<Drift> drifts = new ArrayList<>();
        if (!found.id().equals(recorded.profileId())) {
            drifts.add(new ProfileRecreated(found, recorded));
        }
        Drift role = ofRole(found.role(), recorded.role());
        if (role != null) {
            drifts.add(role);
        }
        if (GuardedProfiles.isLocked(recorded.tags()) && !GuardedProfiles.isLocked(found.tags())) {
            drifts.add(new GuardTagLost(found.tags().get(GuardedProfiles.TAG)));
        }
        return drifts;
    }

    private static @Nullable Drift ofRole(@Nullable Role found, @Nullable RecordedRole recorded) {
        if (found == null) {
            return recorded == null ? null : new RoleMissing(recorded);
        }
        if (recorded == null) {
            return new RoleUnexpected(found);
        }
        if (!found.name().equals(recorded.name())) {
            return new RoleSwapped(found, recorded);
        }
        boolean sameRole = recorded.id() == null || recorded.id().equals(found.id());
        return sameRole ? null : new RoleRecreated(found, recorded);
    }
}
