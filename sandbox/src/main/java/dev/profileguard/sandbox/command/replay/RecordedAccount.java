package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// The account of some records, brought to where they tell that it was: what a call needs must have
/// been there, and what it did is done.
final class RecordedAccount {
    private final RebuiltRoles roles;
    private final RebuiltProfiles profiles;
    private final RecordedTags tags;

    RecordedAccount(IamAccount account) {
        IamClient iam = account.as(new Caller.Root(Stack.ACCOUNT), "replay", "127.0.0.1");
        this.roles = new RebuiltRoles(iam);
        this.profiles = new RebuiltProfiles(iam, roles);
        this.tags = new RecordedTags(iam);
    }

    /// Puts there what must have been there before the call, and nothing when the call needs
    /// nothing.
    ///
    /// @return why that could not be done; empty: it was, or there was nothing to do
    Optional<String> prepare(RawRecord record) {
        return unlessRefused(() -> makeReady(record));
    }

    /// Does what the call did.
    ///
    /// @return why it could not be done; empty: it was, or there was nothing to do
    Optional<String> apply(RawRecord record) {
        return unlessRefused(() -> {
            makeReady(record);
            perform(record);
        });
    }

    /// The ID that the profile has here; null: it does not exist.
    @Nullable String profileId(String profile) {
        return profiles.find(profile).map(InstanceProfile::instanceProfileId).orElse(null);
    }

    /// Whether the profile exists and holds a role.
    boolean isComplete(String profile) {
        return profiles.find(profile).filter(found -> !found.roles().isEmpty()).isPresent();
    }

    private void makeReady(RawRecord record) {
        String profile = record.parameter("instanceProfileName");
        String role = record.parameter("roleName");
        switch (record.change()) {
            case "CreateInstanceProfile" -> profiles.remove(profile);
            case "AddRoleToInstanceProfile" -> {
                roles.ensure(role);
                profiles.ensureEmpty(profile);
            }
            case "RemoveRoleFromInstanceProfile" -> profiles.ensureHolds(profile, role);
            case "DeleteInstanceProfile" -> profiles.ensureEmpty(profile);
            case "TagInstanceProfile", "UntagInstanceProfile" -> profiles.ensure(profile);
            case "CreateRole" -> roles.remove(role);
            case "DeleteRole", "TagRole", "UntagRole", "UpdateAssumeRolePolicy" ->
                    roles.ensure(role);
            default -> {} // it needs nothing that matters here
        }
    }

    private void perform(RawRecord record) {
        String profile = record.parameter("instanceProfileName");
        String role = record.parameter("roleName");
        switch (record.change()) {
            case "CreateInstanceProfile" -> profiles.create(record);
            case "AddRoleToInstanceProfile" -> profiles.put(profile, role);
            case "RemoveRoleFromInstanceProfile" -> profiles.take(profile, role);
            case "DeleteInstanceProfile" -> profiles.remove(profile);
            case "TagInstanceProfile", "UntagInstanceProfile" -> tags.profile(record);
            case "CreateRole" -> roles.create(record);
            case "DeleteRole" -> roles.remove(role);
            case "UpdateAssumeRolePolicy" -> roles.trust(record);
            case "TagRole", "UntagRole" -> tags.role(record);
            case "TagResources", "UntagResources" -> tags.byArn(record);
            default -> {} // it changes nothing that matters here
        }
    }

    private static Optional<String> unlessRefused(Runnable calls) {
        try {
            calls.run();
            return Optional.empty();
        } catch (IamException refused) {
            return Optional.of(refused.awsErrorDetails().errorMessage());
        }
    }
}
