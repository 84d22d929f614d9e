package dev.profileguard.sandbox.command.option;

import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The parameters of a template that is deployed to a recorded account. A recording has no clusters
/// of EKS, so the functions must not ask for them: they would find none.
///
/// @param values the parameters
/// @param warning what a person has to know about it; empty: nothing
public record RecordedParameters(Map<String, String> values, String warning) {
    private static final String PARAMETER = "ReadEksClusters";
    private static final String VARIABLE = "READ_EKS_CLUSTERS";

    /// Takes a copy.
    public RecordedParameters {
        values = Map.copyOf(values);
    }

    /// The parameters that the user set, without EKS.
    public static RecordedParameters of(Path template, Map<String, String> given) {
        boolean isOn =
                TemplateReader.read(template, given).functions().stream()
                        .anyMatch(each -> "on".equals(each.environment().get(VARIABLE)));
        if (!isOn) {
            return new RecordedParameters(given, "");
        }
        Map<String, String> off = new LinkedHashMap<>(given);
        off.put(PARAMETER, "off");
        return new RecordedParameters(
                off,
                "%s is on, but a recorded account has no clusters: what EKS would show about node roles is left out"
                        .formatted(PARAMETER));
    }
}
