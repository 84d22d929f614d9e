package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.trail.RawRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// An account that is rebuilt from records: it creates what a recorded call requires, then repeats
/// the call.
final class RebuiltAccount {
    private final RebuiltRoles roles;
    private final RebuiltProfiles profiles;
    private final RecordedTags tags;

    RebuiltAccount(IamAccount account) {
        IamClient iam = account.as(new Caller.Root(account.accountId()), "replay", "127.0.0.1");
        this.roles = new RebuiltRoles(iam);
        this.profiles = new RebuiltProfiles(iam, roles);
        this.tags = new RecordedTags(iam);
    }

    /// Brings the account into a state in which the call succeeds. A call that failed or changed
    /// nothing requires nothing.
    ///
    /// @return why IAM refused that; empty: it did not
    Optional<String> prepare(RawRecord record) {
        return errorOf(() -> satisfy(record));
    }

    /// Prepares the account for the call, then repeats the call.
    ///
    /// @return why IAM refused that; empty: it did not
    Optional<String> apply(RawRecord record) {
        return errorOf(() -> {
            satisfy(record);
            repeat(record);
        });
    }

    /// The ID of the profile in this account; null: it does not exist.
    @Nullable String profileId(String profile) {
        return profiles.find(profile).map(InstanceProfile::instanceProfileId).orElse(null);
    }

    /// Whether the profile exists and contains a role.
    boolean isComplete(String profile) {
        return profiles.find(profile).filter(found -> !found.roles().isEmpty()).isPresent();
    }

    private void satisfy(RawRecord record) {
        String profile = record.parameter("instanceProfileName");
        String role = record.parameter("roleName");
        switch (record.change()) {
            case "CreateInstanceProfile" -> profiles.delete(profile);
            case "AddRoleToInstanceProfile" -> {
                roles.ensure(role);
                profiles.ensureEmpty(profile);
            }
            case "RemoveRoleFromInstanceProfile" -> profiles.ensureContains(profile, role);
            case "DeleteInstanceProfile" -> profiles.ensureEmpty(profile);
            case "TagInstanceProfile", "UntagInstanceProfile" -> profiles.ensure(profile);
            case "CreateRole" -> roles.delete(role);
            case "DeleteRole", "TagRole", "UntagRole", "UpdateAssumeRolePolicy" ->
                    roles.ensure(role);
            default -> {} // requires no role or profile
        }
    }

    private void repeat(RawRecord record) {
        String profile = record.parameter("instanceProfileName");
        String role = record.parameter("roleName");
        switch (record.change()) {
            case "CreateInstanceProfile" -> profiles.create(record);
            case "AddRoleToInstanceProfile" -> profiles.addRole(profile, role);
            case "RemoveRoleFromInstanceProfile" -> profiles.removeRole(profile, role);
            case "DeleteInstanceProfile" -> profiles.delete(profile);
            case "TagInstanceProfile", "UntagInstanceProfile" -> tags.profile(record);
            case "CreateRole" -> roles.create(record);
            case "DeleteRole" -> roles.delete(role);
            case "UpdateAssumeRolePolicy" -> roles.updateTrust(record);
            case "TagRole", "UntagRole" -> tags.role(record);
            case "TagResources", "UntagResources" -> tags.byArn(record);
            default -> {} // changes nothing that a function reads
        }
    }

    private static Optional<String> errorOf(Runnable calls) {
        try {
            calls.run();
            return Optional.empty();
        } catch (IamException refused) {
            return Optional.of(refused.awsErrorDetails().errorMessage());
        }
    }
}
