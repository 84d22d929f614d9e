package dev.profileguard.sandbox.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Recognizes the files of a log bucket that are not CloudTrail's by where they stand and what they
/// are called: `AWSLogs/123456789012/vpcflowlogs/...`. Nothing of them has to be read.
public final class LogFolders {
    private static final Map<String, NoRecord> SERVICES =
            Map.of(
                    "CloudTrail-Digest", NoRecord.DIGEST,
                    "CloudTrail-Insight", NoRecord.INSIGHT,
                    "Config", NoRecord.CONFIG,
                    "elasticloadbalancing", NoRecord.LOAD_BALANCER,
                    "vpcflowlogs", NoRecord.FLOW_LOG,
                    "WAFLogs", NoRecord.WAF,
                    "waflogs", NoRecord.WAF,
                    "vpcdnsquerylogs", NoRecord.DNS,
                    "network-firewall", NoRecord.FIREWALL,
                    "GuardDuty", NoRecord.GUARD_DUTY);

    private static final Pattern FOLDER = Pattern.compile("(?:^|/)\\d{12}/([A-Za-z0-9-]+)/");
    private static final Pattern IN_A_BUCKET =
            Pattern.compile("(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?\\d{12}/(?!CloudTrail)[^/]+/");

    /// As VPC flow logs stand when their folders are compatible with Hive.
    private static final Pattern HIVE = Pattern.compile("(?:^|/)aws-service=([A-Za-z0-9-]+)/");

    private static final Pattern NAME = Pattern.compile("\\d{12}_([A-Za-z-]+)_[^/]*$");
    private static final Pattern DIGESTS = Pattern.compile("(?:^|/)CloudTrail-Digest/");

    private LogFolders() {}

    /// What the file is; null: that has to be read.
    public static @Nullable NoRecord of(Path file) {
        String path = file.toString().replace('\\', '/');
        if (DIGESTS.matcher(path).find()) {
            return NoRecord.DIGEST;
        }
        for (Pattern place : List.of(FOLDER, HIVE, NAME)) {
            NoRecord known = service(place.matcher(path));
            if (known != null) {
                return known;
            }
        }
        return IN_A_BUCKET.matcher(path).find() ? NoRecord.OTHER_SERVICE : null;
    }

    private static @Nullable NoRecord service(Matcher found) {
        return found.find() ? SERVICES.get(found.group(1)) : null;
    }
}
