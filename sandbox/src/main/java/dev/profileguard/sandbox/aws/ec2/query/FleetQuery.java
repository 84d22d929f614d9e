package dev.profileguard.sandbox.aws.ec2.query;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.fleet.FleetRequest;
import dev.profileguard.sandbox.aws.ec2.fleet.Fleets;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.OtherParameters;
import dev.profileguard.sandbox.aws.ec2.fleet.SpotRequests;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateLaunches;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import dev.profileguard.sandbox.aws.query.FormTree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The forms of the calls on launch templates, fleets and Spot requests.
public record FleetQuery(
        LaunchTemplates templates, TemplateLaunches launches, Fleets fleets, SpotRequests spot) {
    private static final String DRY_RUN = "DryRun";
    private static final String TEMPLATE = "LaunchTemplate";

    /// The calls of EC2 with these templates.
    public static FleetQuery of(Instances instances, LaunchTemplates templates) {
        TemplateLaunches launches = new TemplateLaunches(instances, templates);
        return new FleetQuery(
                templates,
                launches,
                new Fleets(instances.calls(), templates, launches),
                new SpotRequests(instances));
    }

    /// The elements of the response; null: it is another call.
    @Nullable Map<String, Object> elements(String action, Ec2Form form, Origin origin) {
        return switch (action) {
            case "CreateFleet" -> fleets.create(origin, fleet(form), form.flag(DRY_RUN));
            case "RequestSpotInstances" ->
                    spot.request(
                            origin,
                            data(form, "LaunchSpecification."),
                            count(form, "InstanceCount"),
                            form.flag(DRY_RUN));
            default -> new TemplateQuery(templates).elements(action, form, origin);
        };
    }

    static boolean namesTemplate(Ec2Form form) {
        return form.optional(TEMPLATE + ".LaunchTemplateId") != null
                || form.optional(TEMPLATE + ".LaunchTemplateName") != null;
    }

    /// RunInstances with a launch template.
    Map<String, Object> run(Ec2Form form, Origin origin) {
        String prefix = TEMPLATE + ".";
        return launches.run(
                origin,
                reference(form, prefix, form.optional(prefix + "Version")),
                data(form, ""),
                form.requiredNumber("MaxCount"),
                form.flag(DRY_RUN));
    }

    private static FleetRequest fleet(Ec2Form form) {
        String type = form.optional("Type");
        String target = "TargetCapacitySpecification.";
        return new FleetRequest(
                type == null ? "maintain" : type,
                form.requiredNumber(target + "TotalTargetCapacity"),
                "spot".equals(form.optional(target + "DefaultTargetCapacityType")),
                form.members("LaunchTemplateConfigs").stream()
                        .map(config -> pool(form, config + "."))
                        .toList());
    }

    private static FleetRequest.Pool pool(Ec2Form form, String prefix) {
        String template = prefix + "LaunchTemplateSpecification.";
        List<TemplateData> overrides =
                form.members(prefix + "Overrides").stream()
                        .map(override -> data(form, override + "."))
                        .toList();
        return new FleetRequest.Pool(
                reference(form, template, form.optional(template + "Version")), overrides);
    }

    /// The one of ID and name that EC2 takes first.
    static TemplateReference reference(Ec2Form form, String prefix, @Nullable String version) {
        String id = form.optional(prefix + "LaunchTemplateId");
        return new TemplateReference(
                id, id == null ? form.required(prefix + "LaunchTemplateName") : null, version);
    }

    private static TemplateData data(Ec2Form form, String prefix) {
        return data(form, prefix, Set.of("TagSpecification"));
    }

    /// What a form says about instances.
    ///
    /// @param others the names of the other parameters that are read; empty: all
    static TemplateData data(Ec2Form form, String prefix, Set<String> others) {
        Map<String, Object> all = new FormTree(form.form()).at(prefix);
        if (!others.isEmpty()) {
            all.keySet().retainAll(others);
        }
        List.of("ImageId", "InstanceType", "IamInstanceProfile").forEach(all::remove);
        return new TemplateData(
                form.optional(prefix + "ImageId"),
                form.optional(prefix + "InstanceType"),
                form.profile(prefix + "IamInstanceProfile"),
                new OtherParameters(all));
    }

    private static int count(Ec2Form form, String name) {
        Integer count = form.number(name);
        return count == null ? 1 : count;
    }
}
