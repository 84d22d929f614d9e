package dev.profileguard.aws.query;

/// A service that has the Query protocol.
///
/// @param name as in endpoints and signatures, such as `ec2`
/// @param version of its API, such as `2016-11-15`
public record QueryService(String name, String version) {
    /// EC2. See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
    public static final QueryService EC2 = new QueryService("ec2", "2016-11-15");

    /// Auto Scaling. See
    /// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonParameters.html
    public static final QueryService AUTOSCALING = new QueryService("autoscaling", "2011-01-01");

    /// STS. See https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
    public static final QueryService STS = new QueryService("sts", "2011-06-15");
}
