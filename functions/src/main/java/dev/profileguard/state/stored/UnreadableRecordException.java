package dev.profileguard.state.stored;

import dev.profileguard.text.VisibleText;
import org.jspecify.annotations.Nullable;

/// An item of the baseline table does not have the form in which this version writes it. Somebody
/// else may have written it, so nothing is done for the roles and profiles that need it.
public sealed class UnreadableRecordException extends IllegalStateException
        permits NewerRecordException {
    private static final long serialVersionUID = 1;
    private static final int MAX_PROBLEM = 300;

    private final String subject;
    private final String eventId;

    /// @param key the item's key, such as `prod-web` or `tags#role/web`
    /// @param problem what is wrong, as a sentence without its end
    UnreadableRecordException(String key, String problem, Throwable cause) {
        this(
                "The item for %s in the table does not have the format of this version: %s"
                        .formatted(
                                VisibleText.excerpt(key),
                                VisibleText.excerpt(problem, MAX_PROBLEM)),
                cause,
                "",
                "");
    }

    UnreadableRecordException(
            String message, @Nullable Throwable cause, String subject, String eventId) {
        super(message, cause);
        this.subject = subject;
        this.eventId = eventId;
    }

    /// The same error for a role or profile that needs the item.
    ///
    /// @param newSubject such as `instance-profile/prod-web`
    /// @param newEventId the event or request because of which the item was read
    public UnreadableRecordException whileHandling(String newSubject, String newEventId) {
        return new UnreadableRecordException(
                String.valueOf(getMessage()), this, newSubject, newEventId);
    }

    /// The role or profile that needs the item; empty: unknown.
    public String subject() {
        return subject;
    }

    /// The event or request because of which the item was read; empty: unknown.
    public String eventId() {
        return eventId;
    }
}
