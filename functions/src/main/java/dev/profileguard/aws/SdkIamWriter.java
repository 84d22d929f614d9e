package dev.profileguard.aws;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.Tags;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyNotAttachableException;
import software.amazon.awssdk.services.iam.model.Tag;

/// Writes IAM by the AWS SDK. If IAM is already in the wanted state, the effect is
/// [Effect#ALREADY]. If an error shows that what was read is stale, it throws
/// [ChangedMeanwhileException], and the caller reads again. If IAM does not allow the action to
/// this function, it throws [IamWriter.RefusedException]. All other errors of IAM are thrown
/// unchanged.
public final class SdkIamWriter implements IamWriter {
    private final IamClient iam;
    private final IamReader reader;

    /// @param reader used when an error of IAM does not show the current state
    public SdkIamWriter(IamClient iam, IamReader reader) {
        this.iam = iam;
        this.reader = reader;
    }

    @Override
    public PerformedAction perform(Action action) {
        try {
            return switch (action) {
                case Action.CreateProfile create -> create(create);
                case Action.AddRole add -> new PerformedAction(add, add(add));
                case Action.RemoveRole remove -> new PerformedAction(remove, remove(remove));
                case Action.TagProfile tag -> new PerformedAction(tag, tag(tag));
                case Action.DeleteProfile delete -> new PerformedAction(delete, delete(delete));
                case Action.UntagProfile untag -> new PerformedAction(untag, untag(untag));
                case Action.TagRole tag -> new PerformedAction(tag, tagRole(tag));
                case Action.UpdateTrustPolicy update -> updateTrust(update);
                case Action.AttachPolicy attach -> attach(attach);
                case Action.AssociateInstance _ ->
                        throw new UnsupportedOperationException("This function does not write EC2");
            };
        } catch (ConcurrentModificationException e) {
            throw new ChangedMeanwhileException(
                    "Another change of %s is in progress".formatted(action.subject()), e);
        } catch (IamException e) {
            String refusal = IamErrors.refusal(e);
            throw refusal == null ? e : new RefusedException(action, refusal, e);
        }
    }

    private PerformedAction create(Action.CreateProfile action) {
        try {
            CreateInstanceProfileResponse response =
                    iam.createInstanceProfile(request ->
                            request.instanceProfileName(action.profile().value())
                                    .path(action.path())
                                    .tags(tags(action.tags())));
            return new PerformedAction(
                    action, Effect.DONE, response.instanceProfile().instanceProfileId(), null);
        } catch (EntityAlreadyExistsException e) {
            throw new ChangedMeanwhileException(action.profile() + " was created meanwhile", e);
        } catch (LimitExceededException e) {
            return new PerformedAction(action, Effect.QUOTA_REACHED);
        }
    }

    /// IAM returns LimitExceeded also if the profile already contains this role. Only a read shows
    /// whether there is anything left to do.
    private Effect add(Action.AddRole action) {
        try {
            iam.addRoleToInstanceProfile(request ->
                    request.instanceProfileName(action.profile().value())
                            .roleName(action.role().value()));
            return Effect.DONE;
        } catch (LimitExceededException e) {
            InstanceProfile now = reader.profile(action.profile());
            if (now != null && now.holds(action.role())) {
                return Effect.ALREADY;
            }
            throw new ChangedMeanwhileException(
                    "Somebody added another role to " + action.profile(), e);
        } catch (NoSuchEntityException e) {
            if (IamErrors.isAboutRole(e)) {
                return Effect.ROLE_GONE;
            }
            throw new ChangedMeanwhileException(
                    action.profile() + " does not exist, or IAM does not show it yet", e);
        }
    }

    private Effect remove(Action.RemoveRole action) {
        try {
            iam.removeRoleFromInstanceProfile(request ->
                    request.instanceProfileName(action.profile().value())
                            .roleName(action.role().value()));
            return Effect.DONE;
        } catch (NoSuchEntityException e) {
            return Effect.ALREADY;
        }
    }

    private Effect tag(Action.TagProfile action) {
        try {
            iam.tagInstanceProfile(request ->
                    request.instanceProfileName(action.profile().value())
                            .tags(tags(action.tags())));
            return Effect.DONE;
        } catch (LimitExceededException e) {
            return Effect.TAGS_FULL;
        } catch (NoSuchEntityException e) {
            throw new ChangedMeanwhileException(action.profile() + " was deleted", e);
        }
    }

    private Effect delete(Action.DeleteProfile action) {
        try {
            iam.deleteInstanceProfile(
                    request -> request.instanceProfileName(action.profile().value()));
            return Effect.DONE;
        } catch (NoSuchEntityException e) {
            return Effect.ALREADY;
        } catch (DeleteConflictException e) {
            throw new ChangedMeanwhileException(
                    "Somebody added a role to " + action.profile() + " meanwhile", e);
        }
    }

    private Effect untag(Action.UntagProfile action) {
        try {
            iam.untagInstanceProfile(request ->
                    request.instanceProfileName(action.profile().value()).tagKeys(action.keys()));
            return Effect.DONE;
        } catch (NoSuchEntityException e) {
            throw new ChangedMeanwhileException(action.profile() + " was deleted", e);
        }
    }

    private Effect tagRole(Action.TagRole action) {
        try {
            iam.tagRole(
                    request -> request.roleName(action.role().value()).tags(tags(action.tags())));
            return Effect.DONE;
        } catch (LimitExceededException e) {
            return Effect.TAGS_FULL;
        } catch (NoSuchEntityException e) {
            throw new ChangedMeanwhileException("role " + action.role() + " was deleted", e);
        }
    }

    /// IAM replaces whatever trust policy the role has, so it is read once more right before.
    private PerformedAction updateTrust(Action.UpdateTrustPolicy action) {
        RoleDetail now = reader.role(action.role());
        if (now == null || !now.trustPolicy().equals(action.before())) {
            throw new ChangedMeanwhileException(
                    "Somebody changed the trust policy of role %s, or deleted the role"
                            .formatted(action.role()));
        }
        try {
            iam.updateAssumeRolePolicy(request ->
                    request.roleName(action.role().value()).policyDocument(action.after()));
            return new PerformedAction(action, Effect.DONE);
        } catch (NoSuchEntityException e) {
            throw new ChangedMeanwhileException("role " + action.role() + " was deleted", e);
        } catch (LimitExceededException | MalformedPolicyDocumentException e) {
            return PerformedAction.rejected(action, IamErrors.message(e));
        }
    }

    /// IAM answers with success if the policy is attached already.
    private PerformedAction attach(Action.AttachPolicy action) {
        try {
            iam.attachRolePolicy(
                    request -> request.roleName(action.role().value()).policyArn(action.policy()));
            return new PerformedAction(action, Effect.DONE);
        } catch (NoSuchEntityException e) {
            if (IamErrors.isAboutRole(e)) {
                throw new ChangedMeanwhileException("role " + action.role() + " was deleted", e);
            }
            return PerformedAction.rejected(action, IamErrors.message(e));
        } catch (LimitExceededException | PolicyNotAttachableException e) {
            return PerformedAction.rejected(action, IamErrors.message(e));
        }
    }

    private static List<Tag> tags(Tags tags) {
        return tags.values().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
