package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Filter;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.RegionalCalls;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The calls that read launch templates.
record TemplateDescriptions(RegionalCalls calls, TemplateTable table) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String TAG = "tag:";

    /// A version with its template.
    private record Shown(LaunchTemplate template, TemplateVersion version) {
        Map<String, Object> json() {
            return template.json(version);
        }
    }

    Map<String, Object> templates(
            Origin origin,
            List<TemplateReference> wanted,
            List<Filter> filters,
            TemplatePage page) {
        return calls.read(
                origin,
                "DescribeLaunchTemplates",
                Map.of(),
                false,
                () -> {
                    List<LaunchTemplate> found =
                            wanted.isEmpty()
                                    ? table.in(origin.region())
                                    : wanted.stream()
                                            .map(each -> table.required(origin.region(), each))
                                            .toList();
                    List<Map<String, Object>> items =
                            Filter.apply(
                                            filters,
                                            found,
                                            TemplateDescriptions::filter,
                                            calls.service())
                                    .stream()
                                    .map(LaunchTemplate::json)
                                    .toList();
                    return page.of("launchTemplates", items, calls.service());
                });
    }

    private static @Nullable Function<LaunchTemplate, List<String>> filter(String name) {
        if (name.startsWith(TAG)) {
            String key = name.substring(TAG.length());
            return each -> each.tags().containsKey(key) ? List.of(each.tags().get(key)) : List.of();
        }
        return switch (name) {
            case "launch-template-name" -> each -> List.of(each.name());
            case "create-time" ->
                    each -> List.of(time(each.versions().firstEntry().getValue().created()));
            case "tag-key" -> each -> List.copyOf(each.tags().keySet());
            default -> null;
        };
    }

    Map<String, Object> versions(Origin origin, VersionsRequest request) {
        return calls.read(
                origin,
                "DescribeLaunchTemplateVersions",
                Map.of(),
                false,
                () -> {
                    request.check(calls.service());
                    List<Shown> found = table.atomically(() -> found(origin.region(), request));
                    List<Map<String, Object>> items =
                            Filter.apply(
                                            request.filters(),
                                            found,
                                            TemplateDescriptions::versionFilter,
                                            calls.service())
                                    .stream()
                                    .map(Shown::json)
                                    .toList();
                    return request.page().of("launchTemplateVersionSet", items, calls.service());
                });
    }

    private List<Shown> found(String region, VersionsRequest request) {
        List<LaunchTemplate> templates =
                request.template() == null
                        ? table.in(region)
                        : List.of(table.required(region, request.template()));
        return templates.stream()
                .flatMap(template ->
                        request.of(template, table).map(version -> new Shown(template, version)))
                .toList();
    }

    private static @Nullable Function<Shown, List<String>> versionFilter(String name) {
        return switch (name) {
            case "create-time" -> each -> List.of(time(each.version().created()));
            case "iam-instance-profile" -> each -> profile(each.version().data().profile());
            case "image-id" -> each -> said(each.version().data().imageId());
            case "instance-type" -> each -> said(each.version().data().instanceType());
            case "is-default-version" ->
                    each ->
                            List.of(
                                    String.valueOf(
                                            each.version().number()
                                                    == each.template().defaultVersion()));
            case "ebs-optimized" -> other("EbsOptimized");
            case "kernel-id" -> other("KernelId");
            case "ram-disk-id" -> other("RamDiskId");
            case "http-endpoint" -> other("MetadataOptions", "HttpEndpoint");
            case "http-protocol-ipv4" -> other("MetadataOptions", "HttpProtocolIpv4");
            case "http-tokens" -> other("MetadataOptions", "HttpTokens");
            case "host-resource-group-arn" -> other("Placement", "HostResourceGroupArn");
            default -> null;
        };
    }

    private static Function<Shown, List<String>> other(String... path) {
        return each -> {
            String found = each.version().data().others().text(path);
            return found.isEmpty() ? List.of() : List.of(found);
        };
    }

    /// The filter is on the ARN. What it does where a version has the name only is not documented.
    private static List<String> profile(@Nullable ProfileReference profile) {
        return profile == null ? List.of() : said(profile.arn());
    }

    private static List<String> said(@Nullable String text) {
        return text == null ? List.of() : List.of(text);
    }

    private static String time(Instant created) {
        return TIME.format(created);
    }
}
