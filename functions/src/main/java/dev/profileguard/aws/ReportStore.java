package dev.profileguard.aws;

/// Stores reports that are too long for the response of a function.
@FunctionalInterface
public interface ReportStore {
    /// The IAM permission for [#put].
    String PERMISSION = "s3:PutObject";

    /// What a report is.
    enum Type {
        /// One JSON object a line.
        LINES("application/jsonl"),
        /// A page for a browser.
        PAGE("text/html; charset=utf-8");

        private final String mediaType;

        Type(String mediaType) {
            this.mediaType = mediaType;
        }

        /// The type as HTTP names it.
        String mediaType() {
            return mediaType;
        }
    }

    /// Stores a report.
    ///
    /// @param bucket the name of the S3 bucket
    /// @param key the key of the object
    /// @param report its text, which is stored in UTF-8
    /// @return the location of the report, such as `s3://bucket/key`
    /// @throws software.amazon.awssdk.core.exception.SdkException if the report cannot be stored
    String put(String bucket, String key, Type type, String report);
}
