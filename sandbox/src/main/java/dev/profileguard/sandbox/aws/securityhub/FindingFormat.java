package dev.profileguard.sandbox.aws.securityhub;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What Security Hub requires of a finding in the AWS Security Finding Format: of the fields that
/// are here, the presence, the lengths, the numbers of items, and the values. The limits are those
/// of the [API
/// reference](https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html).
///
/// The sentences are AWS's, such as in [of a
/// length](https://github.com/aquasecurity/kube-bench/issues/903), [a field that
/// lacks](https://github.com/cloud-custodian/cloud-custodian/issues/4234), [a
/// type](https://github.com/prowler-cloud/prowler/issues/2519) and [the fields of
/// providers](https://github.com/aws-samples/aws-securityhub-config-integration/issues/3). That of
/// a time is not published: it is made like the others.
final class FindingFormat {
    private static final String PREFIX = "Finding does not adhere to Amazon Finding Format. ";
    private static final List<String> REQUIRED =
            List.of(
                    "SchemaVersion",
                    "Id",
                    "ProductArn",
                    "GeneratorId",
                    "AwsAccountId",
                    "CreatedAt",
                    "UpdatedAt",
                    "Title",
                    "Description",
                    "Resources");
    private static final Map<String, Integer> LONGEST =
            Map.of(
                    "Id", 512,
                    "ProductArn", 2048,
                    "GeneratorId", 512,
                    "Title", 256,
                    "Description", 1024,
                    "ProductName", 128,
                    "CompanyName", 128);
    private static final Set<String> TIMES =
            Set.of("CreatedAt", "UpdatedAt", "FirstObservedAt", "LastObservedAt");
    private static final Set<String> LABELS =
            Set.of("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
    private static final Pattern TYPE = Pattern.compile("([^/]+)(/[^/]+){0,2}");
    private static final int MOST_FIELDS = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 2048;
    private static final int LONGEST_STEP = 512;
    private static final int MOST_RESOURCES = 32;
    private static final int MOST_TYPES = 50;

    private final Map<?, ?> finding;
    private final List<String> problems = new ArrayList<>();

    private FindingFormat(Map<?, ?> finding) {
        this.finding = finding;
    }

    /// What is wrong with a finding; null: nothing.
    static @Nullable String problem(Map<?, ?> finding) {
        FindingFormat format = new FindingFormat(finding);
        format.check();
        return format.problems.isEmpty() ? null : PREFIX + format.problems.getFirst();
    }

    private void check() {
        for (String name : REQUIRED) {
            if (!finding.containsKey(name)) {
                problems.add("data should have required property '%s'.".formatted(name));
            }
        }
        if (finding.get("FindingProviderFields") == null
                && (finding.get("Severity") == null || finding.get("Types") == null)) {
            problems.add(
                    "data should have required property 'FindingProviderFields', data should match"
                            + " some schema in anyOf.");
        }
        LONGEST.forEach((name, most) -> length("." + name, finding.get(name), most));
        TIMES.forEach(this::time);
        choice(".RecordState", finding.get("RecordState"), Set.of("ACTIVE", "ARCHIVED"));
        choice(".SchemaVersion", finding.get("SchemaVersion"), Set.of("2018-10-08"));
        length(".Remediation.Recommendation.Text", recommendation(), LONGEST_STEP);
        providerFields();
        productFields();
        resources();
    }

    private @Nullable Object recommendation() {
        return finding.get("Remediation") instanceof Map<?, ?> remediation
                        && remediation.get("Recommendation") instanceof Map<?, ?> recommendation
                ? recommendation.get("Text")
                : null;
    }

    private void providerFields() {
        Stream.of("", ".FindingProviderFields")
                .forEach(path -> {
                    Object fields = path.isEmpty() ? finding : finding.get(path.substring(1));
                    if (fields instanceof Map<?, ?> map) {
                        if (map.get("Severity") instanceof Map<?, ?> severity) {
                            choice(path + ".Severity.Label", severity.get("Label"), LABELS);
                        }
                        types(path + ".Types", map.get("Types"));
                    }
                });
    }

    private void types(String path, @Nullable Object types) {
        if (types instanceof List<?> list) {
            count(path, list.size(), 0, MOST_TYPES);
            for (int i = 0; i < list.size(); i++) {
                if (!TYPE.matcher(String.valueOf(list.get(i))).matches()) {
                    problems.add(
                            "data%s[%d] should match pattern \"^([^/]+)(/[^/]+){0,2}$\"."
                                    .formatted(path, i));
                }
            }
        }
    }

    private void productFields() {
        if (finding.get("ProductFields") instanceof Map<?, ?> fields) {
            if (fields.size() > MOST_FIELDS) {
                problems.add("data.ProductFields should NOT have more than 50 properties.");
            }
            fields.forEach((key, value) -> {
                length(".ProductFields['%s']".formatted(key), value, LONGEST_VALUE);
                length(".ProductFields", key, LONGEST_KEY);
            });
        }
    }

    private void resources() {
        if (finding.get("Resources") instanceof List<?> resources) {
            count(".Resources", resources.size(), 1, MOST_RESOURCES);
            for (int i = 0; i < resources.size(); i++) {
                if (resources.get(i) instanceof Map<?, ?> resource) {
                    length(".Resources[%d].Type".formatted(i), resource.get("Type"), 256);
                    length(".Resources[%d].Id".formatted(i), resource.get("Id"), 512);
                }
            }
        }
    }

    private void length(String path, @Nullable Object value, int most) {
        if (value instanceof String text && text.isBlank()) {
            problems.add("data%s should NOT be shorter than 1 characters.".formatted(path));
        }
        if (value instanceof String text && text.codePointCount(0, text.length()) > most) {
            problems.add("data%s should NOT be longer than %d characters.".formatted(path, most));
        }
    }

    private void count(String path, int items, int least, int most) {
        if (items < least) {
            problems.add("data%s should NOT have fewer than %d items.".formatted(path, least));
        }
        if (items > most) {
            problems.add("data%s should NOT have more than %d items.".formatted(path, most));
        }
    }

    private void choice(String path, @Nullable Object value, Set<String> allowed) {
        if (value != null && !allowed.contains(String.valueOf(value))) {
            problems.add("data%s should be equal to one of the allowed values.".formatted(path));
        }
    }

    private void time(String name) {
        if (finding.get(name) instanceof String text) {
            try {
                Instant.parse(text);
            } catch (DateTimeParseException e) {
                problems.add("data.%s should match format \"date-time\".".formatted(name));
            }
        }
    }
}
