package dev.profileguard.sandbox.aws.autoscaling.query;

import dev.profileguard.sandbox.aws.regional.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The part of a list that a request asks for with MaxRecords and NextToken.
///
/// @param usual how many items it has if the request does not say
/// @param most how many it may have
record ResultPage(int usual, int most) {
    /// Fifty items, at most a hundred.
    static final ResultPage HUNDRED = new ResultPage(50, 100);

    /// At most fifty items, as in DescribeAutoScalingInstances.
    static final ResultPage FIFTY = new ResultPage(50, 50);

    /// At most a hundred items, as in DescribeScalingActivities.
    static final ResultPage ALL_HUNDRED = new ResultPage(100, 100);

    /// The elements of the response.
    ///
    /// @param list its name
    Map<String, Object> of(String list, List<Map<String, Object>> all, AutoScalingForm form) {
        Integer wanted = form.number("MaxRecords");
        if (wanted != null && (wanted < 1 || wanted > most)) {
            throw AutoScalingForm.validation(
                    "The value of MaxRecords must be from 1 to %d.".formatted(most));
        }
        Page<Map<String, Object>> page =
                Page.of(all, wanted == null ? usual : wanted, form.optional("NextToken"))
                        .orElseThrow(() ->
                                AutoScalingForm.refusal(
                                        "InvalidNextToken", "The token is invalid."));
        Map<String, Object> elements = new LinkedHashMap<>();
        elements.put(list, page.items());
        if (page.next() != null) {
            elements.put("NextToken", page.next());
        }
        return elements;
    }
}
