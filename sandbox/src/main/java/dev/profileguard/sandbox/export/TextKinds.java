package dev.profileguard.sandbox.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Recognizes files that are not JSON by their first line.
public final class TextKinds {
    /// A time, as CloudWatch Logs puts it before each message that it [exports to
    /// S3](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html), and `aws logs
    /// tail` before each that it prints.
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d\\S*\\s.*");

    /// The names of columns, or of the one that holds records.
    private static final Pattern HEADER =
            Pattern.compile(
                    "\"?@?[A-Za-z][\\w. ]*\"?(,\"?@?\\w[\\w. -]*\"?)+"
                            + "|\"?(eventJson|@message|CloudTrailEvent|message)\"?");

    private static final Map<Pattern, NoRecord> FIRST_LINES = new LinkedHashMap<>();

    static {
        put(
                "(EVENTS|QUERYRESULTROWS|RESULTS)\\s.*|(Events|QueryResultRows|results|events):.*|[-+]{10,}",
                NoRecord.PRINTED);
        put("PK\u0003\u0004.*|PAR1.*", NoRecord.ARCHIVE);
        // The header, and lines of the default format without it.
        put(
                "(version )?([a-z-]+ )*(account-id|interface-id|srcaddr|flow-direction)( .*)?",
                NoRecord.FLOW_LOG);
        put("\\d+ (\\d{12}|unknown) (eni|tgw)-.*", NoRecord.FLOW_LOG);
        // Application and network load balancers, classic ones, and connections.
        put(
                "(https?|h2|grpcs|wss?|tls) (\\d\\.\\d )?\\d{4}-\\d\\d-\\d\\dT.*",
                NoRecord.LOAD_BALANCER);
        put("\\S+Z \\S+ [\\d.]+:\\d+ (-|[\\d.]+:\\d+) .*", NoRecord.LOAD_BALANCER);
        put("\\S+Z [0-9a-f.:]+ \\d+ \\d+ .*", NoRecord.LOAD_BALANCER);
        put("[0-9a-f]{64} \\S+ \\[.*|- \\S+ \\[\\d\\d/[A-Z].*", NoRecord.S3_ACCESS);
        put("#(Version|Fields):.*", NoRecord.CLOUDFRONT);
    }

    private TextKinds() {}

    /// What a file is that begins so.
    ///
    /// @param line its first, or the beginning of that
    public static NoRecord of(String line) {
        return FIRST_LINES.entrySet().stream()
                .filter(known -> known.getKey().matcher(line).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(NoRecord.OTHER);
    }

    /// Whether each message in the file follows its time.
    public static boolean isTimed(String line) {
        return TIME.matcher(line).matches() && of(line) == NoRecord.OTHER;
    }

    /// Whether it is the first line of a table whose values have commas between them.
    public static boolean isHeader(String line) {
        return HEADER.matcher(line).matches() && of(line) == NoRecord.OTHER;
    }

    private static void put(String line, NoRecord kind) {
        FIRST_LINES.put(Pattern.compile(line, Pattern.DOTALL), kind);
    }
}
