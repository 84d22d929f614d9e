package dev.profileguard.aws;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Tags;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/// Writes IAM. What is gone already, or there already, counts as done; what turns out to be
/// otherwise than it was read leads to another look; whatever else IAM refuses is thrown on as it
/// came.
public final class SdkIamWriter implements IamWriter {
    private final IamClient iam;
    private final IamReader reader;

    /// Writes through this client, and reads again where IAM's answer alone does not tell.
    public SdkIamWriter(IamClient iam, IamReader reader) {
        this.iam = iam;
        this.reader = reader;
    }

    @Override
    public PerformedAction perform(Action action) {
        try {
            return new PerformedAction(
                    action,
                    switch (action) {
                        case Action.CreateProfile create -> create(create);
                        case Action.AddRole add -> add(add);
                        case Action.RemoveRole remove -> remove(remove);
                        case Action.TagProfile tag -> tag(tag);
                        case Action.DeleteProfile delete -> delete(delete);
                        case Action.UntagProfile untag -> untag(untag);
                        case Action.TagRole tag -> tagRole(tag);
                    });
        } catch (ConcurrentModificationException e) {
            throw new ChangedMeanwhileException(
                    "IAM has another change of %s under way".formatted(action.subject()), e);
        }
    }

    private Effect create(Action.CreateProfile action) {
        try {
            iam.createInstanceProfile(request ->
                    request.instanceProfileName(action.profile().value())
                            .path(action.path())
                            .tags(tags(action.tags())));
            return Effect.DONE;
        } catch (EntityAlreadyExistsException e) {
            throw new ChangedMeanwhileException(action.profile() + " exists meanwhile", e);
        } catch (LimitExceededException e) {
            return Effect.QUOTA_REACHED;
        }
    }

    /// The quota of one role also refuses the role that is in it already, so that only another look
    /// tells whether there is anything left to do.
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
                    "Somebody put another role into " + action.profile(), e);
        } catch (NoSuchEntityException e) {
            if (IamErrors.isAboutRole(e)) {
                return Effect.ROLE_GONE;
            }
            throw new ChangedMeanwhileException(action.profile() + " is not there (yet)", e);
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
            throw new ChangedMeanwhileException(action.profile() + " is gone", e);
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
                    "Somebody put a role into " + action.profile() + " meanwhile", e);
        }
    }

    private Effect untag(Action.UntagProfile action) {
        try {
            iam.untagInstanceProfile(request ->
                    request.instanceProfileName(action.profile().value()).tagKeys(action.keys()));
            return Effect.DONE;
        } catch (NoSuchEntityException e) {
            throw new ChangedMeanwhileException(action.profile() + " is gone", e);
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
            throw new ChangedMeanwhileException("role " + action.role() + " is gone", e);
        }
    }

    private static List<Tag> tags(Tags tags) {
        return tags.values().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
