package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.finding.delivery.FindingLedger;
import dev.profileguard.finding.delivery.FindingRecord;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.reconcile.IntentLog;
import java.time.InstantSource;
import java.util.List;

/// The intent log of one invocation for a rule, stored in the findings ledger.
record LedgerIntentLog(
        FindingLedger ledger, InstantSource clock, Reporting reporting, Context context, Rule rule)
        implements IntentLog {
    private static final int MAX_ATTEMPTS = 5;

    @Override
    public void record(String subject, List<Finding> findings) {
        try {
            ledger.addIntents(
                    rule, subject, FindingRecord.intentsOf(findings, by(), clock.instant()));
        } catch (RuntimeException e) {
            report(
                    "Cannot store the intent for %s. If the function is killed now, the repair is not reported: %s"
                            .formatted(subject, e.getMessage()));
        }
    }

    @Override
    public void withdraw(String subject) {
        try {
            remove(subject);
        } catch (RuntimeException e) {
            report(
                    "Nothing was changed on %s, but the stored intent could not be removed, so a repair may be reported: %s"
                            .formatted(subject, e.getMessage()));
        }
    }

    private void remove(String subject) {
        for (int attempt = 1; ; attempt++) {
            FindingRecord current = ledger.load(rule, subject);
            FindingRecord next = current.withoutIntents(by());
            try {
                if (!next.equals(current)) {
                    ledger.save(next);
                }
                return;
            } catch (ChangedMeanwhileException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private String by() {
        return context.getAwsRequestId();
    }

    private void report(String problem) {
        String error = problem + ". Check the findings table and the function's permissions for it";
        reporting.delivered(
                context, new DeliveryReport(List.of(), List.of(), List.of(), List.of(error)));
    }
}
