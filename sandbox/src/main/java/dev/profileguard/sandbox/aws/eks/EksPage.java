package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.regional.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A page of a List call.
final class EksPage {
    private static final int MOST = 100;

    private EksPage() {}

    /// The page that a call asks for.
    ///
    /// @param key of the list in the response
    static <T> Map<String, Object> of(EksInput input, String key, List<T> all) {
        int size = input.number("maxResults", MOST);
        if (size < 1 || size > MOST) {
            throw input.invalid("The parameter maxResults must be from 1 to 100.");
        }
        Page<T> page =
                Page.of(all, size, input.optional("nextToken"))
                        .orElseThrow(() -> input.invalid("The nextToken is invalid."));
        Map<String, Object> response = new LinkedHashMap<>();
        response.put(key, page.items());
        if (page.next() != null) {
            response.put("nextToken", page.next());
        }
        return response;
    }
}
