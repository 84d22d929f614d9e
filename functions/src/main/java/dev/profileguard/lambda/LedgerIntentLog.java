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

/// What one invocation announces of a rule, kept in the ledger.
record LedgerIntentLog(
        FindingLedger ledger, InstantSource clock, Reporting reporting, Context context, Rule rule)
        implements IntentLog {
    private static final int MOST_TRIES = 5;

    @Override
    public void record(String subject, List<Finding> findings) {
        try {
            ledger.begin(rule, subject, FindingRecord.begin(findings, by(), clock.instant()));
        } catch (RuntimeException e) {
            report(
                    "What is about to be done to %s could not be kept, so that it is never told if this is cut short: %s"
                            .formatted(subject, e.getMessage()));
        }
    }

    @Override
    public void withdraw(String subject) {
        try {
            forget(subject);
        } catch (RuntimeException e) {
            report(
                    "Nothing was done to %s, and it may be told all the same that it was begun: %s"
                            .formatted(subject, e.getMessage()));
        }
    }

    private void forget(String subject) {
        for (int tries = 1; ; tries++) {
            FindingRecord known = ledger.load(rule, subject);
            FindingRecord next = known.withdrawn(by());
            try {
                if (!next.equals(known)) {
                    ledger.save(next);
                }
                return;
            } catch (ChangedMeanwhileException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private String by() {
        return context.getAwsRequestId();
    }

    private void report(String trouble) {
        String todo =
                trouble + ". Look at the findings table and the function's permissions for it";
        reporting.delivered(
                context, new DeliveryReport(List.of(), List.of(), List.of(), List.of(todo)));
    }
}
