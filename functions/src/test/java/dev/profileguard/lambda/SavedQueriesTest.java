package dev.profileguard.lambda;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The queries for CloudWatch Logs Insights in `template.yaml`. No engine for this language exists
/// outside AWS, so they are not run: each field that they name has to be in a real log line.
class SavedQueriesTest {
    @Test
    void theDocumentsHaveTheSavedQueries() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        FENCED.matcher(read("docs/operations/logs.md"))
                .results()
                .forEach(block -> documented.put(block.group(2), block.group(1).strip()));

        assertThat(saved()).hasSize(5).isEqualTo(documented);
    }

    @Test
    void eachFieldIsInALogLine() throws IOException {
        Set<String> fields = fieldsOfRealLines();

        for (String query : all().toList()) {
            assertThat(fieldsOf(query)).as(query).isNotEmpty().isSubsetOf(fields);
        }
    }

    @Test
    void eachConsistsOfKnownCommands() throws IOException {
        for (String query : all().toList()) {
            assertThat(COMMAND.matcher(bare(query)).results().map(each -> each.group(1)))
                    .as(query)
                    .isNotEmpty()
                    .allMatch(COMMANDS::contains);
        }
    }

    @Test
    void eachValueIsOneThatIsWritten() throws IOException {
        assertThat(all().flatMap(query -> QUOTED.matcher(query).results()).map(MatchResult::group))
                .allMatch(VALUES::contains);
    }

    private static final Pattern FENCED =
            Pattern.compile("```\n(# ([a-z-]+)\n.*?)```", Pattern.DOTALL);
    private static final Pattern SAVED =
            Pattern.compile("QueryString: \\|\n((?: {8}.*\n)+)", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("^# ([a-z-]+)");
    private static final Pattern WIDGET = Pattern.compile("\"query\": \"(.*)\"}}");
    private static final Pattern COMMAND = Pattern.compile("(?:^|\\|)\\s*(\\w+)");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern FIELD = Pattern.compile("(?<![@\\w.])[a-zA-Z_]+(\\.\\w+)*");
    private static final Set<String> COMMANDS =
            Set.of("SOURCE", "filter", "fields", "stats", "sort", "limit");
    private static final Set<String> WORDS =
            Set.of(
                    "SOURCE",
                    "filter",
                    "fields",
                    "stats",
                    "sort",
                    "limit",
                    "and",
                    "not",
                    "or",
                    "like",
                    "by",
                    "asc",
                    "desc",
                    "ispresent",
                    "coalesce",
                    "count_distinct",
                    "min",
                    "max",
                    "sum",
                    "latest",
                    "bin");
    private static final Set<String> VALUES =
            Set.of(
                    "\"repaired\"",
                    "\"failed\"",
                    "\"ERROR\"",
                    "\"info\"",
                    "\"resolved\"",
                    "\"FailureAdvisor\"",
                    "\"instance-profile/prod-web\"");

    private static String read(String file) throws IOException {
        return Files.readString(Path.of("..", file));
    }

    private static Stream<String> all() throws IOException {
        Stream<String> widgets =
                WIDGET.matcher(read("template.yaml"))
                        .results()
                        .map(each -> each.group(1).replace("\\\"", "\""));
        return Stream.concat(saved().values().stream(), widgets);
    }

    /// By the name in their first line.
    private static Map<String, String> saved() throws IOException {
        Map<String, String> saved = new TreeMap<>();
        SAVED.matcher(read("template.yaml"))
                .results()
                .map(each -> each.group(1).lines().map(l -> l.substring(8)).collect(joining("\n")))
                .forEach(text ->
                        saved.put(
                                NAME.matcher(text).results().findFirst().orElseThrow().group(1),
                                text));
        return saved;
    }

    /// Without its name, quoted text and regular expressions.
    private static String bare(String query) {
        return query.replaceAll("(?m)^#.*\n", "").replaceAll("\"[^\"]*\"|'[^']*'|/[^/\n]*/", "''");
    }

    private static Set<String> fieldsOf(String query) {
        Set<String> aliases = new TreeSet<>();
        Pattern.compile(" as (\\w+)")
                .matcher(query)
                .results()
                .forEach(each -> aliases.add(each.group(1)));
        Set<String> fields = new TreeSet<>();
        FIELD.matcher(bare(query).replaceAll(" as \\w+", "").replaceAll("bin\\(.*?\\)", ""))
                .results()
                .map(MatchResult::group)
                .filter(each -> !aliases.contains(each) && !WORDS.contains(each))
                .forEach(fields::add);
        return fields;
    }

    private static Set<String> fieldsOfRealLines() throws IOException {
        Context context = mock(Context.class);
        when(context.getFunctionName()).thenReturn("stack-ProfileGuard");
        when(context.getAwsRequestId()).thenReturn("request-1");
        PerformedAction done =
                new PerformedAction(
                        new Action.TagProfile(new ProfileName("prod-web"), Tags.NONE), Effect.DONE);
        Finding finding =
                new Finding(
                        Kind.ROLE_REVERTED, "s", "1", "by", "why", List.of(), List.of(), "event-1");
        Outcome outcome =
                new Outcome.Answered(
                        "s",
                        GuardDecision.REVERT,
                        "why",
                        List.of(done),
                        List.of(finding),
                        Map.of(),
                        "e");
        Set<String> fields = new TreeSet<>();
        try (LogLines lines = new LogLines()) {
            PowertoolsReporting.report(
                    context,
                    new InvocationResult(List.of(outcome)),
                    List.of(),
                    MetricLineTest.NO_CALLS);
            PowertoolsReporting.measured(
                    context,
                    new Measurement(Measurement.SWEPT_SUBJECTS, 12, Measurement.Unit.COUNT));
            lines.json().forEach(line -> addFields("", line, fields));
        }
        return fields;
    }

    /// As Logs Insights names them: `outcome.actions.0.description`.
    private static void addFields(String path, Object value, Set<String> fields) {
        String below = path.isEmpty() ? "" : path + ".";
        switch (value) {
            case Map<?, ?> map ->
                    map.forEach((key, inner) -> addFields(below + key, inner, fields));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    addFields(below + i, list.get(i), fields);
                }
            }
            case null, default -> fields.add(path);
        }
    }
}
