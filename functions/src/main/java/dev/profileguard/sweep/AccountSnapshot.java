package dev.profileguard.sweep;

import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.AttachedPolicy;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All roles and instance profiles of an account, listed once.
///
/// IAM's list of profiles contains no tags: the snapshot reads them once, when they are needed. It
/// also reads from IAM what a caller marked as stale or wants confirmed. It shows the effects of
/// the sweep's own actions without a read, except the ID of a new profile.
///
/// Not thread-safe.
public final class AccountSnapshot implements IamReader {
    private final ConsistentIamReader live;
    private final KnownResources known = new KnownResources();
    private final Set<RoleName> staleRoles = new HashSet<>();
    private final Set<RoleName> staleHolders = new HashSet<>();
    private final Set<ProfileName> staleProfiles = new HashSet<>();
    private final Map<RoleName, List<AttachedPolicy>> attached = new HashMap<>();
    private final ReadsAhead ahead;
    private @Nullable Quota quota;

    private AccountSnapshot(ConsistentIamReader live, ReadsAhead ahead) {
        this.live = live;
        this.ahead = ahead;
    }

    /// Lists the account: one call for each page of roles, and one for each page of profiles.
    ///
    /// @param live reads single roles and profiles later, through `ahead`
    /// @param ahead the reads that are started early; of what changes after that, they are made
    ///   again
    /// @throws software.amazon.awssdk.core.exception.SdkException when a list call fails; try again
    public static AccountSnapshot of(
            SdkIamReader reader, ConsistentIamReader live, ReadsAhead ahead) {
        AccountSnapshot snapshot = new AccountSnapshot(live, ahead);
        reader.roles().forEach(snapshot::list);
        reader.profiles().forEach(snapshot.known::list);
        return snapshot;
    }

    private void list(SdkIamReader.ListedRole listed) {
        known.list(listed.role());
        attached.put(listed.role().name(), listed.attached());
    }

    /// The managed policies that were attached to a role when it was listed; null: the role was not
    /// listed, or its policies have to be read.
    public @Nullable List<AttachedPolicy> attached(RoleName name) {
        return attached.get(name);
    }

    /// Makes the next read of a role's managed policies go to IAM.
    public void confirmPolicies(RoleName name) {
        attached.remove(name);
    }

    /// The listed roles, by name in lower case.
    public Collection<RoleDetail> roles() {
        return known.roles();
    }

    /// The profiles that were listed or found later, by name in lower case; some without their
    /// tags.
    public Collection<InstanceProfile> profiles() {
        return known.profiles();
    }

    /// Whether the snapshot contains a role, without a call to IAM.
    public boolean contains(RoleName name) {
        return known.role(name) != null;
    }

    /// The role as far as it is known, perhaps stale, without a call to IAM. Null: none is known.
    public @Nullable RoleDetail known(RoleName name) {
        return known.role(name);
    }

    /// Whether the tags of a known profile were read, or are those that the sweep gave it.
    public boolean hasTags(ProfileName name) {
        return known.hasTags(name);
    }

    /// The profile as far as it is known, perhaps without its tags or stale, without a call to IAM.
    /// Null: none is known.
    public @Nullable InstanceProfile known(ProfileName name) {
        return known.profile(name);
    }

    /// The profiles that contain a role as far as it is known, perhaps without their tags or stale,
    /// without a call to IAM.
    public List<InstanceProfile> knownWith(RoleName name) {
        return known.profilesWith(name);
    }

    /// The profile as it was listed, perhaps without its tags, without a call to IAM. Null: it was
    /// not listed, or the snapshot of it is stale.
    public @Nullable InstanceProfile listed(ProfileName name) {
        return staleProfiles.contains(name) ? null : known.profile(name);
    }

    /// Whether a read of the profile needs no call to IAM.
    boolean knows(ProfileName name) {
        return !staleProfiles.contains(name)
                && (known.profile(name) == null || known.hasTags(name));
    }

    /// Whether a read of the role needs no call to IAM.
    boolean knows(RoleName name) {
        return !staleRoles.contains(name);
    }

    /// Whether a read of the profiles that contain the role needs no call to IAM.
    boolean knowsHolders(RoleName name) {
        return !staleHolders.contains(name);
    }

    /// Makes the next reads of a role, and of the profiles with it, go to IAM.
    public void confirm(RoleName name) {
        staleRoles.add(name);
        staleHolders.add(name);
    }

    /// Makes the next read of a profile that was not listed go to IAM. A listed one is read from
    /// IAM for its tags.
    public void confirm(ProfileName name) {
        if (known.profile(name) == null) {
            staleProfiles.add(name);
        }
    }

    /// Makes the next read of a profile go to IAM.
    public void changed(ProfileName name) {
        staleProfiles.add(name);
    }

    /// Makes the next reads of everything that an action changed go to IAM.
    public void changedBy(Action action) {
        switch (action) {
            case Action.CreateProfile create -> changed(create.profile());
            case Action.DeleteProfile delete -> changed(delete.profile());
            case Action.TagProfile tag -> changed(tag.profile());
            case Action.UntagProfile untag -> changed(untag.profile());
            case Action.TagRole tag -> confirm(tag.role());
            case Action.UpdateTrustPolicy update -> confirm(update.role());
            case Action.AttachPolicy attach -> confirmPolicies(attach.role());
            case Action.AssociateInstance _ -> {}
            case Action.AddRole add -> {
                changed(add.profile());
                confirm(add.role());
            }
            case Action.RemoveRole remove -> {
                changed(remove.profile());
                confirm(remove.role());
            }
        }
    }

    /// Makes the snapshot show the effect of an action that IAM performed. Calls nothing.
    public void performed(Action action) {
        live.performed(action);
        ahead.forget(action);
        known.apply(action);
        switch (action) {
            case Action.CreateProfile create -> {
                changed(create.profile()); // its ID
                count(1);
            }
            case Action.DeleteProfile delete -> count(-1);
            case Action.AddRole add -> {
                if (!contains(add.role())) {
                    changed(add.profile());
                }
            }
            case Action.RemoveRole remove -> {}
            case Action.TagProfile tag -> {}
            case Action.UntagProfile untag -> {}
            case Action.TagRole tag -> {}
            case Action.UpdateTrustPolicy update -> {}
            case Action.AttachPolicy attach -> attach(attach);
            case Action.AssociateInstance _ -> {}
        }
    }

    private void attach(Action.AttachPolicy action) {
        attached.computeIfPresent(
                action.role(),
                (role, before) ->
                        Stream.concat(
                                        before.stream(),
                                        Stream.of(AttachedPolicy.of(action.policy())))
                                .distinct()
                                .toList());
    }

    private void count(int more) {
        quota = quota == null ? null : quota.with(more);
    }

    /// Makes the snapshot show the effect of an action that is only planned. Calls nothing.
    public void predict(Action action) {
        known.predict(action);
        if (action instanceof Action.AttachPolicy attach) {
            attach(attach);
        }
    }

    @Override
    public @Nullable InstanceProfile profile(ProfileName name) {
        if (knows(name)) {
            return known.profile(name);
        }
        if (staleProfiles.contains(name)) {
            ahead.forget(name);
        }
        InstanceProfile found = live.profile(name);
        staleProfiles.remove(name);
        return known.update(name, found);
    }

    @Override
    public @Nullable RoleDetail role(RoleName name) {
        if (!staleRoles.contains(name)) {
            return known.role(name);
        }
        RoleDetail found = live.role(name);
        staleRoles.remove(name);
        return known.update(name, found);
    }

    @Override
    public List<InstanceProfile> profilesWith(RoleName name) {
        if (staleHolders.contains(name)) {
            List<InstanceProfile> found = live.profilesWith(name);
            staleHolders.remove(name);
            found.forEach(holder -> ahead.forget(holder.name()));
            staleProfiles.addAll(known.update(name, found));
        }
        return known.profilesWith(name);
    }

    /// The quota at the first read, plus the profiles that the sweep created since or would create.
    @Override
    public Quota profileQuota() {
        Quota first = quota == null ? live.profileQuota() : quota;
        quota = first;
        return first.with(known.predictedProfiles());
    }
}
