package dev.profileguard.sandbox.fault;

import dev.profileguard.text.VisibleText;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;

/// Which faults are on, and how often they occur.
///
/// @param lose the probability that an event is lost
/// @param twice the probability that an event, or a message of a queue, is delivered twice
/// @param reorder the probability that an event is delivered after the next one
/// @param throttle the probability that a call to IAM is throttled
/// @param lag how far reads of IAM lag behind writes
/// @param fail for each operation, how many of its next calls fail
/// @param ec2 what is wrong with EC2, by region; `*` stands for every other region
/// @param ec2Lag how far reads of EC2's instances and associations lag behind writes
public record FaultSettings(
        double lose,
        double twice,
        double reorder,
        double throttle,
        Duration lag,
        Map<String, Integer> fail,
        Map<String, RegionFault> ec2,
        Duration ec2Lag) {
    /// No faults.
    public static final FaultSettings NONE =
            new FaultSettings(0, 0, 0, 0, Duration.ZERO, Map.of(), Map.of(), Duration.ZERO);

    /// Stands for every region that is not named.
    static final String EVERY_REGION = "*";

    private static final Pattern REGION =
            Pattern.compile("([a-z]{2}(?:-[a-z]+)+-\\d|\\*):(denied|throttled|down)");
    private static final Pattern FAILURE = Pattern.compile("([A-Z][A-Za-z]{2,63}):(\\d{1,6})");

    /// Operations of other services than IAM.
    private static final Set<String> OTHERS =
            Set.of(
                    "Publish",
                    "PutEvents",
                    "SendMessage",
                    "LookupEvents",
                    "RunInstances",
                    "DescribeInstances",
                    "DescribeIamInstanceProfileAssociations",
                    "DescribeRegions",
                    "AssociateIamInstanceProfile",
                    "ReplaceIamInstanceProfileAssociation",
                    "DisassociateIamInstanceProfile",
                    "StartInstances",
                    "StopInstances",
                    "TerminateInstances",
                    "CreateLaunchTemplate",
                    "CreateLaunchTemplateVersion",
                    "ModifyLaunchTemplate",
                    "DeleteLaunchTemplateVersions",
                    "DeleteLaunchTemplate",
                    "DescribeLaunchTemplates",
                    "DescribeLaunchTemplateVersions",
                    "CreateFleet",
                    "RequestSpotInstances",
                    "CreateLaunchConfiguration",
                    "DescribeLaunchConfigurations",
                    "CreateAutoScalingGroup",
                    "UpdateAutoScalingGroup",
                    "DeleteAutoScalingGroup",
                    "DescribeAutoScalingGroups",
                    "DescribeAutoScalingInstances",
                    "DescribeScalingActivities",
                    "SetDesiredCapacity",
                    "TerminateInstanceInAutoScalingGroup",
                    "CreateOrUpdateTags",
                    "DeleteTags",
                    "StartInstanceRefresh",
                    "DescribeInstanceRefreshes",
                    "CancelInstanceRefresh",
                    "RollbackInstanceRefresh",
                    "CreateCluster",
                    "DescribeCluster",
                    "ListClusters",
                    "CreateNodegroup",
                    "DescribeNodegroup",
                    "ListNodegroups",
                    "DeleteNodegroup",
                    "UpdateNodegroupConfig",
                    "UpdateNodegroupVersion",
                    "DescribeUpdate",
                    "ListUpdates",
                    "CreateAccessEntry",
                    "DescribeAccessEntry",
                    "ListAccessEntries",
                    "UpdateAccessEntry",
                    "DeleteAccessEntry",
                    "AssociateAccessPolicy",
                    "DisassociateAccessPolicy",
                    "ListAssociatedAccessPolicies",
                    "ListAccessPolicies",
                    "DescribePodIdentityAssociation",
                    "ListPodIdentityAssociations",
                    "DescribeFargateProfile",
                    "ListFargateProfiles",
                    "CreateAddon",
                    "DescribeAddon",
                    "ListAddons");

    private static final Set<String> OPERATIONS =
            Stream.concat(
                            Arrays.stream(IamClient.class.getMethods())
                                    .map(Method::getName)
                                    .map(name ->
                                            name.substring(0, 1).toUpperCase(Locale.ROOT)
                                                    + name.substring(1)),
                            OTHERS.stream())
                    .collect(Collectors.toSet());
    private static final Duration LONGEST_LAG = Duration.ofHours(1);

    /// Copies the maps.
    public FaultSettings {
        fail = Map.copyOf(fail);
        ec2 = Map.copyOf(ec2);
    }

    /// The settings under the keys that users write: `lose`, `double`, `reorder`, `throttle`,
    /// `lag`, `fail`, `ec2`, `ec2lag`.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("lose", lose);
        json.put("double", twice);
        json.put("reorder", reorder);
        json.put("throttle", throttle);
        json.put("lag", lag.toString());
        json.put("fail", new TreeMap<>(fail));
        json.put("ec2", ec2Json());
        json.put("ec2lag", ec2Lag.toString());
        return json;
    }

    FaultSettings with(String key, String value) {
        return switch (key) {
            case "lose" -> probabilities(probability(key, value), twice, reorder, throttle);
            case "double" -> probabilities(lose, probability(key, value), reorder, throttle);
            case "reorder" -> probabilities(lose, twice, probability(key, value), throttle);
            case "throttle" -> probabilities(lose, twice, reorder, probability(key, value));
            case "lag" ->
                    new FaultSettings(
                            lose, twice, reorder, throttle, lag(key, value), fail, ec2, ec2Lag);
            case "fail" -> withFailures(failures(value));
            case "ec2" ->
                    new FaultSettings(
                            lose, twice, reorder, throttle, lag, fail, regions(value), ec2Lag);
            case "ec2lag" ->
                    new FaultSettings(
                            lose, twice, reorder, throttle, lag, fail, ec2, lag(key, value));
            default ->
                    throw new IllegalArgumentException(
                            "There is no fault '%s'. There are: lose, double, reorder, throttle,"
                                            .formatted(VisibleText.excerpt(key))
                                    + " lag, fail, ec2, ec2lag");
        };
    }

    FaultSettings withoutOneFailure(String operation) {
        Map<String, Integer> left = new LinkedHashMap<>(fail);
        left.computeIfPresent(operation, (name, count) -> count > 1 ? count - 1 : null);
        return withFailures(left);
    }

    private FaultSettings withFailures(Map<String, Integer> changed) {
        return new FaultSettings(lose, twice, reorder, throttle, lag, changed, ec2, ec2Lag);
    }

    private FaultSettings probabilities(
            double losing, double doubling, double reordering, double throttling) {
        return new FaultSettings(losing, doubling, reordering, throttling, lag, fail, ec2, ec2Lag);
    }

    private Map<String, String> ec2Json() {
        Map<String, String> json = new TreeMap<>();
        ec2.forEach((region, fault) -> json.put(region, fault.text()));
        return json;
    }

    private static Map<String, RegionFault> regions(String value) {
        Map<String, RegionFault> regions = new LinkedHashMap<>();
        for (String part : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            Matcher matcher = REGION.matcher(part.strip());
            if (!matcher.matches()) {
                throw invalid(
                        "ec2",
                        value,
                        "REGION:denied, REGION:throttled or REGION:down, separated by commas, such"
                                + " as us-west-2:down; * is every other region");
            }
            regions.put(
                    matcher.group(1),
                    RegionFault.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)));
        }
        return regions;
    }

    private static double probability(String key, String value) {
        try {
            double probability = Double.parseDouble(value);
            if (probability >= 0 && probability <= 1) {
                return probability;
            }
            throw invalid(key, value, "a number from 0 to 1, such as 0.1");
        } catch (NumberFormatException e) {
            throw invalid(key, value, "a number from 0 to 1, such as 0.1");
        }
    }

    private static Duration lag(String key, String value) {
        String expected = "a time from PT0S to PT1H, such as PT2S";
        try {
            Duration lag = Duration.parse(value);
            if (lag.isNegative() || lag.compareTo(LONGEST_LAG) > 0) {
                throw invalid(key, value, expected);
            }
            return lag;
        } catch (DateTimeParseException e) {
            throw invalid(key, value, expected);
        }
    }

    private static Map<String, Integer> failures(String value) {
        Map<String, Integer> failures = new LinkedHashMap<>();
        for (String part : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            Matcher matcher = FAILURE.matcher(part.strip());
            if (!matcher.matches() || !OPERATIONS.contains(matcher.group(1))) {
                throw invalid(
                        "fail",
                        value,
                        "OPERATION:COUNT with an operation of IAM, EC2, Auto Scaling or EKS, or"
                                + " Publish, PutEvents, SendMessage or LookupEvents, such as"
                                + " AddRoleToInstanceProfile:1");
            }
            int count = Integer.parseInt(matcher.group(2));
            if (count > 0) {
                failures.merge(matcher.group(1), count, Integer::sum);
            }
        }
        return failures;
    }

    private static IllegalArgumentException invalid(String key, String value, String expected) {
        return new IllegalArgumentException(
                "%s must be %s, not '%s'".formatted(key, expected, VisibleText.excerpt(value)));
    }
}
