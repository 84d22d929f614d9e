package dev.profileguard.sweep;

/// What a sweep reaches besides IAM and the database. On Lambda each part is loaded when it is first
/// used, so that the functions that hear events do not pay for it.
public record Outlook(EventHistory history, ReportStore reports, Health health) {
    /// For functions that reach nothing of it.
    public static Outlook none() {
        return new Outlook(
                (resource, since, token) -> {
                    throw new UnsupportedOperationException("There is no CloudTrail here");
                },
                (bucket, key, lines) -> {
                    throw new UnsupportedOperationException("There is no S3 here");
                },
                new Health() {
                    @Override
                    public int trails() {
                        throw new UnsupportedOperationException("There is no CloudTrail here");
                    }

                    @Override
                    public String rule(String name) {
                        throw new UnsupportedOperationException("There is no EventBridge here");
                    }

                    @Override
                    public int waiting(String url) {
                        throw new UnsupportedOperationException("There is no SQS here");
                    }
                });
    }
}
