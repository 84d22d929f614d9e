package dev.profileguard.sandbox.export;

/// What lies beside CloudTrail's records of calls, and is none. The label is a plural, for people.
public enum NoRecord {
    ///
    /// [Digests](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html)
    /// of log files.
    DIGEST("CloudTrail digests"),
    /// Of unusual activity: they name a call, and nobody made it.
    INSIGHT("CloudTrail Insights"),
    /// History, snapshots and notifications.
    CONFIG("AWS Config history, snapshots and notifications"),
    /// Access and connection logs of all kinds of load balancers.
    LOAD_BALANCER("load balancer logs"),
    /// Of interfaces, subnets, VPCs and transit gateways.
    FLOW_LOG("VPC flow logs"),
    /// Server access logs.
    S3_ACCESS("S3 server access logs"),
    /// Of distributions.
    CLOUDFRONT("CloudFront logs"),
    /// Of web ACLs.
    WAF("AWS WAF logs"),
    /// Of Route 53 Resolver.
    DNS("Route 53 Resolver query logs"),
    /// Alert and flow logs.
    FIREWALL("Network Firewall logs"),
    /// Findings, exported.
    GUARD_DUTY("GuardDuty findings"),
    /// Events in the Open Cybersecurity Schema.
    SECURITY_LAKE("Security Lake events (OCSF), which lack what CloudTrail records"),
    /// In a folder of a log bucket that is a service's of which no more is known.
    OTHER_SERVICE("logs of other services"),
    /// That a file is there: S3's and CloudTrail's own.
    NOTIFICATION("notifications of files: the records are in the files that they name"),
    /// What SNS sends to those who are to be notified.
    SUBSCRIPTION("SNS subscription confirmations"),
    /// Events of which CloudTrail is not the source.
    OTHER_EVENT("EventBridge events that are not CloudTrail's"),
    /// Of a log group, queue, topic or stream.
    MESSAGE("messages that hold no CloudTrail record"),
    /// Columns that somebody selected.
    ROW(
            "rows of a query without the whole record: select eventJson (CloudTrail Lake), @message"
                    + " (Logs Insights) or CloudTrailEvent (LookupEvents)"),
    /// What the AWS CLI prints otherwise than as JSON.
    PRINTED("outputs of the AWS CLI that are not JSON: add --output json"),
    /// What `aws iam` prints.
    ACCOUNT("recorded accounts, which './guard rehearse --account' takes"),
    /// ZIP and Parquet.
    ARCHIVE("archives and Parquet files: unpack or convert them first"),
    /// Without a word.
    EMPTY("empty files"),
    /// Nothing of the above.
    OTHER("files of other kinds");

    private final String label;

    NoRecord(String label) {
        this.label = label;
    }

    /// What people call several of them.
    public String label() {
        return label;
    }
}
