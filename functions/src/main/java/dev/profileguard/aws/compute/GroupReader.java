package dev.profileguard.aws.compute;

import dev.profileguard.aws.query.Pages;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryException;
import dev.profileguard.aws.query.XmlElement;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LaunchConfiguration;
import dev.profileguard.compute.ScalingGroup;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads Auto Scaling groups and launch configurations. All its methods throw [QueryException] if a
/// call fails.
///
/// See https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html
record GroupReader(QueryCalls autoScaling) {
    /// Auto Scaling has the same code for all that it finds wrong in a request.
    private static final Pattern GONE =
            Pattern.compile("AutoScalingGroup name not found|Group .* not found");

    static final String GROUPS = "DescribeAutoScalingGroups";
    static final String CONFIGURATIONS = "DescribeLaunchConfigurations";
    static final String REFRESHES = "DescribeInstanceRefreshes";

    /// 10,000 groups or configurations of a region. By default, Auto Scaling allows 500 and 200.
    /// See https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html
    private static final Pages PAGES = new Pages("MaxRecords", 100, 100);

    /// All groups of a region: one call for 100 of them.
    List<ReadGroup> groups(String region) {
        return PAGES.all(autoScaling, region, GROUPS, Map.of(), "AutoScalingGroups").stream()
                .map(each -> ReadGroup.of(region, each))
                .toList();
    }

    /// The launch configurations of a region that name one of the profiles: one call for 100
    /// configurations.
    List<LaunchConfiguration> configurations(String region, Wanted wanted) {
        return PAGES
                .all(autoScaling, region, CONFIGURATIONS, Map.of(), "LaunchConfigurations")
                .stream()
                .flatMap(each -> configuration(region, each))
                .filter(each -> wanted.has(each.profile()))
                .toList();
    }

    /// Empty: it names no profile.
    private static Stream<LaunchConfiguration> configuration(String region, XmlElement xml) {
        String profile = Wanted.name(xml.text("IamInstanceProfile"));
        return profile == null
                ? Stream.empty()
                : Stream.of(
                        new LaunchConfiguration(
                                region,
                                String.valueOf(xml.text("LaunchConfigurationName")),
                                profile));
    }

    /// The latest instance refresh of a group.
    ///
    /// @param exists whether the group is there
    /// @param latest null: none within six weeks
    record Refreshed(ScalingGroup group, boolean exists, @Nullable InstanceRefresh latest) {}

    /// The latest instance refresh of a group, by one call.
    ///
    /// See
    /// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeInstanceRefreshes.html
    Refreshed refreshed(ScalingGroup group) {
        Map<String, String> newest =
                Map.of("AutoScalingGroupName", group.name(), "MaxRecords", "100");
        try {
            XmlElement result =
                    autoScaling.call(group.region(), REFRESHES, newest).child(REFRESHES + "Result");
            return new Refreshed(group, true, latest(result));
        } catch (QueryException e) {
            if (isGone(e)) {
                return new Refreshed(group, false, null);
            }
            throw e;
        }
    }

    private static @Nullable InstanceRefresh latest(@Nullable XmlElement result) {
        return result == null
                ? null
                : result.items("InstanceRefreshes").stream()
                        .findFirst()
                        .map(GroupReader::refresh)
                        .orElse(null);
    }

    private static boolean isGone(QueryException error) {
        return error.code().equals("ValidationError") && GONE.matcher(error.why()).find();
    }

    private static InstanceRefresh refresh(XmlElement xml) {
        String reason = xml.text("StatusReason");
        return new InstanceRefresh(
                String.valueOf(xml.text("InstanceRefreshId")),
                String.valueOf(xml.text("Status")),
                (int) TemplateVersion.number(xml.text("PercentageComplete")),
                reason == null ? "" : reason);
    }
}
