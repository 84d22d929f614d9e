package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The launch templates of all regions, in the order in which they were created. Thread-safe.
final class TemplateTable {
    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9()./_-]{3,128}");

    private final Map<String, LaunchTemplate> byId = new LinkedHashMap<>();
    private final RecordedService service;

    TemplateTable(RecordedService service) {
        this.service = service;
    }

    /// Does several things without any other call in between.
    synchronized <T> T atomically(Supplier<T> work) {
        return work.get();
    }

    /// Adds a template.
    ///
    /// @throws AwsServiceException `InvalidLaunchTemplateName.AlreadyExistsException` or
    ///   `InvalidLaunchTemplateName.MalformedException`
    synchronized LaunchTemplate add(LaunchTemplate template) {
        if (!NAME.matcher(template.name()).matches()) {
            throw service.refusal(
                    "InvalidLaunchTemplateName.MalformedException",
                    "A launch template name must be between 3 and 128 characters, and may contain"
                            + " letters, numbers, and the following characters: - ( ) . / _.");
        }
        if (find(template.region(), TemplateReference.named(template.name())) != null) {
            throw service.refusal(
                    "InvalidLaunchTemplateName.AlreadyExistsException",
                    "Launch template name already in use.");
        }
        byId.put(template.id(), template);
        return template;
    }

    /// Changes a template.
    ///
    /// @return the changed template
    /// @throws AwsServiceException as [#required(String, TemplateReference)]
    synchronized LaunchTemplate change(
            String region, TemplateReference reference, UnaryOperator<LaunchTemplate> change) {
        LaunchTemplate changed = change.apply(required(region, reference));
        byId.put(changed.id(), changed);
        return changed;
    }

    /// Removes a template.
    synchronized LaunchTemplate remove(String region, TemplateReference reference) {
        LaunchTemplate template = required(region, reference);
        byId.remove(template.id());
        return template;
    }

    /// The template.
    ///
    /// @throws AwsServiceException `InvalidLaunchTemplateId.NotFound` or
    ///   `InvalidLaunchTemplateName.NotFoundException`
    LaunchTemplate required(String region, TemplateReference reference) {
        LaunchTemplate template = find(region, reference);
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

    /// A version of a template.
    ///
    /// @param version as in [TemplateReference]
    /// @throws AwsServiceException `InvalidLaunchTemplateId.VersionNotFound`
    TemplateVersion version(LaunchTemplate template, @Nullable String version) {
        Integer number = template.number(version);
        if (number == null) {
            throw service.refusal(
                    "InvalidLaunchTemplateId.VersionNotFound",
                    "Could not find the specified version %s for the launch template with ID %s."
                            .formatted(version, template.id()));
        }
        return template.version(number);
    }

    synchronized @Nullable LaunchTemplate find(String region, TemplateReference wanted) {
        return in(region).stream()
                .filter(each ->
                        wanted.id() == null
                                ? each.name().equals(wanted.name())
                                : each.id().equals(wanted.id()))
                .findFirst()
                .orElse(null);
    }

    synchronized List<LaunchTemplate> in(String region) {
        return byId.values().stream().filter(each -> each.region().equals(region)).toList();
    }
}
