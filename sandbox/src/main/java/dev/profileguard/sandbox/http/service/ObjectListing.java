package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.query.Xml;
import dev.profileguard.sandbox.aws.s3.ReportFolder;
import dev.profileguard.sandbox.http.message.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A page of
/// [ListObjectsV2](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html).
///
/// @param asked the parameters
/// @param found keys, and what the delimiter cuts off of several keys, with null; in order
/// @param more whether others follow
record ObjectListing(
        String bucket,
        Map<String, String> asked,
        SortedMap<String, ReportFolder.@Nullable Kept> found,
        boolean more) {
    private static final int MOST = 1000;

    /// @throws Refusal when a parameter is not as it should be
    static ObjectListing of(String bucket, ReportFolder folder, Map<String, String> asked) {
        if (!"2".equals(asked.get("list-type"))) {
            throw ObjectXml.unknown();
        }
        String prefix = asked.getOrDefault("prefix", "");
        String delimiter = asked.getOrDefault("delimiter", "");
        String after = after(asked);
        SortedMap<String, ReportFolder.@Nullable Kept> all = new TreeMap<>();
        folder.all(bucket)
                .forEach((key, kept) -> {
                    int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                    String shown = cut < 0 ? key : key.substring(0, cut + delimiter.length());
                    if (key.startsWith(prefix) && shown.compareTo(after) > 0) {
                        all.put(shown, cut < 0 ? kept : null);
                    }
                });
        int most = most(asked);
        boolean more = all.size() > most;
        while (all.size() > most) {
            all.remove(all.lastKey());
        }
        return new ObjectListing(bucket, asked, all, more && most > 0);
    }

    private static String after(Map<String, String> asked) {
        String token = asked.get("continuation-token");
        if (token == null) {
            return asked.getOrDefault("start-after", "");
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    400, "InvalidArgument", "The continuation token provided is incorrect");
        }
    }

    private static int most(Map<String, String> asked) {
        String given = asked.getOrDefault("max-keys", Integer.toString(MOST));
        if (!given.matches("\\d{1,9}")) {
            throw new Refusal(
                    400, "InvalidArgument", "Argument max-keys must be an integer from 0 on");
        }
        return Math.min(MOST, Integer.parseInt(given));
    }

    String xml() {
        Xml xml =
                new Xml()
                        .open("ListBucketResult", ObjectXml.NAMESPACE)
                        .leaf("Name", bucket)
                        .leaf("Prefix", shown(asked.getOrDefault("prefix", "")))
                        .leaf("KeyCount", Integer.toString(found.size()))
                        .leaf("MaxKeys", Integer.toString(most(asked)))
                        .leaf("IsTruncated", Boolean.toString(more));
        for (String parameter : new String[] {"delimiter", "start-after", "encoding-type"}) {
            if (asked.containsKey(parameter)) {
                xml.leaf(element(parameter), asked.get(parameter));
            }
        }
        if (more) {
            byte[] last = found.lastKey().getBytes(StandardCharsets.UTF_8);
            xml.leaf(
                    "NextContinuationToken",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(last));
        }
        found.forEach((name, kept) -> entry(xml, name, kept));
        return ObjectXml.whole(xml.close("ListBucketResult"));
    }

    private void entry(Xml xml, String name, ReportFolder.@Nullable Kept kept) {
        if (kept == null) {
            xml.open("CommonPrefixes").leaf("Prefix", shown(name)).close("CommonPrefixes");
            return;
        }
        xml.open("Contents")
                .leaf("Key", shown(name))
                .leaf("LastModified", kept.modified().toString())
                .leaf("ETag", ObjectBody.tag(kept.content()))
                .leaf("Size", Integer.toString(kept.content().length))
                .leaf("StorageClass", "STANDARD")
                .close("Contents");
    }

    private static String element(String parameter) {
        return switch (parameter) {
            case "delimiter" -> "Delimiter";
            case "start-after" -> "StartAfter";
            default -> "EncodingType";
        };
    }

    private String shown(String key) {
        return "url".equals(asked.get("encoding-type"))
                ? URLEncoder.encode(key, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/")
                : key;
    }
}
