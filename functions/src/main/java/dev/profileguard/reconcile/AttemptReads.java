package dev.profileguard.reconcile;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The reads of one attempt: what a rule decides rests on one answer to each question. What IAM
/// answered is forgotten when an action changes it, and when the next attempt begins.
///
/// Not for several threads at a time.
final class AttemptReads implements Step.Answers {
    private final Ports ports;
    private final Map<Read<?>, @Nullable Object> answers = new HashMap<>();

    AttemptReads(Ports ports) {
        this.ports = ports;
    }

    Ports ports() {
        return ports;
    }

    /// Begins the next attempt.
    void begin() {
        answers.clear();
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // a read's answer is kept under that read alone
    @Override
    public <T extends @Nullable Object> T to(Read<T> read) {
        if (!isKept(read)) {
            return ports.read(read);
        }
        if (!answers.containsKey(read)) {
            answers.put(read, ports.read(read));
        }
        return (T) answers.get(read);
    }

    /// Only what IAM answers: the other reads are made where the answer is needed.
    private static boolean isKept(Read<?> read) {
        return switch (read) {
            case Read.OfProfile profile -> true;
            case Read.OfRole role -> true;
            case Read.OfProfilesWith role -> true;
            case Read.OfProfileQuota quota -> false;
            case Read.OfGuardRecord guardRecord -> false;
            case Read.OfTagRecord tagRecord -> false;
            case Read.OfProvenance provenance -> false;
            case Read.OfCalls calls -> false;
            case Read.OfTime time -> false;
        };
    }

    /// Forgets what an action changes.
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
