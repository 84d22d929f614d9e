package dev.profileguard.sandbox.command.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.page.PageKind;
import dev.profileguard.page.PageReport;
import dev.profileguard.page.PageTrend;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.Report;
import dev.profileguard.sandbox.command.stack.SweepResult;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A sweep of a deployed stack as a page.
public final class SweptPage {
    private static final String MISSING =
            "The report could not be read, so this page shows no role or profile";
    private static final String NO_STATES =
            "The functions are of a version before 'page', which does not report the states of"
                    + " roles and profiles. Deploy this version";

    private SweptPage() {}

    /// The page.
    ///
    /// @param account twelve digits; null: not known
    public static PageReport of(
            PageKind kind, @Nullable String account, SweepResult result, Report report) {
        JsonNode answer = result.answer();
        List<String> notes = new ArrayList<>(Answer.texts(answer.path("faults")));
        if (report.isMissing()) {
            notes.add(MISSING);
        } else if (!answer.has("listed")) {
            notes.add(NO_STATES);
        } else if (report.parts() < answer.path("part").asInt(0)) {
            notes.add(
                    "The report is incomplete: the sweep had %d parts, and %d are stored"
                            .formatted(answer.path("part").asInt(), report.parts()));
        }
        return new PageReport(
                kind,
                "",
                Objects.requireNonNullElse(account, "unknown"),
                result.started().truncatedTo(ChronoUnit.SECONDS),
                notes,
                PageReport.counted(
                        answer.path("listed").path("roles").asInt(0),
                        answer.path("listed").path("profiles").asInt(0)),
                ReportedLines.decisions(answer.path("total")),
                ReportedLines.entries(report.outcomes()),
                PageTrend.of(answer.path("trend").valueStream().map(SweptPage::point).toList()));
    }

    private static Map<String, Object> point(JsonNode point) {
        Map<String, Object> fields = new LinkedHashMap<>();
        point.properties()
                .forEach(each ->
                        fields.put(
                                each.getKey(),
                                each.getValue().isNumber()
                                        ? each.getValue().longValue()
                                        : each.getValue().asText()));
        return fields;
    }
}
