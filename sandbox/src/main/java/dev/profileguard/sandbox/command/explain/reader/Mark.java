package dev.profileguard.sandbox.command.explain.reader;

/// A place of a [CompactText] that shows a refused call, in the form in which a tool prints it.
///
/// @param form the tool and its form
/// @param code empty: the form does not have it
/// @param operation empty: the form does not have it
/// @param service the event source; empty: the form does not have it
/// @param requestId empty: the form does not have it
record Mark(
        int start,
        int end,
        Form form,
        String code,
        String operation,
        String service,
        String requestId)
        implements Part {
    /// Whether both can be of the same call: nothing in one contradicts the other.
    boolean agreesWith(Mark other) {
        return agree(code, other.code)
                && agree(operation, other.operation)
                && agree(service, other.service)
                && agree(requestId, other.requestId);
    }

    /// Whether one of two texts is unknown, or both are the same.
    static boolean agree(String one, String other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }
}
