package dev.profileguard.sandbox.aws.ec2.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// CloudTrail's form of EC2's newer calls: request and response with their names around them, the
/// keys of the request capitalized, and lists as they come out of XML. One element stands for
/// itself, several are a list, none are an empty text. Members of a request's lists have a `tag`
/// with their number, and a text of digits in a response is a number. So it is in published records
/// of CreateLaunchTemplate and CreateFleet, such as that in
/// https://github.com/aws/karpenter-provider-aws/issues/5850
final class WrappedRecord {
    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,17}");

    private WrappedRecord() {}

    static Map<String, Object> request(String operation, Map<String, Object> request) {
        return Map.of(operation + "Request", request);
    }

    /// @param response as EC2 returns it, with `items` in each list
    static Map<String, Object> response(
            String operation, String requestId, Map<String, Object> response) {
        Map<String, Object> wrapped = new LinkedHashMap<>();
        wrapped.put("xmlns", "http://ec2.amazonaws.com/doc/2016-11-15/");
        wrapped.put("requestId", requestId);
        response.forEach((key, value) -> wrapped.put(key, value(value)));
        return Map.of(operation + "Response", wrapped);
    }

    /// The members of a list in a request.
    static Object numbered(List<Map<String, Object>> members) {
        for (int index = 0; index < members.size(); index++) {
            members.get(index).put("tag", index + 1);
        }
        return single(members);
    }

    /// The texts of a list in a request.
    static Object texts(List<String> members) {
        List<Map<String, Object>> each = new ArrayList<>();
        for (String member : members) {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("content", member);
            each.add(content);
        }
        return numbered(each);
    }

    private static Object value(Object value) {
        if (value instanceof String text && DIGITS.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.get("items") instanceof List<?> items) {
            return items.isEmpty()
                    ? ""
                    : Map.of("item", single(items.stream().map(WrappedRecord::value).toList()));
        }
        Map<String, Object> converted = new LinkedHashMap<>();
        map.forEach((key, each) -> converted.put(String.valueOf(key), value(each)));
        return converted;
    }

    private static Object single(List<?> members) {
        return members.size() == 1 ? members.getFirst() : members;
    }
}
