package dev.profileguard.sandbox.trail.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Recognizes the logs of other services in a log bucket by their folders and file names, such as
/// `AWSLogs/123456789012/vpcflowlogs/...`, without opening the files.
public final class LogFolders {
    private static final Map<String, NonRecord> SERVICES =
            Map.of(
                    "CloudTrail-Digest", NonRecord.DIGEST,
                    "CloudTrail-Insight", NonRecord.INSIGHT,
                    "Config", NonRecord.CONFIG,
                    "elasticloadbalancing", NonRecord.LOAD_BALANCER,
                    "vpcflowlogs", NonRecord.FLOW_LOG,
                    "WAFLogs", NonRecord.WAF,
                    "waflogs", NonRecord.WAF,
                    "vpcdnsquerylogs", NonRecord.DNS,
                    "network-firewall", NonRecord.FIREWALL,
                    "GuardDuty", NonRecord.GUARD_DUTY);

    private static final Pattern SERVICE_FOLDER =
            Pattern.compile("(?:^|/)\\d{12}/([A-Za-z0-9-]+)/");
    private static final Pattern UNKNOWN_SERVICE_FOLDER =
            Pattern.compile("(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?\\d{12}/(?!CloudTrail)[^/]+/");

    /// The folders of VPC flow logs with Hive-compatible prefixes.
    private static final Pattern HIVE_FOLDER =
            Pattern.compile("(?:^|/)aws-service=([A-Za-z0-9-]+)/");

    private static final Pattern FILE_NAME = Pattern.compile("\\d{12}_([A-Za-z-]+)_[^/]*$");
    private static final Pattern DIGEST_FOLDER = Pattern.compile("(?:^|/)CloudTrail-Digest/");

    private LogFolders() {}

    /// The kind of a file; null: the path does not show it, so the file must be read.
    public static @Nullable NonRecord of(Path file) {
        String path = file.toString().replace('\\', '/');
        if (DIGEST_FOLDER.matcher(path).find()) {
            return NonRecord.DIGEST;
        }
        for (Pattern pattern : List.of(SERVICE_FOLDER, HIVE_FOLDER, FILE_NAME)) {
            NonRecord known = service(pattern.matcher(path));
            if (known != null) {
                return known;
            }
        }
        return UNKNOWN_SERVICE_FOLDER.matcher(path).find() ? NonRecord.OTHER_SERVICE : null;
    }

    private static @Nullable NonRecord service(Matcher matcher) {
        return matcher.find() ? SERVICES.get(matcher.group(1)) : null;
    }
}
