package dev.profileguard.finding;

/// What this software calls itself where its findings are kept.
public final class Product {
    /// Its name.
    public static final String NAME = "Profile Guard";

    /// Its version, as in `pom.xml`.
    public static final String VERSION = "0.1.0";

    private Product() {}
}
