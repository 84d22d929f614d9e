package dev.profileguard.sandbox.aws.regional;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The regions, and which of them the account has enabled. Thread-safe.
/// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
public final class Regions {
    /// Enabled in every account.
    private static final List<String> BY_DEFAULT =
            List.of(
                    "ap-south-1",
                    "eu-north-1",
                    "eu-west-3",
                    "eu-west-2",
                    "eu-west-1",
                    "ap-northeast-3",
                    "ap-northeast-2",
                    "ap-northeast-1",
                    "ca-central-1",
                    "sa-east-1",
                    "ap-southeast-1",
                    "ap-southeast-2",
                    "eu-central-1",
                    "us-east-1",
                    "us-east-2",
                    "us-west-1",
                    "us-west-2");

    /// Disabled until the account enables them.
    private static final List<String> OPT_IN =
            List.of(
                    "af-south-1",
                    "ap-east-1",
                    "ap-east-2",
                    "ap-south-2",
                    "ap-southeast-3",
                    "ap-southeast-4",
                    "ap-southeast-5",
                    "ap-southeast-6",
                    "ap-southeast-7",
                    "ca-west-1",
                    "eu-central-2",
                    "eu-south-1",
                    "eu-south-2",
                    "il-central-1",
                    "me-central-1",
                    "me-south-1",
                    "mx-central-1");

    private final Set<String> optedIn = ConcurrentHashMap.newKeySet();
    private volatile Predicate<String> listed = region -> true;

    /// An account with the default regions.
    public Regions() {}

    /// Enables a region.
    ///
    /// @throws IllegalArgumentException when there is no such region to opt in to
    public void optIn(String region) {
        if (!OPT_IN.contains(region)) {
            throw new IllegalArgumentException("There is no region to opt in to named " + region);
        }
        optedIn.add(region);
    }

    /// All regions, enabled or not.
    public List<String> all() {
        return Stream.concat(BY_DEFAULT.stream(), OPT_IN.stream()).toList();
    }

    /// Lists only these as enabled, for an account in which nothing can be in any other region: a
    /// function that asks all regions then makes one call for each of these. Calls to the others
    /// are still accepted.
    public void listOnly(Set<String> regions) {
        listed = Set.copyOf(regions)::contains;
    }

    /// The enabled regions.
    public List<String> enabled() {
        return Stream.concat(BY_DEFAULT.stream(), OPT_IN.stream().filter(optedIn::contains))
                .filter(listed)
                .toList();
    }

    /// Whether calls to a region are accepted.
    public boolean isEnabled(String region) {
        return BY_DEFAULT.contains(region) || optedIn.contains(region);
    }

    /// Such as `opt-in-not-required`.
    public String optInStatus(String region) {
        if (BY_DEFAULT.contains(region)) {
            return "opt-in-not-required";
        }
        return optedIn.contains(region) ? "opted-in" : "not-opted-in";
    }
}
