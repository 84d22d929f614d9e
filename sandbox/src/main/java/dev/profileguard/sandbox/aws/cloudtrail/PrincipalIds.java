package dev.profileguard.sandbox.aws.cloudtrail;

import java.util.Random;

/// Unique IDs of principals that act without having been created in the account: the same name
/// always has the same ID.
public final class PrincipalIds {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LENGTH = 17;

    private PrincipalIds() {}

    /// A role's that exists outside the account's IAM, as a function's own does.
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
