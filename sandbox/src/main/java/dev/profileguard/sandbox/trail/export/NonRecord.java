package dev.profileguard.sandbox.trail.export;

/// The kinds of files, objects and messages that are stored together with CloudTrail's records of
/// calls, and are not such records.
public enum NonRecord {
    ///
    /// [Digests](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html)
    /// of log files.
    DIGEST("CloudTrail digests"),
    /// Reports of unusual activity. They contain the name of a call, but are not records of it.
    INSIGHT("CloudTrail Insights"),
    CONFIG("AWS Config history, snapshots and notifications"),
    /// Access and connection logs of load balancers of all types.
    LOAD_BALANCER("load balancer logs"),
    /// Flow logs of network interfaces, subnets, VPCs and transit gateways.
    FLOW_LOG("VPC flow logs"),
    S3_ACCESS("S3 server access logs"),
    CLOUDFRONT("CloudFront logs"),
    WAF("AWS WAF logs"),
    DNS("Route 53 Resolver query logs"),
    FIREWALL("Network Firewall logs"),
    GUARD_DUTY("GuardDuty findings"),
    /// Events in the Open Cybersecurity Schema.
    SECURITY_LAKE("Security Lake events (OCSF), which lack what CloudTrail records"),
    /// A file in a service's folder of a log bucket. The service is none of those above.
    OTHER_SERVICE("logs of other services"),
    /// The notification that S3 or CloudTrail sends when it has written a file.
    NOTIFICATION("notifications of files: the records are in the files that they name"),
    /// What SNS sends to the endpoint of a new or deleted subscription.
    SUBSCRIPTION("SNS subscription confirmations"),
    OTHER_EVENT("EventBridge events that do not come from CloudTrail"),
    /// A message in a log group, queue, topic or stream.
    MESSAGE("messages that contain no CloudTrail record"),
    /// Some columns of a record, as a query selected them.
    ROW(
            "rows of a query without the whole record: select eventJson (CloudTrail Lake), @message"
                    + " (Logs Insights) or CloudTrailEvent (LookupEvents)"),
    /// Text, table or YAML output of the AWS CLI.
    PRINTED("outputs of the AWS CLI that are not JSON: add --output json"),
    /// Output of the `aws iam` commands that describe an account.
    ACCOUNT("recorded accounts: give them to './guard rehearse --account'"),
    /// ZIP and Parquet.
    ARCHIVE("archives and Parquet files: unpack or convert them first"),
    EMPTY("empty files"),
    OTHER("files of other kinds");

    private final String label;

    NonRecord(String label) {
        this.label = label;
    }

    /// The name of the kind in messages, as a plural.
    public String label() {
        return label;
    }
}
