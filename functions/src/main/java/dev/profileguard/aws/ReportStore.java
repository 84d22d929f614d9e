package dev.profileguard.aws;

/// Where reports go that are too long for an answer.
@FunctionalInterface
public interface ReportStore {
    /// What its calls need.
    String PERMISSION = "s3:PutObject";

    /// Keeps a report.
    ///
    /// @param bucket where
    /// @param key its name, with slashes
    /// @param lines one JSON object a line
    /// @return where it is, such as `s3://bucket/key`
    /// @throws software.amazon.awssdk.core.exception.SdkException when it cannot be kept
    String put(String bucket, String key, String lines);
}
