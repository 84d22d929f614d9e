package dev.profileguard.aws.compute;

import dev.profileguard.aws.ec2.EnabledRegions;
import dev.profileguard.aws.eks.LiveEks;
import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.query.Pace;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryService;
import dev.profileguard.compute.Compute;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// EC2, Auto Scaling and EKS on AWS, with the function's own role.
public final class LiveCompute {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /// How long the response of one attempt to read may take.
    private static final Duration READ = Duration.ofSeconds(4);

    /// How long the response to a change may take. Auto Scaling tries to start an instance first.
    private static final Duration WRITE = Duration.ofSeconds(15);

    /// How long the survey of all regions may take. EC2 shows 20,000 instances on 20 pages, one
    /// after the other. Where a region does not answer at all, its calls end much earlier.
    private static final Duration SURVEY = Duration.ofMinutes(1);

    /// How long the details of all regions may take after that. Where that does not suffice for a
    /// region, what the survey shows is reported.
    private static final Duration DETAILS = Duration.ofSeconds(150);

    /// EC2 allows 100 calls of one kind at once, and 20 in each second after that, to all callers
    /// in a region of an account. So 2,000 calls for one kind of detail take 111 seconds, and few
    /// calls 3 seconds at most.
    ///
    /// See https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
    private static final Pace ONE_DETAIL =
            new Pace(Duration.ofSeconds(3), 50, 18, Duration.ofMinutes(2));

    /// A function has less than one CPU to open the connections of all regions.
    private static final int MOST_AT_ONCE = 50;

    /// EC2 and EKS throttle the calls of an account in a region.
    private static final int MOST_IN_REGION = 8;

    private LiveCompute() {}

    /// With the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    /// @param regions those to ask; empty: all that are enabled
    public static Compute of(Map<String, String> environment, List<String> regions) {
        return new Compute(
                new QueryComputeReader(
                        new ComputeServices(
                                calls(QueryService.EC2, environment, READ),
                                calls(QueryService.AUTOSCALING, environment, READ),
                                LiveEks.calls(environment, Duration.ZERO)),
                        regions(environment, regions),
                        new QueryComputeReader.Patience(
                                ParallelCalls.atOnce(MOST_AT_ONCE, SURVEY),
                                ParallelCalls.atOnce(MOST_AT_ONCE, DETAILS),
                                ParallelCalls.atOnce(MOST_IN_REGION, ONE_DETAIL))),
                new QueryComputeWriter(
                        calls(QueryService.EC2, environment, WRITE),
                        calls(QueryService.AUTOSCALING, environment, WRITE)));
    }

    private static QueryComputeReader.Regions regions(
            Map<String, String> environment, List<String> regions) {
        List<String> chosen = List.copyOf(regions);
        String home = environment.getOrDefault("AWS_REGION", "");
        return chosen.isEmpty()
                ? ec2 -> new EnabledRegions(ec2, home, InstantSource.system()).get()
                : ec2 -> chosen;
    }

    private static QueryCalls calls(
            QueryService service, Map<String, String> environment, Duration read) {
        return LiveCalls.of(service, environment, CONNECT, read);
    }
}
