package dev.profileguard.rotation;

import dev.profileguard.compute.Compute;
import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.ComputeException;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.rotation.rule.Rotation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Performs the actions of steps, one after the other, and checks each.
///
/// EC2 learns of a new profile, and shows a new association, some seconds later: up to a minute.
///
/// See https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
record StepRunner(Compute compute, Backoff backoff) {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final int MOST_LOOKS = 15;

    /// The time that one action may take: until EC2 knows the profile, until it shows the
    /// association, and for the calls themselves.
    static final Duration LONGEST =
            BETWEEN_LOOKS.multipliedBy(2L * MOST_LOOKS).plus(Duration.ofSeconds(30));

    private static final String RUNNING_ALREADY = "InstanceRefreshInProgress";

    /// What came of an action.
    ///
    /// @param rotation with what has to be remembered
    /// @param done what was done, as a sentence without its end; null: there was nothing to do
    record Result(Rotation rotation, @Nullable String done) {}

    /// Performs one action, unless it is not needed any more.
    ///
    /// @throws ComputeException if AWS refuses it, or does not show its effect in time
    Result perform(ComputeAction action, Rotation rotation) {
        return switch (action) {
            case ComputeAction.CreateTemplateVersion create -> version(create, rotation);
            case ComputeAction.SetDefaultVersion set -> performed(set, rotation);
            case ComputeAction.UseTemplateVersion use -> {
                knowingTheProfile(use);
                yield new Result(rotation, use.described());
            }
            case ComputeAction.StartRefresh start -> refresh(start, rotation);
            case ComputeAction.ReplaceAssociation replace -> replace(replace, rotation);
        };
    }

    private Result performed(ComputeAction action, Rotation rotation) {
        compute.writer().perform(action);
        return new Result(rotation, action.described());
    }

    /// If EC2 made the version before, and that could not be stored, it answers with the same one.
    private Result version(ComputeAction.CreateTemplateVersion create, Rotation rotation) {
        String number = compute.writer().perform(create);
        return new Result(
                rotation.withVersion(create.region(), create.template(), create.source(), number),
                "%s: version %s".formatted(create.described(), number));
    }

    /// An instance refresh that runs already replaces the same instances.
    private Result refresh(ComputeAction.StartRefresh start, Rotation rotation) {
        try {
            String id = compute.writer().perform(start);
            return new Result(
                    rotation.withRefresh(start.region(), start.group(), id),
                    "%s: %s".formatted(start.described(), id));
        } catch (ComputeException e) {
            if (e.code().startsWith(RUNNING_ALREADY)) {
                return new Result(rotation, null);
            }
            throw e;
        }
    }

    private Result replace(ComputeAction.ReplaceAssociation action, Rotation rotation) {
        InstanceUse now = compute.reader().association(action.region(), action.instance());
        if (now == null || now.associationId() == null || !rotation.isUsedBy(now)) {
            return new Result(rotation, null);
        }
        ComputeAction current =
                new ComputeAction.ReplaceAssociation(
                        action.region(), action.instance(), now.associationId(), action.profile());
        knowingTheProfile(current);
        for (int look = 0; look < MOST_LOOKS; look++) {
            InstanceUse after = compute.reader().association(action.region(), action.instance());
            if (after != null && after.uses(action.profile())) {
                return new Result(rotation, action.described());
            }
            backoff.await(BETWEEN_LOOKS);
        }
        throw new ComputeException(
                "NotVisible",
                "EC2 does not show yet that instance %s uses %s: ask again in a minute"
                        .formatted(action.instance(), action.profile()));
    }

    /// Performs an action as soon as EC2 knows the new profile.
    private void knowingTheProfile(ComputeAction action) {
        for (int look = 1; look < MOST_LOOKS; look++) {
            try {
                compute.writer().perform(action);
                return;
            } catch (ComputeException e) {
                if (!isUnknownProfile(e)) {
                    throw e;
                }
                backoff.await(BETWEEN_LOOKS);
            }
        }
        compute.writer().perform(action);
    }

    /// EC2 says `Invalid IAM Instance Profile name`, Auto Scaling `Invalid IamInstanceProfile`.
    private static boolean isUnknownProfile(ComputeException e) {
        String why = e.why().replace(" ", "");
        return why.contains("InvalidIAMInstanceProfile")
                || why.contains("InvalidIamInstanceProfile");
    }
}
