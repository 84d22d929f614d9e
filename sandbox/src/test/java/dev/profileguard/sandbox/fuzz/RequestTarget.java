package dev.profileguard.sandbox.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Requests to Backfill.
final class RequestTarget implements FuzzTarget {
    private final FuzzedBackfill backfill = new FuzzedBackfill();
    private final List<String> seeds;

    RequestTarget(List<String> seeds) {
        this.seeds = seeds;
    }

    @Override
    public String name() {
        return "Backfill";
    }

    @Override
    public List<String> seeds() {
        return seeds;
    }

    @Override
    public boolean accepts(byte[] input) {
        return backfill.accepts(new String(input, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        backfill.close();
    }
}
