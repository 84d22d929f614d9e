package dev.profileguard.sandbox.trail.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Recognizes the kind of a file that is not JSON by its first line.
public final class TextKinds {
    /// The timestamp before each message that CloudWatch Logs [exports to
    /// S3](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html) or that `aws
    /// logs tail` prints.
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d\\S*\\s.*");

    /// The header of a CSV table: several column names, or the name of the one column that contains
    /// records.
    private static final Pattern HEADER =
            Pattern.compile(
                    "\"?@?[A-Za-z][\\w. ]*\"?(,\"?@?\\w[\\w. -]*\"?)+"
                            + "|\"?(eventJson|@message|CloudTrailEvent|message)\"?");

    private static final Map<Pattern, NonRecord> FIRST_LINES = new LinkedHashMap<>();

    static {
        put(
                "(EVENTS|QUERYRESULTROWS|RESULTS)\\s.*|(Events|QueryResultRows|results|events):.*|[-+]{10,}",
                NonRecord.PRINTED);
        put("PK\u0003\u0004.*|PAR1.*", NonRecord.ARCHIVE);
        // With the header line; then without it, in the default format.
        put(
                "(version )?([a-z-]+ )*(account-id|interface-id|srcaddr|flow-direction)( .*)?",
                NonRecord.FLOW_LOG);
        put("\\d+ (\\d{12}|unknown) (eni|tgw)-.*", NonRecord.FLOW_LOG);
        // Application and network load balancers; classic load balancers; connection logs.
        put(
                "(https?|h2|grpcs|wss?|tls) (\\d\\.\\d )?\\d{4}-\\d\\d-\\d\\dT.*",
                NonRecord.LOAD_BALANCER);
        put("\\S+Z \\S+ [\\d.]+:\\d+ (-|[\\d.]+:\\d+) .*", NonRecord.LOAD_BALANCER);
        put("\\S+Z [0-9a-f.:]+ \\d+ \\d+ .*", NonRecord.LOAD_BALANCER);
        put("[0-9a-f]{64} \\S+ \\[.*|- \\S+ \\[\\d\\d/[A-Z].*", NonRecord.S3_ACCESS);
        put("#(Version|Fields):.*", NonRecord.CLOUDFRONT);
    }

    private TextKinds() {}

    /// The kind of a file.
    ///
    /// @param line its first line, or the beginning of it
    public static NonRecord of(String line) {
        return FIRST_LINES.entrySet().stream()
                .filter(known -> known.getKey().matcher(line).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(NonRecord.OTHER);
    }

    /// Whether the line starts with a timestamp and a message follows.
    public static boolean hasTimestamp(String line) {
        return TIMESTAMP.matcher(line).matches() && of(line) == NonRecord.OTHER;
    }

    /// Whether the line is the header of a CSV table.
    public static boolean isHeader(String line) {
        return HEADER.matcher(line).matches() && of(line) == NonRecord.OTHER;
    }

    private static void put(String pattern, NonRecord kind) {
        FIRST_LINES.put(Pattern.compile(pattern, Pattern.DOTALL), kind);
    }
}
