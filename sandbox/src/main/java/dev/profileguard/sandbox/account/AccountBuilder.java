package dev.profileguard.sandbox.account;

import dev.profileguard.sandbox.aws.iam.AccountImage;
import dev.profileguard.text.VisibleText;
import java.util.EnumMap;
import java.util.EnumSet;
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

/// Combines the entries of all files into one account, and rejects entries that contradict each
/// other.
final class AccountBuilder implements EntitySink {
    private static final String AWS_OWNED = ":iam::aws:policy/";

    private final String sandboxAccount;
    private final AccountImage image;
    private final Profiles profiles = new Profiles();
    private final Set<Command> commands = EnumSet.noneOf(Command.class);

    /// The last page of each command, if that page says that more pages follow.
    private final Map<Command, SourceLocation> unfinished = new EnumMap<>(Command.class);

    private @Nullable Origin origin;
    private int users;
    private int groups;
    private int roles;
    private int policies;
    private int awsPolicies;
    private @Nullable Integer instanceProfileQuota;

    /// @param sandboxAccount the number of the sandbox's account
    AccountBuilder(String sandboxAccount) {
        this.sandboxAccount = sandboxAccount;
        this.image = new AccountImage(sandboxAccount, this::localized);
    }

    @Override
    public void user(UserDetail user, SourceLocation place) {
        checkArn(user.arn(), "user", user.path(), user.userName(), place);
        load(place, () -> image.user(user));
        users++;
    }

    @Override
    public void group() {
        groups++;
    }

    @Override
    public void role(RoleDetail role, SourceLocation place) {
        checkArn(role.arn(), "role", role.path(), role.roleName(), place);
        load(place, () -> image.role(role));
        Profiles.RoleId id = new Profiles.RoleId(role.roleName(), role.roleId());
        Set<String> names = new HashSet<>();
        for (InstanceProfile profile : role.instanceProfileList()) {
            if (!names.add(profile.instanceProfileName().toLowerCase(Locale.ROOT))) {
                throw AccountFileException.at(
                        place,
                        "role %s has two instance profiles with the name %s"
                                .formatted(role.roleName(), profile.instanceProfileName()));
            }
            checkArn(profile, place);
            profiles.addFromRole(profile, id, place);
        }
        roles++;
    }

    @Override
    public void policy(ManagedPolicyDetail policy, SourceLocation place) {
        boolean ofAws = policy.arn().contains(AWS_OWNED);
        if (!ofAws) {
            checkArn(policy.arn(), "policy", policy.path(), policy.policyName(), place);
        }
        boolean hasDefault =
                policy.policyVersionList().stream()
                        .anyMatch(each -> each.versionId().equals(policy.defaultVersionId()));
        if (!hasDefault) {
            throw AccountFileException.at(
                    place,
                    "PolicyVersionList does not contain %s, the DefaultVersionId"
                            .formatted(policy.defaultVersionId()));
        }
        if (ofAws) {
            load(place, () -> image.policyOfAws(policy));
            awsPolicies++;
        } else {
            load(place, () -> image.policy(policy));
            policies++;
        }
    }

    @Override
    public void profile(InstanceProfile profile, SourceLocation place) {
        checkArn(profile, place);
        profiles.addFromList(profile, place);
    }

    @Override
    public void instanceProfileQuota(int quota) {
        instanceProfileQuota = quota;
    }

    @Override
    public void page(Command command, boolean hasMore, SourceLocation place) {
        commands.add(command);
        if (hasMore) {
            unfinished.putIfAbsent(command, place);
        } else {
            unfinished.remove(command);
        }
    }

    /// The combined account.
    ///
    /// @throws AccountFileException when a page is missing, or entries contradict each other
    AccountRecording build() {
        checkPages();
        profiles.all().forEach(this::add);
        return new AccountRecording(
                image,
                origin,
                new AccountRecording.Counts(
                        roles, profiles.all().size(), policies, awsPolicies, users, groups),
                instanceProfileQuota,
                commands.contains(Command.LISTING),
                profiles.all().stream().anyMatch(known -> !known.profile().tags().isEmpty()));
    }

    private void checkPages() {
        unfinished.forEach((command, place) -> {
            throw AccountFileException.at(
                    place,
                    "this page of '%s' says that more pages follow, but there are none. Add all"
                                    .formatted(command.label())
                            + " pages, or let the AWS CLI combine them (without --max-items and"
                            + " --no-paginate)");
        });
    }

    private void add(Profiles.Known known) {
        Profiles.RoleId role = known.role();
        if (role != null && !known.listedByRole()) {
            String contradiction =
                    image.roleId(role.name())
                            .map(id ->
                                    "role %s (%s) does not list the profile"
                                            .formatted(role.name(), id))
                            .orElse("the files do not contain this role");
            throw AccountFileException.at(
                    known.place(),
                    "instance profile %s contains role %s, but %s. Record both outputs again, one right after the other"
                            .formatted(known.profile().instanceProfileName(), role, contradiction));
        }
        String name = role == null ? null : role.name();
        load(known.place(), () -> image.profile(known.profile(), name));
    }

    private String localized(String text) {
        return origin == null ? text : origin.localized(text);
    }

    private void checkArn(InstanceProfile profile, SourceLocation place) {
        String name = profile.instanceProfileName();
        checkArn(profile.arn(), "instance-profile", profile.path(), name, place);
    }

    private void checkArn(String arn, String kind, String path, String name, SourceLocation place) {
        Origin found = Origin.of(arn, kind, path, name, sandboxAccount, place);
        if (origin == null) {
            origin = found;
        } else if (!origin.equals(found)) {
            throw AccountFileException.at(
                    place,
                    "%s belongs to account %s, but earlier entries belong to %s. Use files of one account"
                            .formatted(VisibleText.excerpt(arn), found, origin));
        }
    }

    private static void load(SourceLocation place, Runnable entry) {
        try {
            entry.run();
        } catch (IamException refused) {
            throw new AccountFileException(
                    place + ": " + VisibleText.excerpt(refused.awsErrorDetails().errorMessage()),
                    refused);
        }
    }
}
