package dev.profileguard.lambda.rehearsal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Discards standard output, to which the log goes, until it is closed.
final class Silence implements AutoCloseable {
    private final PrintStream before = System.out;

    Silence() {
        System.setOut(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        System.setOut(before);
    }
}
