package dev.profileguard.control;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.state.pause.Pause;
import dev.profileguard.state.pause.Pauses;
import dev.profileguard.state.stored.UnreadableRecordException;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Answers `{"show": {"settings": true}}`: the settings that are in force in a function, and
/// whether it has the permissions that it always needs. It changes nothing and has no findings.
///
/// @param function its name in the template
/// @param mode the name of the template parameter that sets its mode; null: it has none
/// @param probes the reads that it always needs
/// @param environment its environment variables
public record SettingsAnswer(
        String function,
        @Nullable String mode,
        Map<String, String> environment,
        List<Probe> probes,
        Pauses pauses) {
    private static final Map<String, Object> REQUEST = Map.of("show", Map.of("settings", true));

    /// The request, for the list of valid requests.
    public static final String UNDERSTOOD = "{\"show\": {\"settings\": true}}";

    /// Takes a copy.
    public SettingsAnswer {
        probes = List.copyOf(probes);
    }

    /// Whether a request asks for it.
    public static boolean isAskedFor(Map<String, ?> request) {
        return request.equals(REQUEST);
    }

    /// The answer.
    public Outcome of(Context context) {
        return of(context, Map.of());
    }

    /// The answer, with more values.
    ///
    /// @param more values for people, in reading order
    public Outcome of(Context context, Map<String, ? extends @Nullable Object> more) {
        List<String> problems = new ArrayList<>();
        probes.stream().map(Probe::problem).filter(Objects::nonNull).forEach(problems::add);
        Map<String, String> settings = Parameters.in(environment);
        Pause pause = pause(problems);
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("function", function);
        details.put("version", context.getFunctionVersion());
        details.put("mode", mode == null ? null : settings.get(mode));
        details.put("paused", pause == null ? null : pause.json());
        details.put("problems", problems);
        details.put("settings", settings);
        details.putAll(more);
        return new Outcome.Answered(
                null,
                Decision.Common.SHOWN,
                why(context, problems, pause),
                List.of(),
                List.of(),
                details,
                context.getAwsRequestId());
    }

    private String why(Context context, List<String> problems, @Nullable Pause pause) {
        return "%s runs version %s with %s%s"
                .formatted(
                        function,
                        context.getFunctionVersion(),
                        problems.isEmpty()
                                ? "all permissions that it always needs"
                                : "%d %s"
                                        .formatted(
                                                problems.size(),
                                                problems.size() == 1 ? "problem" : "problems"),
                        pause == null ? "" : ". " + pause.sentence());
    }

    private @Nullable Pause pause(List<String> problems) {
        try {
            return pauses.current();
        } catch (SdkException | UnreadableRecordException e) {
            problems.add(
                    "Cannot read whether writes are paused, so nothing is written: "
                            + VisibleText.message(e.getMessage()));
            return null;
        }
    }
}
