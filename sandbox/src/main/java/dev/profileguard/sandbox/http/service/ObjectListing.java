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
/// @param parameters of the request
/// @param found the objects by key, in order; null for a common prefix that ends with the delimiter
/// @param more whether another page follows
record ObjectListing(
        String bucket,
        Map<String, String> parameters,
        SortedMap<String, ReportFolder.@Nullable StoredObject> found,
        boolean more) {
    private static final int MAX_KEYS = 1000;

    /// @throws Refusal when a parameter is wrong
    static ObjectListing of(String bucket, ReportFolder folder, Map<String, String> parameters) {
        if (!"2".equals(parameters.get("list-type"))) {
            throw ObjectXml.unknown();
        }
        String prefix = parameters.getOrDefault("prefix", "");
        String delimiter = parameters.getOrDefault("delimiter", "");
        String after = after(parameters);
        SortedMap<String, ReportFolder.@Nullable StoredObject> all = new TreeMap<>();
        folder.all(bucket)
                .forEach((key, object) -> {
                    int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                    String shown = cut < 0 ? key : key.substring(0, cut + delimiter.length());
                    if (key.startsWith(prefix) && shown.compareTo(after) > 0) {
                        all.put(shown, cut < 0 ? object : null);
                    }
                });
        int most = most(parameters);
        boolean more = all.size() > most;
        while (all.size() > most) {
            all.remove(all.lastKey());
        }
        return new ObjectListing(bucket, parameters, all, more && most > 0);
    }

    private static String after(Map<String, String> parameters) {
        String token = parameters.get("continuation-token");
        if (token == null) {
            return parameters.getOrDefault("start-after", "");
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    400, "InvalidArgument", "The continuation token provided is incorrect");
        }
    }

    private static int most(Map<String, String> parameters) {
        String given = parameters.getOrDefault("max-keys", Integer.toString(MAX_KEYS));
        if (!given.matches("\\d{1,9}")) {
            throw new Refusal(
                    400, "InvalidArgument", "Argument max-keys must be an integer from 0 on");
        }
        return Math.min(MAX_KEYS, Integer.parseInt(given));
    }

    String xml() {
        Xml xml =
                new Xml()
                        .open("ListBucketResult", ObjectXml.NAMESPACE)
                        .leaf("Name", bucket)
                        .leaf("Prefix", shown(parameters.getOrDefault("prefix", "")))
                        .leaf("KeyCount", Integer.toString(found.size()))
                        .leaf("MaxKeys", Integer.toString(most(parameters)))
                        .leaf("IsTruncated", Boolean.toString(more));
        for (String parameter : new String[] {"delimiter", "start-after", "encoding-type"}) {
            if (parameters.containsKey(parameter)) {
                xml.leaf(element(parameter), parameters.get(parameter));
            }
        }
        if (more) {
            byte[] last = found.lastKey().getBytes(StandardCharsets.UTF_8);
            xml.leaf(
                    "NextContinuationToken",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(last));
        }
        found.forEach((name, object) -> entry(xml, name, object));
        return ObjectXml.whole(xml.close("ListBucketResult"));
    }

    private void entry(Xml xml, String name, ReportFolder.@Nullable StoredObject object) {
        if (object == null) {
            xml.open("CommonPrefixes").leaf("Prefix", shown(name)).close("CommonPrefixes");
            return;
        }
        xml.open("Contents")
                .leaf("Key", shown(name))
                .leaf("LastModified", object.modified().toString())
                .leaf("ETag", ObjectBody.tag(object.content()))
                .leaf("Size", Integer.toString(object.content().length))
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
        return "url".equals(parameters.get("encoding-type"))
                ? URLEncoder.encode(key, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/")
                : key;
    }
}
