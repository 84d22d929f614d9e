package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.regional.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which part of a list of launch templates or their versions a call asks for.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html
///
/// @param most MaxResults, from 1 to 200; null: 200
/// @param token NextToken of the page before; null: the first page
public record TemplatePage(@Nullable Integer most, @Nullable String token) {
    /// The first page, as long as possible.
    public static final TemplatePage FIRST = new TemplatePage(null, null);

    private static final int LARGEST = 200;

    /// The page as EC2 returns it.
    ///
    /// @param set the name of the list
    Map<String, Object> of(String set, List<Map<String, Object>> all, RecordedService service) {
        Page<Map<String, Object>> page =
                Page.of(all, size(service), token)
                        .orElseThrow(() ->
                                service.refusal(
                                        "InvalidParameterValue",
                                        "Value ( %s ) for parameter NextToken is invalid. The token is invalid."
                                                .formatted(token)));
        Map<String, Object> response = new LinkedHashMap<>();
        response.put(set, Map.of("items", page.items()));
        if (page.next() != null) {
            response.put("nextToken", page.next());
        }
        return response;
    }

    private int size(RecordedService service) {
        if (most == null) {
            return LARGEST;
        }
        if (most < 1 || most > LARGEST) {
            throw service.refusal(
                    "InvalidParameterValue",
                    "Value ( %d ) for parameter maxResults is invalid. Expecting a value %s."
                            .formatted(most, most < 1 ? "greater than 0" : "less than 201"));
        }
        return most;
    }
}
