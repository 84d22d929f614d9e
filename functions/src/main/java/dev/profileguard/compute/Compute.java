package dev.profileguard.compute;

/// Reads and changes what starts or runs instances.
public record Compute(ComputeReader reader, ComputeWriter writer) {}
