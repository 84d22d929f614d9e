package dev.profileguard.aws;

/// Stores reports that are too long for the response of a function.
@FunctionalInterface
public interface ReportStore {
    /// The IAM permission for [#put].
    String PERMISSION = "s3:PutObject";

    /// Stores a report.
    ///
    /// @param bucket the name of the S3 bucket
    /// @param key the key of the object
    /// @param lines the report, one JSON object a line
    /// @return the location of the report, such as `s3://bucket/key`
    /// @throws software.amazon.awssdk.core.exception.SdkException if the report cannot be stored
    String put(String bucket, String key, String lines);
}
