package dev.profileguard.sandbox.aws.securityhub;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The filters of GetFindings: a finding matches if it matches one value of each field.
/// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFindingFilters.html
record FindingFilters(RecordedService service, Map<?, ?> filters) {
    private static final Set<String> FIELDS =
            Set.of("Id", "ProductArn", "GeneratorId", "Title", "RecordState", "ProductName");

    boolean match(Map<String, Object> finding) {
        return filters.entrySet().stream()
                .allMatch(filter ->
                        matches(finding, String.valueOf(filter.getKey()), filter.getValue()));
    }

    private boolean matches(Map<String, Object> finding, String field, Object values) {
        if (!FIELDS.contains(field) || !(values instanceof List<?> list)) {
            throw service.refusal(
                    501,
                    "NotImplemented",
                    "The sandbox has only these filters of GetFindings: Id, ProductArn,"
                            + " GeneratorId, Title, RecordState, ProductName");
        }
        String actual = String.valueOf(finding.get(field));
        return list.stream()
                .anyMatch(each -> each instanceof Map<?, ?> filter && matches(actual, filter));
    }

    private boolean matches(String actual, Map<?, ?> filter) {
        String value = String.valueOf(filter.get("Value"));
        return switch (String.valueOf(filter.get("Comparison"))) {
            case "EQUALS" -> actual.equals(value);
            case "PREFIX" -> actual.startsWith(value);
            default ->
                    throw service.refusal(
                            501,
                            "NotImplemented",
                            "The sandbox has only the comparisons EQUALS and PREFIX");
        };
    }
}
