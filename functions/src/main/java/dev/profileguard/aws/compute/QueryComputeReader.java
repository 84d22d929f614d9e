package dev.profileguard.aws.compute;

import dev.profileguard.aws.compute.GroupReader.Refreshed;
import dev.profileguard.aws.compute.RegionDetails.Depth;
import dev.profileguard.aws.ec2.Ec2Calls;
import dev.profileguard.aws.ec2.Ec2ProfileUsers;
import dev.profileguard.aws.ec2.ProfileInstances;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.QueryException;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.ComputeReader;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LatestRefreshes;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks EC2, Auto Scaling and EKS.
///
/// An inventory costs five calls in each region, as [RegionSurvey] says, and in those regions where
/// something concerns the profiles, what [RegionDetails] says. Nothing is kept from one inventory
/// to the next.
///
/// @param regions finds those to ask
/// @param patience how calls are made at the same time
public record QueryComputeReader(ComputeServices services, Regions regions, Patience patience)
        implements ComputeReader {
    /// The permissions of the calls for [#survey], apart from those of [Ec2ProfileUsers].
    public static final List<String> SURVEY_PERMISSIONS =
            List.of(
                    "ec2:DescribeLaunchTemplateVersions",
                    "autoscaling:DescribeAutoScalingGroups",
                    "autoscaling:DescribeLaunchConfigurations",
                    "eks:ListClusters",
                    "eks:ListNodegroups",
                    "eks:DescribeNodegroup");

    /// The permissions of all its calls.
    public static final List<String> PERMISSIONS =
            Stream.of(
                            Ec2ProfileUsers.PERMISSIONS,
                            SURVEY_PERMISSIONS,
                            List.of(
                                    "ec2:DescribeLaunchTemplates",
                                    "autoscaling:DescribeInstanceRefreshes"))
                    .flatMap(List::stream)
                    .toList();

    /// Finds the regions to ask.
    @FunctionalInterface
    public interface Regions {
        /// The regions to ask.
        ///
        /// @param ec2 counts its calls
        /// @throws QueryException if EC2 has to be asked and does not answer
        List<String> of(Ec2Calls ec2);
    }

    /// How calls are made at the same time.
    ///
    /// @param survey the first calls in all regions
    /// @param details what follows in all regions
    /// @param inRegion the calls for one kind of detail in one region
    public record Patience(ParallelCalls survey, ParallelCalls details, ParallelCalls inRegion) {
        /// All calls one after the other.
        public static Patience inTurn() {
            ParallelCalls calls = ParallelCalls.inTurn();
            return new Patience(calls, calls, calls);
        }
    }

    @Override
    public ComputeInventory inventory(Set<ProfileName> profiles) {
        return inventory(profiles, Depth.EVERYTHING);
    }

    @Override
    public ComputeInventory survey(Set<ProfileName> profiles) {
        return inventory(profiles, Depth.WHAT_GROUPS_USE);
    }

    private ComputeInventory inventory(Set<ProfileName> profiles, Depth depth) {
        if (profiles.isEmpty()) {
            return inventory(List.of(), Set.of(), 0);
        }
        AtomicInteger calls = new AtomicInteger();
        ComputeServices counted = services.counted(calls);
        List<String> asked;
        try {
            asked = regions.of(new Ec2Calls(counted.ec2()));
        } catch (QueryException e) {
            return inventory(
                    List.of(),
                    Set.of(VisibleText.message("DescribeRegions: " + e.why())),
                    calls.get());
        }
        Wanted wanted = Wanted.of(profiles);
        Set<String> unknown = new LinkedHashSet<>();
        RegionDetails details = new RegionDetails(counted, wanted, patience.inRegion(), depth);
        List<RegionFindings> found =
                details(details, surveys(counted, asked, wanted, unknown), unknown);
        return inventory(found, unknown, calls.get());
    }

    /// What the regions show first, in their order.
    private List<RegionSurvey> surveys(
            ComputeServices counted, List<String> asked, Wanted wanted, Set<String> unknown) {
        Map<String, RegionSurvey> surveys = new LinkedHashMap<>();
        List<Question<RegionSurvey>> questions = new ArrayList<>();
        for (String region : asked) {
            surveys.put(region, RegionSurvey.empty(region));
            questions.addAll(RegionSurvey.questions(counted, region, wanted));
        }
        Question.answers(patience.survey(), questions, unknown::add)
                .forEach(each -> surveys.merge(each.region(), each, RegionSurvey::and));
        return List.copyOf(surveys.values());
    }

    /// What the regions show after that. Where there is no time for it, what is known already.
    private List<RegionFindings> details(
            RegionDetails details, List<RegionSurvey> surveys, Set<String> unknown) {
        List<Question<RegionFindings>> questions =
                surveys.stream()
                        .map(each ->
                                new Question<>(
                                        each.region(),
                                        "details of launch templates, groups and node groups",
                                        () -> details.of(each)))
                        .toList();
        Map<String, RegionFindings> found = new LinkedHashMap<>();
        surveys.forEach(
                each -> found.put(each.region(), RegionDetails.known(each, details.wanted())));
        Question.answers(patience.details(), questions, unknown::add)
                .forEach(each -> found.put(each.region(), each));
        return List.copyOf(found.values());
    }

    private static ComputeInventory inventory(
            List<RegionFindings> regions, Set<String> unknown, int calls) {
        List<ComputeInventory> all = regions.stream().map(RegionFindings::inventory).toList();
        return new ComputeInventory(
                all.stream().flatMap(each -> each.instances().stream()).toList(),
                all.stream().flatMap(each -> each.templates().stream()).toList(),
                all.stream().flatMap(each -> each.groups().stream()).toList(),
                all.stream().flatMap(each -> each.configurations().stream()).toList(),
                all.stream().flatMap(each -> each.nodegroups().stream()).toList(),
                Stream.concat(
                                unknown.stream(),
                                all.stream().flatMap(each -> each.unknown().stream()))
                        .distinct()
                        .toList(),
                calls);
    }

    @Override
    public LatestRefreshes refreshes(List<ScalingGroup> groups) {
        GroupReader reader = new GroupReader(services.autoScaling());
        List<Question<Refreshed>> questions =
                groups.stream()
                        .map(each ->
                                new Question<>(
                                        each.region(),
                                        GroupReader.REFRESHES,
                                        () -> reader.refreshed(each)))
                        .toList();
        Map<ScalingGroup, InstanceRefresh> found = new LinkedHashMap<>();
        Set<ScalingGroup> gone = new LinkedHashSet<>();
        Set<String> unknown = new LinkedHashSet<>();
        for (Refreshed each : Question.answers(patience.inRegion(), questions, unknown::add)) {
            if (!each.exists()) {
                gone.add(each.group());
            } else if (each.latest() != null) {
                found.put(each.group(), each.latest());
            }
        }
        return new LatestRefreshes(found, gone, List.copyOf(unknown));
    }

    @Override
    public @Nullable InstanceUse association(String region, String instance) {
        return asked(
                region,
                "DescribeIamInstanceProfileAssociations",
                () ->
                        new ProfileInstances(new Ec2Calls(services.ec2()))
                                .association(region, instance));
    }

    private static <T extends @Nullable Object> T asked(
            String region, String action, Supplier<T> call) {
        try {
            return call.get();
        } catch (QueryException e) {
            throw Failures.of(region, action, e);
        }
    }
}
