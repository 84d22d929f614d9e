package dev.profileguard.sandbox.account;

import dev.profileguard.sandbox.aws.iam.AccountImage;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.UserDetail;

/// Puts together what the files tell of one account, and refuses what does not fit together.
final class AccountBuilder implements EntitySink {
    private static final String AWS_OWNED = ":iam::aws:policy/";

    private final String sandbox;
    private final AccountImage image;
    private final Profiles profiles = new Profiles();
    private final Map<Command, Integer> pages = new EnumMap<>(Command.class);
    private final Map<Command, SourceLocation> unfinished = new EnumMap<>(Command.class);
    private @Nullable Origin origin;
    private int users;
    private int groups;
    private int roles;
    private int policies;
    private int awsPolicies;
    private @Nullable Integer instanceProfileQuota;

    /// @param sandbox the number of the sandbox's account
    AccountBuilder(String sandbox) {
        this.sandbox = sandbox;
        this.image = new AccountImage(sandbox, this::here);
    }

    @Override
    public void user(UserDetail user, SourceLocation place) {
        belongs(user.arn(), "user", user.path(), user.userName(), place);
        accepted(place, () -> image.user(user));
        users++;
    }

    @Override
    public void group() {
        groups++;
    }

    @Override
    public void role(RoleDetail role, SourceLocation place) {
        belongs(role.arn(), "role", role.path(), role.roleName(), place);
        accepted(place, () -> image.role(role));
        Profiles.Holder holder = new Profiles.Holder(role.roleName(), role.roleId());
        Set<String> names = new HashSet<>();
        for (InstanceProfile profile : role.instanceProfileList()) {
            if (!names.add(profile.instanceProfileName().toLowerCase(Locale.ROOT))) {
                throw AccountFileException.at(
                        place,
                        "role %s has two instance profiles of the name %s"
                                .formatted(role.roleName(), profile.instanceProfileName()));
            }
            belongs(profile, place);
            profiles.ofRole(profile, holder, place);
        }
        roles++;
    }

    @Override
    public void policy(ManagedPolicyDetail policy, SourceLocation place) {
        if (policy.arn().contains(AWS_OWNED)) {
            awsPolicies++;
            return;
        }
        belongs(policy.arn(), "policy", policy.path(), policy.policyName(), place);
        boolean hasDefault =
                policy.policyVersionList().stream()
                        .anyMatch(each -> each.versionId().equals(policy.defaultVersionId()));
        if (!hasDefault) {
            throw AccountFileException.at(
                    place,
                    "PolicyVersionList lacks %s, which DefaultVersionId names"
                            .formatted(policy.defaultVersionId()));
        }
        accepted(place, () -> image.policy(policy));
        policies++;
    }

    @Override
    public void profile(InstanceProfile profile, SourceLocation place) {
        belongs(profile, place);
        profiles.listed(profile, place);
    }

    @Override
    public void instanceProfileQuota(int most) {
        instanceProfileQuota = most;
    }

    @Override
    public void page(Command command, boolean goesOn, SourceLocation place) {
        pages.merge(command, 1, Integer::sum);
        if (goesOn) {
            unfinished.putIfAbsent(command, place);
        } else {
            unfinished.remove(command);
        }
    }

    /// What was put together.
    ///
    /// @throws AccountFileException when something is missing, or does not fit
    AccountRecording finished() {
        unfinished.forEach((command, place) -> {
            throw AccountFileException.at(
                    place,
                    "this page of '%s' says that there are further ones, and none follows: give all"
                                    .formatted(command.label())
                            + " pages, or let the AWS CLI put them together (without --max-items"
                            + " and --no-paginate)");
        });
        profiles.all().forEach(this::finish);
        return new AccountRecording(
                image,
                origin,
                new AccountRecording.Counts(
                        roles, profiles.all().size(), policies, awsPolicies, users, groups),
                instanceProfileQuota,
                pages.containsKey(Command.LISTING),
                profiles.all().stream().anyMatch(known -> !known.profile().tags().isEmpty()));
    }

    private void finish(Profiles.Known known) {
        Profiles.Holder holder = known.holder();
        if (holder != null && !known.byRole()) {
            String has =
                    image.roleId(holder.name())
                            .map(id ->
                                    "the role %s (%s) does not tell of it"
                                            .formatted(holder.name(), id))
                            .orElse("there is no such role in the files");
            throw AccountFileException.at(
                    known.place(),
                    "instance profile %s holds the role %s, and %s: record both outputs again, one"
                                    .formatted(known.profile().instanceProfileName(), holder, has)
                            + " right after the other");
        }
        String role = holder == null ? null : holder.name();
        accepted(known.place(), () -> image.profile(known.profile(), role));
    }

    private String here(String text) {
        return origin == null ? text : origin.here(text);
    }

    private void belongs(InstanceProfile profile, SourceLocation place) {
        String name = profile.instanceProfileName();
        belongs(profile.arn(), "instance-profile", profile.path(), name, place);
    }

    private void belongs(String arn, String kind, String path, String name, SourceLocation place) {
        Origin found = Origin.of(arn, kind, path, name, sandbox, place);
        if (origin == null) {
            origin = found;
        } else if (!origin.equals(found)) {
            throw AccountFileException.at(
                    place,
                    "%s is of account %s, and what came before of %s: one account at a time"
                            .formatted(arn, found, origin));
        }
    }

    private static void accepted(SourceLocation place, Runnable addition) {
        try {
            addition.run();
        } catch (IamException refused) {
            throw new AccountFileException(
                    place + ": " + refused.awsErrorDetails().errorMessage(), refused);
        }
    }
}
