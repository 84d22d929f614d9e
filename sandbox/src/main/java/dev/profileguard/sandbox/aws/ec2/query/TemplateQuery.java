package dev.profileguard.sandbox.aws.ec2.query;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.NewVersion;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplatePage;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import dev.profileguard.sandbox.aws.ec2.fleet.VersionsRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The forms of the calls on launch templates.
record TemplateQuery(LaunchTemplates templates) {
    private static final String NAME = "LaunchTemplateName";
    private static final String ID = "LaunchTemplateId";
    private static final String VERSION = "LaunchTemplateVersion";

    /// The elements of the response; null: it is another call.
    @Nullable Map<String, Object> elements(String action, Ec2Form form, Origin origin) {
        return switch (action) {
            case "CreateLaunchTemplate" ->
                    templates.create(
                            origin,
                            form.required(NAME),
                            version(form),
                            form.tags("launch-template"));
            case "CreateLaunchTemplateVersion" ->
                    templates.createVersion(
                            origin,
                            FleetQuery.reference(form, "", form.optional("SourceVersion")),
                            version(form));
            case "ModifyLaunchTemplate" ->
                    templates.modify(
                            origin,
                            FleetQuery.reference(form, "", form.required("SetDefaultVersion")));
            case "DeleteLaunchTemplateVersions" ->
                    templates.deleteVersions(
                            origin, FleetQuery.reference(form, "", null), versions(form));
            case "DeleteLaunchTemplate" ->
                    templates.delete(origin, FleetQuery.reference(form, "", null));
            case "DescribeLaunchTemplates" ->
                    templates.describe(
                            origin, form.list(ID), form.list(NAME), form.filters(), page(form));
            case "DescribeLaunchTemplateVersions" ->
                    templates.describeVersions(
                            origin,
                            new VersionsRequest(
                                    reference(form),
                                    form.list(VERSION),
                                    form.number("MinVersion"),
                                    form.number("MaxVersion"),
                                    form.filters(),
                                    page(form)));
            default -> null;
        };
    }

    private static NewVersion version(Ec2Form form) {
        return new NewVersion(
                FleetQuery.data(form, "LaunchTemplateData.", Set.of()),
                form.optional("VersionDescription"),
                form.optional("ClientToken"));
    }

    private static List<String> versions(Ec2Form form) {
        List<String> versions = form.list(VERSION);
        return versions.isEmpty() ? List.of(form.required(VERSION)) : versions;
    }

    private static @Nullable TemplateReference reference(Ec2Form form) {
        return form.optional(ID) == null && form.optional(NAME) == null
                ? null
                : FleetQuery.reference(form, "", null);
    }

    private static TemplatePage page(Ec2Form form) {
        return new TemplatePage(form.number("MaxResults"), form.optional("NextToken"));
    }
}
