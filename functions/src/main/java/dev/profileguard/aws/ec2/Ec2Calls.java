package dev.profileguard.aws.ec2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls of EC2 that are repeated after temporary errors, and whose pages are read to the end.
///
/// @param await waits before a call is repeated
public record Ec2Calls(Ec2Query query, Consumer<Duration> await) {
    /// The values that a filter can have.
    static final int MAX_FILTER_VALUES = 200;

    private static final int MOST_PAGES = 20;
    private static final List<Duration> RETRIES =
            List.of(Duration.ofMillis(200), Duration.ofMillis(600));
    private static final String TOKEN = "nextToken";

    /// One response.
    ///
    /// @throws Ec2Exception if the call fails, after repetitions
    Ec2Element one(String region, String action, Map<String, String> parameters) {
        for (Duration time : RETRIES) {
            try {
                return query.call(region, action, parameters);
            } catch (Ec2Exception e) {
                if (!e.isTemporary()) {
                    throw e;
                }
                await.accept(time);
            }
        }
        return query.call(region, action, parameters);
    }

    /// The members of a list in all pages of a response.
    ///
    /// @throws Ec2Exception if a call fails, or if there are more than 20,000 members
    List<Ec2Element> all(
            String region, String action, Map<String, String> parameters, String list) {
        List<Ec2Element> items = new ArrayList<>();
        Map<String, String> request = new LinkedHashMap<>(parameters);
        request.put("MaxResults", "1000");
        for (int page = 0; page < MOST_PAGES; page++) {
            Ec2Element response = one(region, action, request);
            items.addAll(response.items(list));
            @Nullable String token = response.text(TOKEN);
            if (token == null) {
                return items;
            }
            request.put("NextToken", token);
        }
        throw new Ec2Exception("TooMany", 200, action + " has more than 20,000 results");
    }
}
