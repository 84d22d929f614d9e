package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.ec2.Filter;
import dev.profileguard.sandbox.aws.ec2.Permission;
import dev.profileguard.sandbox.aws.ec2.RegionalCalls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The calls on launch templates. EC2 does not check the profile that a template names: who uses
/// the template gets the error. Thread-safe.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-launch-template.html
public final class LaunchTemplates {
    private static final String CREATE = "CreateLaunchTemplate";
    private static final String CREATE_VERSION = "CreateLaunchTemplateVersion";
    private static final String TEMPLATE = "launchTemplate";

    private final RegionalCalls calls;
    private final RecordedService service;
    private final TemplateTable table;
    private final TemplateDescriptions descriptions;
    private final RepeatedRequests repeated;

    /// No templates.
    public LaunchTemplates(RegionalCalls calls) {
        this.calls = calls;
        this.service = calls.service();
        table = new TemplateTable(service);
        descriptions = new TemplateDescriptions(calls, table);
        repeated = new RepeatedRequests(service);
    }

    /// CreateLaunchTemplate without tags.
    ///
    /// @return EC2's response
    public Map<String, Object> create(Origin origin, String name, TemplateData data) {
        return create(origin, name, NewVersion.of(data), Map.of());
    }

    /// CreateLaunchTemplate.
    ///
    /// @param tags of the template
    /// @return EC2's response
    public Map<String, Object> create(
            Origin origin, String name, NewVersion first, Map<String, String> tags) {
        Map<String, Object> request =
                first.recordedIn(new LinkedHashMap<>(Map.of("LaunchTemplateName", name)));
        return write(
                origin,
                CREATE,
                request,
                "*",
                () -> {
                    if (!tags.isEmpty()) {
                        calls.require(origin, Permission.toTag(origin, CREATE, "*", tags));
                    }
                    return repeated.once(
                            origin,
                            CREATE,
                            first.token(),
                            request,
                            () -> Map.of(TEMPLATE, made(origin, name, first, tags)));
                });
    }

    private Map<String, Object> made(
            Origin origin, String name, NewVersion first, Map<String, String> tags) {
        String id = "lt-" + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
        return table.add(
                        LaunchTemplate.made(
                                id,
                                name,
                                origin.region(),
                                tags,
                                version(origin, 1, first, first.data())))
                .json();
    }

    /// CreateLaunchTemplateVersion without a description.
    ///
    /// @return EC2's response
    public Map<String, Object> createVersion(
            Origin origin, TemplateReference reference, TemplateData data) {
        return createVersion(origin, reference, NewVersion.of(data));
    }

    /// CreateLaunchTemplateVersion.
    ///
    /// @param reference the version of the template on which the new one builds; without a version,
    ///   it builds on none
    /// @return EC2's response
    public Map<String, Object> createVersion(
            Origin origin, TemplateReference reference, NewVersion made) {
        Map<String, Object> request = reference.recorded(true);
        Object source = request.remove("Version");
        if (source != null) {
            request.put("SourceVersion", source);
        }
        Map<String, Object> recorded = made.recordedIn(request);
        return write(
                origin,
                CREATE_VERSION,
                recorded,
                resource(origin, reference),
                () ->
                        repeated.once(
                                origin,
                                CREATE_VERSION,
                                made.token(),
                                recorded,
                                () ->
                                        Map.of(
                                                "launchTemplateVersion",
                                                added(origin, reference, made))));
    }

    private Map<String, Object> added(Origin origin, TemplateReference reference, NewVersion made) {
        LaunchTemplate changed =
                table.change(
                        origin.region(),
                        reference,
                        template -> {
                            TemplateData base =
                                    reference.version() == null
                                            ? TemplateData.NONE
                                            : table.version(template, reference.version()).data();
                            return template.with(
                                    version(
                                            origin,
                                            template.last() + 1,
                                            made,
                                            base.overriddenBy(made.data())));
                        });
        return changed.json(changed.version(changed.last()));
    }

    private TemplateVersion version(Origin origin, int number, NewVersion made, TemplateData data) {
        return new TemplateVersion(
                number, service.clock().instant(), origin.caller().arn(), made.description(), data);
    }

    /// ModifyLaunchTemplate.
    ///
    /// @param reference with the version that becomes the default one
    /// @return EC2's response
    public Map<String, Object> modify(Origin origin, TemplateReference reference) {
        Map<String, Object> request = reference.recorded(true);
        request.remove("Version");
        request.put("SetDefaultVersion", String.valueOf(reference.version()));
        return write(
                origin,
                "ModifyLaunchTemplate",
                request,
                resource(origin, reference),
                () ->
                        Map.of(
                                TEMPLATE,
                                table.change(
                                                origin.region(),
                                                reference,
                                                template ->
                                                        template.withDefault(
                                                                table.version(
                                                                                template,
                                                                                reference.version())
                                                                        .number()))
                                        .json()));
    }

    /// DeleteLaunchTemplateVersions. The response says of each version whether it was deleted.
    ///
    /// @param numbers of versions
    /// @return EC2's response
    public Map<String, Object> deleteVersions(
            Origin origin, TemplateReference reference, List<String> numbers) {
        String operation = "DeleteLaunchTemplateVersions";
        Map<String, Object> request = reference.recorded(true);
        request.put("LaunchTemplateVersion", WrappedRecord.texts(numbers));
        return write(
                origin,
                operation,
                request,
                resource(origin, reference),
                () -> new VersionDeletion(table, origin.region(), reference).delete(numbers));
    }

    /// DeleteLaunchTemplate.
    ///
    /// @return EC2's response
    public Map<String, Object> delete(Origin origin, TemplateReference reference) {
        return write(
                origin,
                "DeleteLaunchTemplate",
                reference.recorded(true),
                resource(origin, reference),
                () -> Map.of(TEMPLATE, table.remove(origin.region(), reference).json()));
    }

    /// DescribeLaunchTemplates.
    ///
    /// @param ids empty, as names: all templates
    /// @return EC2's response
    public Map<String, Object> describe(
            Origin origin,
            List<String> ids,
            List<String> names,
            List<Filter> filters,
            TemplatePage page) {
        List<TemplateReference> wanted =
                Stream.concat(
                                ids.stream().map(id -> new TemplateReference(id, null, null)),
                                names.stream().map(TemplateReference::named))
                        .toList();
        return descriptions.templates(origin, wanted, filters, page);
    }

    /// DescribeLaunchTemplateVersions.
    ///
    /// @return EC2's response
    public Map<String, Object> describeVersions(Origin origin, VersionsRequest request) {
        return descriptions.versions(origin, request);
    }

    /// What a version of a template says.
    ///
    /// @throws AwsServiceException `InvalidLaunchTemplateId.NotFound`,
    ///   `InvalidLaunchTemplateName.NotFoundException` or `InvalidLaunchTemplateId.VersionNotFound`
    public TemplateData required(Origin origin, TemplateReference reference) {
        return table.version(template(origin, reference), reference.version()).data();
    }

    /// The template.
    ///
    /// @throws AwsServiceException as above
    public LaunchTemplate template(Origin origin, TemplateReference reference) {
        return table.required(origin.region(), reference);
    }

    /// A reference as EC2 resolves it: by ID and number, if there is such a template.
    Map<String, Object> resolved(Origin origin, TemplateReference reference) {
        LaunchTemplate template = table.find(origin.region(), reference);
        Integer number = template == null ? null : template.number(reference.version());
        return template == null || number == null
                ? reference.recorded(false)
                : new TemplateReference(template.id(), null, number.toString()).recorded(false);
    }

    /// Policies name a template by its ID.
    private String resource(Origin origin, TemplateReference reference) {
        LaunchTemplate template = table.find(origin.region(), reference);
        return template == null ? reference.text() : template.id();
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
}
