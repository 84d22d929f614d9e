package dev.profileguard.sandbox.aws.iam.state;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/// Generates [unique
/// IDs](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html): an entity
/// that is created again under its old name gets a new ID.
public final class EntityIds {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int RANDOM_LENGTH = 17;

    private final Random random = new SecureRandom();
    private final Set<String> used = new HashSet<>();

    /// A new ID of a role, AROA….
    public String role() {
        return next("AROA");
    }

    /// A new ID of an instance profile, AIPA….
    public String instanceProfile() {
        return next("AIPA");
    }

    /// A new ID of a managed policy, ANPA….
    public String policy() {
        return next("ANPA");
    }

    /// A new ID of a user, AIDA….
    public String user() {
        return next("AIDA");
    }

    private String next(String prefix) {
        String id = prefix + letters(random);
        return used.add(id) ? id : next(prefix);
    }

    /// An ID that is always the same for the same seed, for entities that nobody created.
    public static String fixed(String prefix, String seed) {
        return prefix + letters(new Random(seed.hashCode()));
    }

    private static String letters(Random source) {
        StringBuilder letters = new StringBuilder(RANDOM_LENGTH);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            letters.append(ALPHABET.charAt(source.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }
}
