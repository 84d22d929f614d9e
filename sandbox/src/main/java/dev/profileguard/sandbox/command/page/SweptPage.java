package dev.profileguard.sandbox.command.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.page.PageKind;
import dev.profileguard.page.PageReport;
import dev.profileguard.page.PageTrend;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.Report;
import dev.profileguard.sandbox.command.stack.SweepResult;
import dev.profileguard.sandbox.terminal.Terminal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// A sweep of a deployed stack as a page.
public final class SweptPage {
    private SweptPage() {}

    /// Writes the page, unless the option is not set. A page that would not show what the sweep
    /// found is not written: it would say that all is well.
    ///
    /// @param account twelve digits; null: not known
    /// @return false: it could not be written
    public static boolean write(
            ReportOptions option,
            @Nullable String account,
            SweepResult result,
            Report report,
            Terminal terminal,
            CommandLine command) {
        String missing = missing(result.answer(), report);
        return missing == null
                ? option.write(() -> of(account, result, report), terminal, command)
                : option.refuse(missing, command);
    }

    /// What a page lacks; null: nothing.
    private static @Nullable String missing(JsonNode answer, Report report) {
        if (answer.path("mode").asText().equals("apply") && answer.path("listed").isNull()) {
            return "an apply has no page. The page of its plan shows the changes";
        }
        if (!answer.has("listed")) {
            return "the functions are of a version that does not report the states of roles and"
                    + " profiles. Deploy this version";
        }
        return report.isMissing() ? "the report of the sweep cannot be read, see above" : null;
    }

    private static PageReport of(@Nullable String account, SweepResult result, Report report) {
        JsonNode answer = result.answer();
        List<String> notes = new ArrayList<>(Answer.texts(answer.path("faults")));
        if (report.parts() < answer.path("part").asInt(0)) {
            notes.add(
                    "The report is incomplete: the sweep had %d parts, and %d are stored"
                            .formatted(answer.path("part").asInt(), report.parts()));
        }
        return new PageReport(
                answer.path("mode").asText().equals("plan") ? PageKind.PLAN : PageKind.SWEEP,
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
