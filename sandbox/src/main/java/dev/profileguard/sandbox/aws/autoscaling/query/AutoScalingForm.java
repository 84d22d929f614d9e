package dev.profileguard.sandbox.aws.autoscaling.query;

import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.query.FormTree;
import dev.profileguard.sandbox.aws.query.QueryForm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The parameters of a request to Auto Scaling. Members of lists are numbered, as in
/// `AvailabilityZones.member.1`.
record AutoScalingForm(Map<String, List<String>> form) {
    private static final int BAD_REQUEST = 400;

    /// A parameter; null: the request does not have it.
    @Nullable String optional(String name) {
        return QueryForm.first(form, name);
    }

    /// A parameter that has to be there.
    String required(String name) {
        String value = optional(name);
        if (value == null || value.isEmpty()) {
            throw validation(
                    "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                            .formatted(
                                    name.substring(0, 1).toLowerCase(Locale.ROOT)
                                            + name.substring(1)));
        }
        return value;
    }

    /// A number; null: the request does not have it.
    @Nullable Integer number(String name) {
        String value = optional(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("-?\\d{1,9}")) {
            throw refusal("MalformedInput", "Invalid value for " + name);
        }
        return Integer.valueOf(value);
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(optional(name));
    }

    /// The parameters under a name; empty: the request has none.
    Map<String, Object> tree(String name) {
        return new FormTree(form).at(name + ".");
    }

    /// The maps of a list, perhaps none.
    List<Map<String, Object>> maps(String name) {
        return IntStream.rangeClosed(1, form.size())
                .mapToObj(number -> tree(name + ".member." + number))
                .filter(map -> !map.isEmpty())
                .toList();
    }

    /// The members of a list, perhaps none.
    List<String> list(String name) {
        return IntStream.rangeClosed(1, form.size())
                .mapToObj(number -> optional(name + ".member." + number))
                .filter(Objects::nonNull)
                .toList();
    }

    static AwsServiceException validation(String message) {
        return refusal("ValidationError", message);
    }

    /// The error that Auto Scaling returns instead of a result.
    static AwsServiceException refusal(String code, String message) {
        return ServiceErrors.of(
                AwsServiceException.builder(), "autoscaling", BAD_REQUEST, code, message);
    }
}
