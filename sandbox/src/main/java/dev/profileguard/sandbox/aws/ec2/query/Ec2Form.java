package dev.profileguard.sandbox.aws.ec2.query;

import dev.profileguard.sandbox.aws.ec2.Filter;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.query.QueryForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The parameters of a request to EC2. Members of lists are numbered from 1, as in `InstanceId.1`.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
record Ec2Form(Map<String, List<String>> form) {
    private static final int BAD_REQUEST = 400;

    /// A parameter; null: the request does not have it.
    @Nullable String optional(String name) {
        return QueryForm.first(form, name);
    }

    /// A parameter that has to be there.
    String required(String name) {
        String value = optional(name);
        if (value == null || value.isEmpty()) {
            throw refusal("MissingParameter", "The request must contain the parameter " + name);
        }
        return value;
    }

    /// A number; null: the request does not have it.
    @Nullable Integer number(String name) {
        String value = optional(name);
        try {
            return value == null ? null : Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw refusal(
                    "InvalidParameterValue",
                    "Invalid value '%s' for %s. Expecting an integer.".formatted(value, name));
        }
    }

    /// A number that has to be there.
    int requiredNumber(String name) {
        required(name);
        Integer number = number(name);
        return number == null ? 0 : number;
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(optional(name));
    }

    /// The members of a list, perhaps none.
    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        for (String member : members(name)) {
            String value = optional(member);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /// A profile.
    ///
    /// @param name such as `IamInstanceProfile`
    /// @return null: the request does not name one
    @Nullable ProfileReference profile(String name) {
        String profile = optional(name + ".Name");
        String arn = optional(name + ".Arn");
        return profile == null && arn == null ? null : new ProfileReference(profile, arn);
    }

    /// The filters, perhaps none.
    List<Filter> filters() {
        return members("Filter").stream()
                .map(filter -> new Filter(required(filter + ".Name"), list(filter + ".Value")))
                .toList();
    }

    /// The tags that instances are to get.
    Map<String, String> instanceTags() {
        return tags("instance");
    }

    /// The tags that new resources of a kind are to get.
    ///
    /// @param kind such as `launch-template`
    Map<String, String> tags(String kind) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String specification : members("TagSpecification")) {
            if (kind.equals(optional(specification + ".ResourceType"))) {
                for (String tag : members(specification + ".Tag")) {
                    String value = optional(tag + ".Value");
                    tags.put(required(tag + ".Key"), value == null ? "" : value);
                }
            }
        }
        return tags;
    }

    /// `NAME.1`, `NAME.2` and so on, as far as the request has parameters that start so.
    List<String> members(String name) {
        String prefix = name + ".";
        return form.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()).split("\\.", 2)[0])
                .filter(number -> number.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .distinct()
                .sorted()
                .map(number -> prefix + number)
                .toList();
    }

    /// The error that EC2 returns instead of a result.
    static AwsServiceException refusal(String code, String message) {
        return ServiceErrors.of(AwsServiceException.builder(), "ec2", BAD_REQUEST, code, message);
    }
}
