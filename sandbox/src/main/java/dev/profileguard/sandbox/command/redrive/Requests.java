package dev.profileguard.sandbox.command.redrive;

/// What a redrive does with requests by hand.
enum Requests {
    /// They stay, and are shown.
    KEEP,
    /// They are sent again, with the permissions of the caller.
    SEND,
    /// They are deleted.
    DELETE;

    /// As in the command line.
    @Override
    public String toString() {
        return switch (this) {
            case KEEP -> "keep";
            case SEND -> "send";
            case DELETE -> "delete";
        };
    }
}
