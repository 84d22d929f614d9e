package dev.profileguard.sandbox.command.replay;

import java.util.regex.Pattern;

/// The number of the account that is played, and of the sandbox's own, which takes its place. Each
/// stands for the other, so that two accounts remain two.
///
/// @param account twelve digits
/// @param sandbox twelve digits
record OneAccount(String account, String sandbox) {
    /// The text with the numbers exchanged, wherever one stands as a whole number. Exchanged once
    /// more it is the text again.
    String exchanged(String text) {
        if (account.equals(sandbox) || (!text.contains(account) && !text.contains(sandbox))) {
            return text;
        }
        return Pattern.compile("(?<!\\d)(?:%s|%s)(?!\\d)".formatted(account, sandbox))
                .matcher(text)
                .replaceAll(number -> number.group().equals(account) ? sandbox : account);
    }
}
