package dev.profileguard.guard.rule;

import dev.profileguard.event.Edit;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.repair.Repair.Aspect;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One difference between a profile and its baseline, with the writes that repair it.
public sealed interface Drift {
    /// The name for people, such as `RoleMissing`.
    String name();

    /// The writes that repair it, in order; empty: no write can.
    List<Action> repairs(ProfileName profile);

    /// What of the profile differs.
    Aspect aspect();

    /// What a repair of it restores.
    default Set<Aspect> restores() {
        return EnumSet.of(aspect());
    }

    /// Whether this edit can have led to what was found. Creating a profile again takes nothing
    /// from its baseline: the deletion did. Removing a role does not explain which role is there
    /// now.
    ///
    /// A new kind of drift must implement this; a new kind of edit needs a row in each
    /// implementation.
    boolean isExplainedBy(Edit edit);

    /// The roles by whose names the cause can be looked up, besides the profile's name.
    default List<RoleName> roles() {
        return List.of();
    }

    /// What was found, as text: the same text for the same drift.
    String state();

    /// Whether a write can repair it.
    default boolean isRepairable(ProfileName profile) {
        return !repairs(profile).isEmpty();
    }

    /// Whether the profile is read again after the repair. Only its IDs show the result: a role
    /// that is added by name may have been deleted and created again.
    ///
    /// After a swap this is not necessary: a swap has a second event, and its handling reads the
    /// profile.
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
        public Aspect aspect() {
            return Aspect.PROFILE;
        }

        @Override
        public Set<Aspect> restores() {
            return EnumSet.allOf(Aspect.class);
        }

        @Override
        public boolean isExplainedBy(Edit edit) {
            return switch (edit) {
                case Edit.Deleted _ -> true;
                case Edit.Created _,
                        Edit.RoleAdded _,
                        Edit.RoleRemoved _,
                        Edit.Tagged _,
                        Edit.Untagged _,
                        Edit.Found _ ->
                        false;
            };
        }

        @Override
        public List<RoleName> roles() {
            RecordedRole role = recorded.role();
            return role == null ? List.of() : List.of(role.name());
        }

        @Override
        public String state() {
            return "gone";
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

    /// The profile was deleted and created again: its ID, and perhaps its path, cannot be restored.
    record ProfileRecreated(InstanceProfile found, Baseline recorded) implements Drift {
        @Override
        public String name() {
            return "ProfileRecreated";
        }

        @Override
        public Aspect aspect() {
            return Aspect.PROFILE;
        }

        @Override
        public boolean isExplainedBy(Edit edit) {
            return switch (edit) {
                case Edit.Deleted _ -> true;
                case Edit.Created _,
                        Edit.RoleAdded _,
                        Edit.RoleRemoved _,
                        Edit.Tagged _,
                        Edit.Untagged _,
                        Edit.Found _ ->
                        false;
            };
        }

        @Override
        public String state() {
            return found.id();
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of();
        }
    }

    /// The profile contains another role.
    record RoleSwapped(Role found, RecordedRole recorded) implements Drift {
        @Override
        public String name() {
            return "RoleSwapped";
        }

        @Override
        public Aspect aspect() {
            return Aspect.ROLE;
        }

        @Override
        public boolean isExplainedBy(Edit edit) {
            return switch (edit) {
                case Edit.RoleAdded(RoleName role) -> role.equals(found.name());
                case Edit.Created _,
                        Edit.Deleted _,
                        Edit.RoleRemoved _,
                        Edit.Tagged _,
                        Edit.Untagged _,
                        Edit.Found _ ->
                        false;
            };
        }

        @Override
        public List<RoleName> roles() {
            return List.of(found.name(), recorded.name());
        }

        @Override
        public String state() {
            return found.id();
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of(
                    new Action.RemoveRole(profile, found.name()),
                    new Action.AddRole(profile, recorded.name()));
        }
    }

    /// The profile contains no role.
    record RoleMissing(RecordedRole recorded) implements Drift {
        @Override
        public String name() {
            return "RoleMissing";
        }

        @Override
        public Aspect aspect() {
            return Aspect.ROLE;
        }

        @Override
        public boolean isExplainedBy(Edit edit) {
            return switch (edit) {
                case Edit.RoleRemoved(RoleName role) -> role.equals(recorded.name());
                case Edit.Deleted _ -> true;
                case Edit.Created _,
                        Edit.RoleAdded _,
                        Edit.Tagged _,
                        Edit.Untagged _,
                        Edit.Found _ ->
                        false;
            };
        }

        @Override
        public List<RoleName> roles() {
            return List.of(recorded.name());
        }

        @Override
        public String state() {
            return "no role";
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

    /// The profile contains a role, but its baseline has none.
    record RoleUnexpected(Role found) implements Drift {
        @Override
        public String name() {
            return "RoleUnexpected";
        }

        @Override
        public Aspect aspect() {
            return Aspect.ROLE;
        }

        @Override
        public boolean isExplainedBy(Edit edit) {
            return switch (edit) {
                case Edit.RoleAdded(RoleName role) -> role.equals(found.name());
                case Edit.Created _,
                        Edit.Deleted _,
                        Edit.RoleRemoved _,
                        Edit.Tagged _,
                        Edit.Untagged _,
                        Edit.Found _ ->
                        false;
            };
        }

        @Override
        public List<RoleName> roles() {
            return List.of(found.name());
        }

        @Override
        public String state() {
            return found.id();
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of(new Action.RemoveRole(profile, found.name()));
        }
    }

    /// The role has the recorded name and another ID: it was deleted and created again.
    record RoleRecreated(Role found, RecordedRole recorded) implements Drift {
        @Override
        public String name() {
            return "RoleRecreated";
        }

        @Override
        public Aspect aspect() {
            return Aspect.ROLE;
        }

        @Override
        public boolean isExplainedBy(Edit edit) {
            return switch (edit) {
                case Edit.RoleAdded(RoleName role) -> role.equals(found.name());
                case Edit.Created _,
                        Edit.Deleted _,
                        Edit.RoleRemoved _,
                        Edit.Tagged _,
                        Edit.Untagged _,
                        Edit.Found _ ->
                        false;
            };
        }

        @Override
        public List<RoleName> roles() {
            return List.of(found.name());
        }

        @Override
        public String state() {
            return found.id();
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of();
        }
    }

    /// The tag `profile-guard=locked` was removed or changed.
    ///
    /// @param found the tag's value; null: there is no such tag
    record GuardTagLost(@Nullable String found) implements Drift {
        @Override
        public String name() {
            return "GuardTagLost";
        }

        @Override
        public Aspect aspect() {
            return Aspect.GUARD_TAG;
        }

        @Override
        public boolean isExplainedBy(Edit edit) {
            return switch (edit) {
                case Edit.Tagged(Tags tags) ->
                        found != null && found.equals(tags.get(GuardedProfiles.TAG));
                case Edit.Untagged(Set<String> keys) ->
                        found == null && keys.contains(GuardedProfiles.TAG);
                case Edit.Deleted _ -> found == null;
                case Edit.Created _, Edit.RoleAdded _, Edit.RoleRemoved _, Edit.Found _ -> false;
            };
        }

        @Override
        public String state() {
            return found == null ? "no tag" : "tag " + found;
        }

        @Override
        public List<Action> repairs(ProfileName profile) {
            return List.of(
                    new Action.TagProfile(
                            profile, Tags.of(GuardedProfiles.TAG, GuardedProfiles.LOCKED)));
        }
    }

    /// All differences between a profile and its baseline; empty: none.
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
        if (recorded.is(found)) {
            return null;
        }
        return found.name().equals(recorded.name())
                ? new RoleRecreated(found, recorded)
                : new RoleSwapped(found, recorded);
    }
}
