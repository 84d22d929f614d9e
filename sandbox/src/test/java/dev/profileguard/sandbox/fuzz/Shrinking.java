package dev.profileguard.sandbox.fuzz;

import java.io.ByteArrayOutputStream;

/// Makes an input that breaks a property shorter, as long as the property stays broken.
final class Shrinking {
    private static final int MOST_TRIES = 200;

    private Shrinking() {}

    /// The shorter input; the same one if it breaks nothing in a new account.
    static byte[] of(FuzzTarget target, byte[] input) {
        byte[] shortest = input;
        int tries = 0;
        for (int part = input.length / 2; part > 0 && tries < MOST_TRIES; part /= 2) {
            for (int at = 0; at + part <= shortest.length && tries < MOST_TRIES; tries++) {
                byte[] shorter = without(shortest, at, part);
                if (isBroken(target, shorter)) {
                    shortest = shorter;
                } else {
                    at += part;
                }
            }
        }
        return shortest;
    }

    private static boolean isBroken(FuzzTarget target, byte[] input) {
        try {
            target.close();
            target.accepts(input);
            return false;
        } catch (AssertionError | StackOverflowError | OutOfMemoryError broken) {
            return true;
        }
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        ByteArrayOutputStream output = new ByteArrayOutputStream(bytes.length);
        output.write(bytes, 0, at);
        output.write(bytes, at + length, bytes.length - at - length);
        return output.toByteArray();
    }
}
