package dev.profileguard.sweep.result;

import dev.profileguard.finding.Finding.Severity;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.finding.Product;
import dev.profileguard.finding.delivery.FindingRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The state of the guard in an account at the end of a sweep, for those who look after many
/// accounts.
///
/// @param stack the name of the stack
/// @param modes of the functions, by the template parameter
/// @param paused whether all writes are paused, or whether nobody knows, which stops writes too
/// @param faults the number of things that keep events from the functions
/// @param findings what has an open finding, or a notice that is not sent
record AccountStatus(
        String account,
        String region,
        String stack,
        Map<String, String> modes,
        boolean paused,
        Swept swept,
        int faults,
        List<FindingRecord> findings) {
    /// A sweep or plan of the whole account that went through everything.
    ///
    /// @param mode `sweep` or `plan`
    /// @param subjects the number of outcomes for roles and profiles
    /// @param failed how often a rule failed for one
    record Swept(String mode, int subjects, int failed, Instant ended) {}

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("account", account);
        json.put("region", region);
        json.put("stack", stack);
        json.put("version", Product.VERSION);
        json.put("modes", modes);
        json.put("paused", paused);
        json.put("sweep", sweep());
        json.put("open", open());
        return json;
    }

    private Map<String, Object> sweep() {
        Map<String, Object> sweep = new LinkedHashMap<>();
        sweep.put("ended", swept.ended().toString());
        sweep.put("mode", swept.mode());
        sweep.put("subjects", swept.subjects());
        sweep.put("failed", swept.failed());
        sweep.put("faults", faults);
        return sweep;
    }

    private Map<String, Long> open() {
        Map<String, Long> open = new LinkedHashMap<>();
        for (Severity severity : List.of(Severity.CRITICAL, Severity.WARNING, Severity.INFO)) {
            open.put(severity.text(), open(severity));
        }
        return open;
    }

    private long open(Severity severity) {
        return findings.stream()
                .flatMap(record -> record.entries().stream())
                .map(FindingRecord.Entry::notice)
                .filter(notice -> notice.status() == Status.OPEN)
                .filter(notice -> notice.finding().kind().severity() == severity)
                .count();
    }
}
