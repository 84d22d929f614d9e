package dev.profileguard.aws.resource;

import dev.profileguard.aws.query.CallException;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.ParallelCalls.Answer;
import dev.profileguard.resource.PolicySearch;
import dev.profileguard.resource.ResourcePolicies;
import dev.profileguard.resource.SearchPlace;
import dev.profileguard.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Searches the policies of keys and buckets. It costs a call for each key and each bucket, and one
/// for each page of their lists. Nothing is kept from one search to the next.
///
/// @param home the region in which S3 is asked for the list of buckets
/// @param regions those whose keys are searched, unless a place names its own
public record SearchedPolicies(
        KmsKeys keys,
        S3Buckets buckets,
        String home,
        Supplier<List<String>> regions,
        Patience patience)
        implements ResourcePolicies {
    /// The permissions of its calls, apart from `ec2:DescribeRegions`, which finds the regions.
    public static final List<String> PERMISSIONS =
            List.of(
                    "kms:ListKeys",
                    "kms:GetKeyPolicy",
                    "s3:ListAllMyBuckets",
                    "s3:GetBucketPolicy");

    /// How long is searched, and how calls are made at the same time.
    ///
    /// @param places all places
    /// @param inPlace the resources of one page in one place
    /// @param begin how long after the start another page is started
    /// @param most how many resources of a place are read; a page more may be
    public record Patience(
            ParallelCalls places,
            ParallelCalls inPlace,
            Duration begin,
            int most,
            InstantSource clock) {}

    @Override
    public PolicySearch containing(
            Set<String> texts, List<SearchPlace> places, BooleanSupplier hasTime) {
        Instant end = patience.clock().instant().plus(patience.begin());
        PlaceSearch search =
                new PlaceSearch(
                        this,
                        texts,
                        () -> hasTime.getAsBoolean() && patience.clock().instant().isBefore(end));
        List<String> unknown = new ArrayList<>();
        List<SearchPlace> left = new ArrayList<>();
        List<SearchPlace> asked = asked(places, left, unknown);
        List<Answer<PolicySearch>> answers = patience.places().ask(asked, search::of);
        List<PolicySearch> done = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            switch (answers.get(i)) {
                case Answer.Found<PolicySearch>(PolicySearch value) -> done.add(value);
                case Answer.Failed<PolicySearch>(String why) -> {
                    left.add(asked.get(i));
                    unknown.add("The %s: %s".formatted(asked.get(i).described(), why));
                }
            }
        }
        return all(done, left, unknown);
    }

    /// The places, with one for each region instead of the keys of all regions.
    private List<SearchPlace> asked(
            List<SearchPlace> places, List<SearchPlace> left, List<String> unknown) {
        Set<SearchPlace> asked = new LinkedHashSet<>();
        for (SearchPlace each : places) {
            if (!each.equals(SearchPlace.KEYS)) {
                asked.add(each);
                continue;
            }
            try {
                regions.get().stream().map(SearchPlace::keysIn).forEach(asked::add);
            } catch (CallException e) {
                left.add(each);
                unknown.add(VisibleText.message("DescribeRegions: " + e.why()));
            }
        }
        return List.copyOf(asked);
    }

    private static PolicySearch all(
            List<PolicySearch> done, List<SearchPlace> left, List<String> unknown) {
        done.forEach(each -> {
            left.addAll(each.left());
            unknown.addAll(each.unknown());
        });
        return new PolicySearch(
                done.stream().flatMap(each -> each.found().stream()).toList(),
                done.stream().mapToInt(PolicySearch::read).sum(),
                left,
                unknown);
    }
}
