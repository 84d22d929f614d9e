package dev.profileguard.state.history;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A baseline that a profile had earlier.
///
/// @param role null: the profile should have been empty
/// @param roleId null: there was no role, or its ID was unknown
/// @param asOf the time of the change that made it right
/// @param by who made that change
/// @param eventId the event of that change
/// @param provisional whether it is not proven that a trusted principal had made this state
/// @param until the time of the change after which it was not right any more
public record FormerBaseline(
        String profileId,
        String path,
        @Nullable RoleName role,
        @Nullable String roleId,
        Tags tags,
        Instant asOf,
        String by,
        String eventId,
        boolean provisional,
        Instant until) {
    /// The attributes' names, the times and the IDs.
    private static final int FIXED = 250;

    /// About how many bytes it takes in the table.
    int size() {
        int tagged = tags.values().entrySet().stream().mapToInt(FormerBaseline::bytes).sum();
        return FIXED + tagged + bytes(path) + bytes(by) + bytes(eventId);
    }

    private static int bytes(Map.Entry<String, String> tag) {
        return bytes(tag.getKey()) + bytes(tag.getValue()) + 4;
    }

    private static int bytes(String text) {
        return text.chars().map(each -> each < 0x80 ? 1 : 3).sum();
    }
}
