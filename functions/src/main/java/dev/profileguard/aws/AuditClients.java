package dev.profileguard.aws;

/// The AWS services that only sweeps and lookups use: CloudTrail, S3, EventBridge and SQS. Each
/// client is created at its first use, so that other invocations do not pay for it.
public interface AuditClients {
    /// For functions that use none of these services.
    AuditClients NONE =
            new AuditClients() {
                @Override
                public EventHistory history() {
                    throw none("CloudTrail");
                }

                @Override
                public ReportStore reports() {
                    throw none("S3");
                }

                @Override
                public Health health() {
                    throw none("EventBridge and SQS");
                }

                private static UnsupportedOperationException none(String service) {
                    return new UnsupportedOperationException(
                            "This function does not use " + service);
                }
            };

    /// The calls that CloudTrail recorded.
    EventHistory history();

    /// Where reports are stored.
    ReportStore reports();

    /// Whether events can reach the functions.
    Health health();

    /// Services that exist already.
    static AuditClients of(EventHistory history, ReportStore reports, Health health) {
        return new Existing(history, reports, health);
    }

    /// Services that exist already.
    record Existing(EventHistory history, ReportStore reports, Health health)
            implements AuditClients {}
}
