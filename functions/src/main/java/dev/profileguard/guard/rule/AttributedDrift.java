package dev.profileguard.guard.rule;

/// A drift and what caused it.
record AttributedDrift(Drift drift, Cause cause) {}
