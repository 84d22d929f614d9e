package dev.profileguard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.profileguard.backfill.BackfillHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;

/// One process of Backfill, started by [Plans]: it makes a plan, and prints how long that took.
final class PlanProcess {
    private PlanProcess() {}

    /// Takes no arguments.
    public static void main(String[] arguments) throws IOException {
        long began = System.nanoTime();
        double cpu = Invocation.cpuNow();
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        new BackfillHandler()
                .handleRequest(
                        new ByteArrayInputStream("{\"mode\": \"plan\"}".getBytes(UTF_8)),
                        response,
                        Invocation.context());
        System.out.printf(Locale.ROOT, "figure seconds %f%n", (System.nanoTime() - began) / 1e9);
        System.out.printf(Locale.ROOT, "figure cpu %f%n", (Invocation.cpuNow() - cpu) / 1e3);
        if (!response.toString(UTF_8).contains("\"cursor\":null")) {
            throw new IllegalStateException("It did not finish: " + response.toString(UTF_8));
        }
        System.exit(0); // threads of clients may still wait
    }
}
