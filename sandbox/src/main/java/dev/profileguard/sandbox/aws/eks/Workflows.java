package dev.profileguard.sandbox.aws.eks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What EKS does after it has answered a call, and how long that takes. Used inside
/// [Clusters#atomically].
final class Workflows {
    private static final Duration UPDATE = Duration.ofSeconds(3);

    private final List<BooleanSupplier> left = new ArrayList<>();
    private Duration creation = Duration.ZERO;
    private Duration update = UPDATE;

    /// How long a node group is created.
    Duration creation() {
        return creation;
    }

    /// How long an update is in progress.
    Duration update() {
        return update;
    }

    /// How long both take from now on.
    void take(Duration time) {
        creation = time;
        update = time;
    }

    /// Does this once, whatever comes of it.
    void once(Runnable work) {
        left.add(() -> {
            tried(work);
            return true;
        });
    }

    /// Does this until no call in it fails: after this call to EKS, and after each further one.
    void untilDone(Runnable work) {
        left.add(() -> tried(work));
    }

    private static boolean tried(Runnable work) {
        try {
            work.run();
            return true;
        } catch (AwsServiceException failed) { // its record is in CloudTrail
            return false;
        }
    }

    /// Does what is left to do.
    void run() {
        left.removeIf(BooleanSupplier::getAsBoolean);
    }
}
