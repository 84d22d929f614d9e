package dev.profileguard.sandbox.command.replay;

import java.util.regex.Pattern;

/// The numbers of the recorded account and of the sandbox's account, in which it is replayed. A
/// replay swaps the two numbers, so that a principal of another account stays a principal of
/// another account even if that account has the sandbox's number.
///
/// @param recorded twelve digits
/// @param sandbox twelve digits
record AccountNumbers(String recorded, String sandbox) {
    /// The text with the two numbers swapped, wherever one of them is a whole number. Swapping
    /// twice gives the original text.
    String swapped(String text) {
        if (recorded.equals(sandbox) || (!text.contains(recorded) && !text.contains(sandbox))) {
            return text;
        }
        return Pattern.compile("(?<!\\d)(?:%s|%s)(?!\\d)".formatted(recorded, sandbox))
                .matcher(text)
                .replaceAll(number -> number.group().equals(recorded) ? sandbox : recorded);
    }
}
