package dev.profileguard.reconcile;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The reads of one attempt. Each IAM read is made once, so that a rule decides on consistent
/// answers. An answer is dropped when an action changes the resource, and when the next attempt
/// starts.
///
/// Not thread-safe.
final class AttemptReads implements Step.Answers {
    private final Ports ports;
    private final Read.Sources sources;
    private final Map<Read<?>, @Nullable Object> answers = new HashMap<>();

    AttemptReads(Ports ports) {
        this.ports = ports;
        this.sources = ports.sources();
    }

    Ports ports() {
        return ports;
    }

    /// Drops all answers, for the next attempt.
    void clear() {
        answers.clear();
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // each answer is stored under its own read
    @Override
    public <T extends @Nullable Object> T to(Read<T> read) {
        if (!read.isCached()) {
            return read.from(sources);
        }
        if (!answers.containsKey(read)) {
            answers.put(read, read.from(sources));
        }
        return (T) answers.get(read);
    }

    /// Drops the answers that an action makes stale.
    void forget(Action action) {
        switch (action) {
            case Action.CreateProfile create -> forget(create.profile());
            case Action.DeleteProfile delete -> forget(delete.profile());
            case Action.TagProfile tag -> forget(tag.profile());
            case Action.UntagProfile untag -> forget(untag.profile());
            case Action.TagRole tag -> answers.remove(new Read.OfRole(tag.role()));
            case Action.AddRole add -> forget(add.profile(), add.role());
            case Action.RemoveRole remove -> forget(remove.profile(), remove.role());
        }
    }

    private void forget(ProfileName profile, RoleName role) {
        forget(profile);
        answers.remove(new Read.OfProfilesWith(role));
    }

    private void forget(ProfileName profile) {
        answers.remove(new Read.OfProfile(profile));
    }
}
