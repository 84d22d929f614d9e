package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// What was done about one task so far, over all looks.
///
/// @param performed grows with each action
/// @param findings grows with each finding about what was done
/// @param announced grows with each finding that was announced
public record Progress(
        Task task,
        Mode mode,
        IntentLog announcing,
        List<PerformedAction> performed,
        List<Finding> findings,
        List<Finding> announced) {
    public static Progress begin(Task task, Mode mode, IntentLog announcing) {
        return new Progress(
                task, mode, announcing, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /// Announces what is about to be done, once each. Call it before the first write.
    ///
    /// @param expected findings as they will be; those that do not say what was done get the
    ///   actions
    public void announce(List<Finding> expected, List<Action> actions) {
        List<Finding> news =
                expected.stream()
                        .map(each -> each.done().isEmpty() ? each.withDone(begun(actions)) : each)
                        .filter(each -> !announced.contains(each))
                        .toList();
        if (mode == Mode.ENFORCE && !actions.isEmpty() && !news.isEmpty()) {
            announced.addAll(news);
            announcing.announce(task.subject(), news);
        }
    }

    /// What a finding says was done, if nobody is left to say what came of it.
    public static List<String> begun(List<Action> actions) {
        return actions.stream()
                .map(action ->
                        action.described()
                                + ": begun, then cut short; IAM shows whether it was done")
                .toList();
    }

    /// Whether something was announced, and nothing was written before this error ended the
    /// attempt. After a timeout, or an error of AWS's own, nobody knows.
    boolean wroteNothing(RuntimeException end) {
        boolean unknown =
                end instanceof SdkClientException
                        || (end instanceof SdkServiceException error && error.statusCode() >= 500);
        return !announced.isEmpty()
                && !unknown
                && performed.stream().noneMatch(each -> each.effect() == Effect.DONE);
    }

    /// Performs an action; it is told even if a later one fails.
    public PerformedAction perform(IamWriter writer, Action action) {
        PerformedAction done = writer.perform(action);
        performed.add(done);
        return done;
    }

    /// Adds findings about what was done; they are told even if a later step fails.
    public void tell(List<Finding> more) {
        findings.addAll(more);
    }

    /// The outcome with all that was done and found so far.
    ///
    /// @param more findings besides
    public Outcome outcome(Decision decision, String why, List<Finding> more) {
        return new Outcome(
                task.subject(),
                decision,
                why,
                performed,
                Stream.concat(findings.stream(), more.stream()).toList(),
                Map.of("mode", mode.text()),
                task.eventId(),
                true,
                !announced.isEmpty());
    }
}
