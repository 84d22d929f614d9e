package dev.profileguard.sweep;

import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// All roles and instance profiles of an account, listed once. A profile's tags, which no list
/// tells, are read when they are asked for, once. What was changed since, or what a decision to
/// write rests on, is read from IAM itself.
///
/// Not for several threads at a time.
public final class AccountSnapshot implements IamReader {
    private final IamReader live;
    private @Nullable Quota quota;
    private final Map<String, RoleDetail> roles = new TreeMap<>();
    private final Map<String, InstanceProfile> profiles = new TreeMap<>();
    private final Set<String> withTags = new HashSet<>();
    private final Map<String, UnaryOperator<InstanceProfile>> foreseen = new HashMap<>();
    private int profilesForeseen;
    private final Set<RoleName> staleRoles = new HashSet<>();
    private final Set<ProfileName> staleProfiles = new HashSet<>();

    private AccountSnapshot(IamReader live) {
        this.live = live;
    }

    /// Lists the account: one call for each page of roles, and one for each of profiles.
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException when IAM does not tell: try again
    public static AccountSnapshot of(SdkIamReader reader) {
        AccountSnapshot snapshot = new AccountSnapshot(reader);
        reader.roles().forEach(role -> snapshot.roles.put(role.name().key(), role));
        reader.profiles().forEach(each -> snapshot.profiles.put(each.name().key(), each));
        return snapshot;
    }

    /// The roles that were listed, by name in lower case.
    public Collection<RoleDetail> roles() {
        return List.copyOf(roles.values());
    }

    /// The profiles that were listed or have been found since, by name in lower case; some without
    /// their tags.
    public Collection<InstanceProfile> profiles() {
        return List.copyOf(profiles.values());
    }

    /// The profile as it was listed, perhaps without its tags, by no call; null: it was not listed,
    /// or something is known to have changed it since.
    public @Nullable InstanceProfile listed(ProfileName name) {
        return staleProfiles.contains(name) ? null : profiles.get(name.key());
    }

    /// Has everything that a decision about the role rests on read from IAM itself.
    public void confirm(RoleName name) {
        staleRoles.add(name);
    }

    /// Has a profile that was not listed looked for in IAM itself. One that was listed is read from
    /// there in any case.
    public void confirm(ProfileName name) {
        if (!profiles.containsKey(name.key())) {
            staleProfiles.add(name);
        }
    }

    /// Has the profile read again.
    public void changed(ProfileName name) {
        staleProfiles.add(name);
    }

    /// Has what an action changed read again.
    public void changedBy(Action action) {
        switch (action) {
            case Action.CreateProfile create -> changed(create.profile());
            case Action.DeleteProfile delete -> changed(delete.profile());
            case Action.TagProfile tag -> changed(tag.profile());
            case Action.UntagProfile untag -> changed(untag.profile());
            case Action.TagRole tag -> confirm(tag.role());
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

    /// Shows from now on what an action would lead to, by no call.
    public void foresee(Action action) {
        switch (action) {
            case Action.CreateProfile(ProfileName name, String path, Tags tags) ->
                    foreseeMade(
                            new InstanceProfile(
                                    name, InstanceProfile.NOT_CREATED_YET, path, null, tags));
            case Action.DeleteProfile(ProfileName name) -> foreseeGone(name);
            case Action.TagProfile(ProfileName name, Tags tags) ->
                    foresee(name, found -> found.tagged(found.tags().and(tags)));
            case Action.UntagProfile(ProfileName name, Set<String> keys) ->
                    foresee(name, found -> found.tagged(found.tags().without(keys)));
            case Action.AddRole(ProfileName name, RoleName role) -> {
                RoleDetail known = roles.get(role.key());
                foresee(name, found -> found.holding(known == null ? null : known.role()));
            }
            case Action.RemoveRole(ProfileName name, RoleName role) ->
                    foresee(name, found -> found.holding(null));
            case Action.TagRole tag ->
                    roles.computeIfPresent(
                            tag.role().key(),
                            (key, found) -> found.tagged(found.tags().after(List.of(tag))));
        }
    }

    /// One that somebody made meanwhile is there already.
    private void foreseeMade(InstanceProfile made) {
        String key = made.name().key();
        if (profiles.putIfAbsent(key, made) == null) {
            withTags.add(key);
            profilesForeseen++;
        }
    }

    private void foreseeGone(ProfileName name) {
        foreseen.remove(name.key());
        if (profiles.remove(name.key()) != null) {
            profilesForeseen--;
        }
    }

    /// Also for a profile whose tags are still to be read.
    private void foresee(ProfileName name, UnaryOperator<InstanceProfile> change) {
        profiles.computeIfPresent(name.key(), (key, found) -> change.apply(found));
        foreseen.merge(
                name.key(), change, (before, then) -> found -> then.apply(before.apply(found)));
    }

    @Override
    public @Nullable InstanceProfile profile(ProfileName name) {
        InstanceProfile known = profiles.get(name.key());
        boolean stale = staleProfiles.contains(name);
        if (!stale && (known == null || withTags.contains(name.key()))) {
            return known;
        }
        InstanceProfile now = live.profile(name);
        staleProfiles.remove(name);
        if (now == null) {
            profiles.remove(name.key());
        } else {
            now = foreseen.getOrDefault(name.key(), UnaryOperator.identity()).apply(now);
            profiles.put(name.key(), now);
            withTags.add(name.key());
        }
        return now;
    }

    @Override
    public @Nullable RoleDetail role(RoleName name) {
        return staleRoles.contains(name) ? live.role(name) : roles.get(name.key());
    }

    @Override
    public List<InstanceProfile> profilesWith(RoleName name) {
        return staleRoles.contains(name)
                ? live.profilesWith(name)
                : profiles.values().stream()
                        .filter(profile -> profile.role() != null && profile.holds(name))
                        .toList();
    }

    /// As it was when it was first asked for, with the profiles that are foreseen.
    @Override
    public Quota profileQuota() {
        Quota known = quota == null ? live.profileQuota() : quota;
        quota = known;
        return known.with(profilesForeseen);
    }
}
