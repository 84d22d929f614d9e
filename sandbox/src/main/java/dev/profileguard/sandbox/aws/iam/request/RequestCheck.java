package dev.profileguard.sandbox.aws.iam.request;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.iam.model.IamRequest;
import software.amazon.awssdk.services.iam.model.Tag;

/// The checks that IAM makes before it reads the account. First it checks all parameters against
/// their constraints and reports all violations in one error. Then it checks the characters of
/// names, paths and documents and reports the first invalid parameter.
public final class RequestCheck {
    private final String operation;
    private final List<String> errors = new ArrayList<>();

    private RequestCheck(String operation) {
        this.operation = operation;
    }

    /// Checks all parameters of a request.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.IamException ValidationError if a
    ///   parameter is missing or wrong
    public static void check(String operation, IamRequest request) {
        RequestCheck check = new RequestCheck(operation);
        request.sdkFields().forEach(field -> check.constraint(field, sent(field, request)));
        check.refuse();
        request.sdkFields().forEach(field -> check.characters(field, sent(field, request)));
    }

    private void constraint(SdkField<?> field, @Nullable Object value) {
        String member = field.locationName();
        Parameter parameter = Parameter.named(operation, member);
        if (value == null) {
            if (Parameter.isRequired(operation, member)) {
                failed(shown(member), "Member must not be null");
            }
        } else if (parameter != null) {
            check(shown(member), parameter.constraint(), value);
            if (parameter.constraint() instanceof Constraint.Tags) {
                tags(shown(member), (List<?>) value);
            }
        }
    }

    private void tags(String at, List<?> tags) {
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = (Tag) tags.get(i);
            String place = "%s.%d.member.".formatted(at, i + 1);
            check(place + "key", Constraint.Tags.KEY, tag.key());
            check(place + "value", Constraint.Tags.VALUE, tag.value());
        }
    }

    private void check(String at, Constraint constraint, @Nullable Object value) {
        String violation = value == null ? "Member must not be null" : constraint.violation(value);
        if (violation != null) {
            failed(at, violation);
        }
    }

    private void failed(String at, String why) {
        errors.add("Value at '%s' failed to satisfy constraint: %s".formatted(at, why));
    }

    private void refuse() {
        if (!errors.isEmpty()) {
            throw IamErrors.validation(
                    "%d validation error%s detected: %s"
                            .formatted(
                                    errors.size(),
                                    errors.size() == 1 ? "" : "s",
                                    String.join("; ", errors)));
        }
    }

    private void characters(SdkField<?> field, @Nullable Object value) {
        String member = field.locationName();
        Parameter parameter = Parameter.named(operation, member);
        if (value != null && parameter != null && !parameter.hasValidCharacters(value)) {
            throw IamErrors.validation(
                    "The specified value for %s is invalid. %s"
                            .formatted(shown(member), parameter.complaint()));
        }
    }

    private static @Nullable Object sent(SdkField<?> field, IamRequest request) {
        Object value = field.getValueOrDefault(request);
        return value instanceof SdkAutoConstructList ? null : value;
    }

    private static String shown(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
