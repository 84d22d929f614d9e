package dev.profileguard.aws.securityhub;

import java.util.List;
import java.util.Map;

/// Imports findings into the Security Hub of an account. A finding with a known `Id` replaces that
/// one.
///
/// See https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
@FunctionalInterface
public interface FindingImport {
    /// The IAM permission for it.
    String PERMISSION = "securityhub:BatchImportFindings";

    /// Makes one request.
    ///
    /// @param findings in the AWS Security Finding Format: at most 100, with different IDs
    /// @return why findings were not imported, by their IDs; empty: all were
    /// @throws dev.profileguard.aws.resource.ResourceException if Security Hub refuses the request,
    ///   or does not answer
    Map<String, String> send(List<Map<String, Object>> findings);
}
