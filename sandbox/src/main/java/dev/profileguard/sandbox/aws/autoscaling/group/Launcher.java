package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplate;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateLaunches;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Starts the instances of groups in EC2.
record Launcher(
        Instances instances,
        LaunchTemplates templates,
        TemplateLaunches launches,
        LaunchConfigurations configurations) {
    /// Starts instances until a capacity is reached.
    ///
    /// @param origin Auto Scaling with its role
    /// @param capacity in instances, or in units of weight
    /// @throws AwsServiceException EC2's error
    List<Member> start(Origin origin, Group group, LaunchSource source, int capacity, Instant now) {
        return switch (source) {
            case LaunchSource.Configured configured ->
                    members(
                            group,
                            instances.run(
                                    origin,
                                    configurations
                                            .required(group.region(), configured.name())
                                            .launch(capacity, tags(group)),
                                    false),
                            configured.name(),
                            null,
                            1,
                            now);
            case LaunchSource.Templated templated ->
                    byTemplate(
                            origin,
                            group,
                            new MixedInstances.Choice(templated.template(), null, 1),
                            capacity,
                            now);
            case LaunchSource.Mixed mixed -> {
                MixedInstances.Choice first = mixed.policy().choices().getFirst();
                yield byTemplate(origin, group, first, Math.ceilDiv(capacity, first.weight()), now);
            }
        };
    }

    private List<Member> byTemplate(
            Origin origin, Group group, MixedInstances.Choice choice, int count, Instant now) {
        TemplateReference used = resolved(origin, choice.template());
        Map<String, Object> response =
                launches.startForGroup(
                        origin,
                        used == null ? choice.template() : used,
                        new TemplateData(null, choice.type(), null),
                        count,
                        tags(group));
        return members(group, response, null, used, choice.weight(), now);
    }

    /// A template with ID, name and number of its version; null: there is no such version.
    @Nullable TemplateReference resolved(Origin origin, TemplateReference given) {
        LaunchTemplate template;
        try {
            template = templates.template(origin, given);
        } catch (AwsServiceException missing) {
            return null;
        }
        Integer number = template.number(given.version());
        return number == null
                ? null
                : new TemplateReference(template.id(), template.name(), number.toString());
    }

    /// Whether an instance is as a source would start it now.
    boolean matches(Origin origin, Member member, LaunchSource source) {
        return switch (source) {
            case LaunchSource.Configured configured ->
                    configured.name().equals(member.configuration());
            case LaunchSource.Templated templated ->
                    member.template() != null
                            && member.template().equals(resolved(origin, templated.template()));
            case LaunchSource.Mixed mixed ->
                    member.template() != null
                            && mixed.policy().choices().stream()
                                    .filter(choice ->
                                            choice.type() == null
                                                    || choice.type().equals(member.type()))
                                    .anyMatch(choice ->
                                            member.template()
                                                    .equals(resolved(origin, choice.template())));
        };
    }

    private static Map<String, String> tags(Group group) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("aws:autoscaling:groupName", group.name());
        group.tags().stream()
                .filter(GroupTag::propagated)
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    private static List<Member> members(
            Group group,
            Map<String, Object> response,
            @Nullable String configuration,
            @Nullable TemplateReference template,
            int weight,
            Instant now) {
        List<Member> members = new ArrayList<>();
        if (response.get("instancesSet") instanceof Map<?, ?> set
                && set.get("items") instanceof List<?> items) {
            for (Object item : items) {
                Map<?, ?> instance = (Map<?, ?>) item;
                members.add(
                        new Member(
                                String.valueOf(instance.get("instanceId")),
                                String.valueOf(instance.get("instanceType")),
                                group.zones().getFirst(),
                                configuration,
                                template,
                                weight,
                                now,
                                false,
                                group.protection()));
            }
        }
        return members;
    }
}
