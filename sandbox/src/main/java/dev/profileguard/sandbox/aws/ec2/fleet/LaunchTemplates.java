package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.ec2.Filter;
import dev.profileguard.sandbox.aws.ec2.Permission;
import dev.profileguard.sandbox.aws.ec2.RegionalCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The calls on launch templates. EC2 does not check the profile that a template names: who uses
/// the template gets the error. Thread-safe.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-launch-template.html
public final class LaunchTemplates {
    private static final String CREATE = "CreateLaunchTemplate";
    private static final String CREATE_VERSION = "CreateLaunchTemplateVersion";
    private static final String DELETE = "DeleteLaunchTemplate";
    private static final String TEMPLATE = "launchTemplate";

    private final Map<String, LaunchTemplate> byId = new LinkedHashMap<>();
    private final RegionalCalls calls;
    private final RecordedService service;

    /// No templates.
    public LaunchTemplates(RegionalCalls calls) {
        this.calls = calls;
        this.service = calls.service();
    }

    /// CreateLaunchTemplate.
    ///
    /// @return EC2's response
    public Map<String, Object> create(Origin origin, String name, TemplateData data) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("LaunchTemplateName", name);
        request.put("LaunchTemplateData", data.recorded());
        return write(
                origin, CREATE, request, "*", () -> Map.of(TEMPLATE, made(origin, name, data)));
    }

    private synchronized Map<String, Object> made(Origin origin, String name, TemplateData data) {
        if (find(origin.region(), TemplateReference.named(name)) != null) {
            throw service.refusal(
                    "InvalidLaunchTemplateName.AlreadyExistsException",
                    "Launch template name already in use.");
        }
        LaunchTemplate template =
                new LaunchTemplate(
                        "lt-" + UUID.randomUUID().toString().replace("-", "").substring(0, 17),
                        name,
                        origin.region(),
                        service.clock().instant(),
                        origin.caller().arn(),
                        List.of(data));
        byId.put(template.id(), template);
        return template.json();
    }

    /// CreateLaunchTemplateVersion.
    ///
    /// @param reference the version of the template on which the new one builds; without a version,
    ///   it builds on none
    /// @return EC2's response
    public Map<String, Object> createVersion(
            Origin origin, TemplateReference reference, TemplateData data) {
        Map<String, Object> request = reference.recorded(true);
        Object source = request.remove("Version");
        if (source != null) {
            request.put("SourceVersion", source);
        }
        request.put("LaunchTemplateData", data.recorded());
        return write(
                origin,
                CREATE_VERSION,
                request,
                resource(origin, reference),
                () -> Map.of("launchTemplateVersion", added(origin, reference, data)));
    }

    private synchronized Map<String, Object> added(
            Origin origin, TemplateReference reference, TemplateData data) {
        TemplateData base =
                reference.version() == null ? TemplateData.NONE : required(origin, reference);
        LaunchTemplate template = template(origin, reference).with(base.overriddenBy(data));
        byId.put(template.id(), template);
        return template.json(template.versions().size());
    }

    /// DeleteLaunchTemplate.
    ///
    /// @return EC2's response
    public Map<String, Object> delete(Origin origin, TemplateReference reference) {
        return write(
                origin,
                DELETE,
                reference.recorded(true),
                resource(origin, reference),
                () -> {
                    synchronized (this) {
                        LaunchTemplate template = template(origin, reference);
                        byId.remove(template.id());
                        return Map.of(TEMPLATE, template.json());
                    }
                });
    }

    /// DescribeLaunchTemplates.
    ///
    /// @param ids empty, as names: all templates
    /// @return EC2's response
    public Map<String, Object> describe(
            Origin origin, List<String> ids, List<String> names, List<Filter> filters) {
        return calls.read(
                origin,
                "DescribeLaunchTemplates",
                Map.of(),
                false,
                () -> {
                    List<LaunchTemplate> wanted = new ArrayList<>();
                    ids.forEach(id ->
                            wanted.add(template(origin, new TemplateReference(id, null, null))));
                    names.forEach(
                            name -> wanted.add(template(origin, TemplateReference.named(name))));
                    List<LaunchTemplate> all =
                            ids.isEmpty() && names.isEmpty() ? in(origin.region()) : wanted;
                    return items(
                            "launchTemplates",
                            Filter.apply(filters, all, LaunchTemplates::filter, service).stream()
                                    .map(LaunchTemplate::json)
                                    .toList());
                });
    }

    private static @Nullable Function<LaunchTemplate, List<String>> filter(String name) {
        return switch (name) {
            case "launch-template-name" -> template -> List.of(template.name());
            default -> null;
        };
    }

    /// DescribeLaunchTemplateVersions.
    ///
    /// @param versions empty: all
    /// @return EC2's response
    public Map<String, Object> describeVersions(
            Origin origin, TemplateReference reference, List<String> versions) {
        return calls.read(
                origin,
                "DescribeLaunchTemplateVersions",
                Map.of(),
                false,
                () -> {
                    LaunchTemplate template = template(origin, reference);
                    List<Integer> numbers =
                            versions.isEmpty()
                                    ? IntStream.rangeClosed(1, template.versions().size())
                                            .boxed()
                                            .toList()
                                    : versions.stream()
                                            .map(version -> number(template, version))
                                            .toList();
                    return items(
                            "launchTemplateVersionSet",
                            numbers.stream().map(template::json).toList());
                });
    }

    /// What a version of a template says.
    ///
    /// @throws AwsServiceException `InvalidLaunchTemplateId.NotFound`,
    ///   `InvalidLaunchTemplateName.NotFoundException` or `InvalidLaunchTemplateId.VersionNotFound`
    public TemplateData required(Origin origin, TemplateReference reference) {
        LaunchTemplate template = template(origin, reference);
        return template.version(number(template, reference.version()));
    }

    /// The template.
    ///
    /// @throws AwsServiceException as above
    public synchronized LaunchTemplate template(Origin origin, TemplateReference reference) {
        LaunchTemplate template = find(origin.region(), reference);
        if (template != null) {
            return template;
        }
        throw reference.id() == null
                ? service.refusal(
                        "InvalidLaunchTemplateName.NotFoundException",
                        "The specified launch template, with template name %s, does not exist."
                                .formatted(reference.text()))
                : service.refusal(
                        "InvalidLaunchTemplateId.NotFound",
                        "The specified launch template, with template ID %s, does not exist."
                                .formatted(reference.text()));
    }

    /// A reference as EC2 resolves it: by ID and number, if there is such a template.
    Map<String, Object> resolved(Origin origin, TemplateReference reference) {
        LaunchTemplate template = find(origin.region(), reference);
        Integer number = template == null ? null : template.number(reference.version());
        return template == null || number == null
                ? reference.recorded(false)
                : new TemplateReference(template.id(), null, number.toString()).recorded(false);
    }

    /// Policies name a template by its ID.
    private String resource(Origin origin, TemplateReference reference) {
        LaunchTemplate template = find(origin.region(), reference);
        return template == null ? reference.text() : template.id();
    }

    private int number(LaunchTemplate template, @Nullable String version) {
        Integer number = template.number(version);
        if (number == null) {
            throw service.refusal(
                    "InvalidLaunchTemplateId.VersionNotFound",
                    "Could not find the specified version %s for the launch template with ID %s."
                            .formatted(version, template.id()));
        }
        return number;
    }

    private synchronized @Nullable LaunchTemplate find(String region, TemplateReference wanted) {
        return in(region).stream()
                .filter(each ->
                        wanted.id() == null
                                ? each.name().equals(wanted.name())
                                : each.id().equals(wanted.id()))
                .findFirst()
                .orElse(null);
    }

    private synchronized List<LaunchTemplate> in(String region) {
        return byId.values().stream().filter(each -> each.region().equals(region)).toList();
    }

    private Map<String, Object> write(
            Origin origin,
            String operation,
            Map<String, Object> request,
            String resource,
            Supplier<Map<String, Object>> work) {
        return calls.call(
                origin,
                operation,
                WrappedRecord.request(operation, request),
                () -> {
                    calls.require(
                            origin,
                            Permission.onResource(
                                    origin, operation, "launch-template/" + resource));
                    return work.get();
                },
                response -> WrappedRecord.response(operation, origin.requestId(), response));
    }

    private static Map<String, Object> items(String set, List<Map<String, Object>> items) {
        return Map.of(set, Map.of("items", items));
    }
}
