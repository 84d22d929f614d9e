package dev.profileguard.state.stored;

import dev.profileguard.text.VisibleText;
import org.jspecify.annotations.Nullable;

/// A newer version of the functions wrote an item, before this version was deployed again. The item
/// is intact. It is not changed.
public final class NewerRecordException extends UnreadableRecordException {
    private static final long serialVersionUID = 1;

    /// @param key the item's key, such as `prod-web` or `tags#role/web`
    /// @param problem from [Schema#newer]
    NewerRecordException(String key, String problem) {
        this(
                "The item for %s in the table cannot be read: %s"
                        .formatted(VisibleText.excerpt(key), problem),
                null,
                "",
                "");
    }

    private NewerRecordException(
            String message, @Nullable Throwable cause, String subject, String eventId) {
        super(message, cause, subject, eventId);
    }

    @Override
    public NewerRecordException whileHandling(String newSubject, String newEventId) {
        return new NewerRecordException(String.valueOf(getMessage()), this, newSubject, newEventId);
    }
}
