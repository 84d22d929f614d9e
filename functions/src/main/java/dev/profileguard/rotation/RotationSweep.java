package dev.profileguard.rotation;

import dev.profileguard.event.Call;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Task;
import dev.profileguard.sweep.SweepRule;

/// ProfileRotation's rule in a sweep: it covers nothing. A rotation is what a person decides, and
/// its finding lasts until it is over.
public record RotationSweep(Mode mode) implements SweepRule {
    /// The rule. A sweep needs none of its settings.
    public static RotationSweep in(Platform platform) {
        return new RotationSweep(Mode.OFF);
    }

    @Override
    public String name() {
        return Rule.PROFILE_ROTATION.inSweeps();
    }

    @Override
    public String modeParameter() {
        return RotationSettings.MODE;
    }

    @Override
    public boolean covers(TaggedType type) {
        return false;
    }

    @Override
    public Task task(Subject subject, Requester requester, Call call) {
        throw new UnsupportedOperationException("A sweep replaces no profiles");
    }
}
