package dev.profileguard.sandbox.aws.cloudtrail;

import java.util.Random;

/// Unique IDs of principals that make calls without having been created in the account. The same
/// name always has the same ID.
public final class PrincipalIds {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LENGTH = 17;

    private PrincipalIds() {}

    /// The ID of a role that the account's IAM does not contain, such as a function's own role.
    public static String role(String accountId, String name) {
        return "AROA" + letters(accountId + name);
    }

    private static String letters(String seed) {
        Random random = new Random(seed.hashCode());
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }
}
