package dev.profileguard.aws.compute;

import dev.profileguard.aws.compute.TemplateReader.Described;
import dev.profileguard.aws.ec2.Ec2Calls;
import dev.profileguard.aws.ec2.ProfileInstances;
import dev.profileguard.aws.ec2.ProfileInstances.Tagged;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.ScalingGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads what the survey of a region leaves open:
/// - the associations of the instances, by one call for each 200 of them;
/// - the versions that groups use by number, if they are neither the latest nor the default one, by
///   one call for each;
/// - all versions of each template that names one of the profiles, by one call, and what else EC2
///   says about these templates, by one call for each 100 of them;
/// - the node groups, if a group may belong to one, as [NodegroupReader] says.
///
/// Where nothing concerns the profiles, it makes no call, apart from those for versions by number.
record RegionDetails(ComputeServices services, Wanted wanted, ParallelCalls parallel, Depth depth) {
    /// How much is read.
    enum Depth {
        /// All of it.
        EVERYTHING,
        /// Only the versions that groups use, and the node groups: no call for each template.
        WHAT_GROUPS_USE
    }

    /// The versions by number that are read in a region. Auto Scaling allows 500 groups by default.
    static final int MOST_VERSIONS = 500;

    /// The templates of which all versions are read in a region.
    static final int MOST_TEMPLATES = 200;

    RegionFindings of(RegionSurvey survey) {
        List<String> unknown = new ArrayList<>();
        RegionFindings findings =
                switch (depth) {
                    case EVERYTHING -> everything(survey, unknown);
                    case WHAT_GROUPS_USE ->
                            known(survey.withVersions(used(survey, unknown)), wanted, unknown);
                };
        List<ScalingGroup> groups = findings.inventory().groups();
        if (!NodegroupReader.mayBelong(groups, wanted)) {
            return findings;
        }
        List<String> more = new ArrayList<>();
        return findings.withNodegroups(
                new NodegroupReader(services.eks(), parallel).in(survey.region(), more::add), more);
    }

    private RegionFindings everything(RegionSurvey survey, List<String> unknown) {
        RegionSurvey complete =
                survey.withInstances(associated(survey, unknown))
                        .withVersions(used(survey, unknown));
        return RegionFindings.of(complete, templates(complete, unknown), wanted, unknown);
    }

    /// Without any further call.
    static RegionFindings known(RegionSurvey survey, Wanted wanted) {
        return known(survey, wanted, List.of());
    }

    private static RegionFindings known(RegionSurvey survey, Wanted wanted, List<String> unknown) {
        KnownTemplates known = new KnownTemplates(survey.versions());
        return RegionFindings.of(
                survey,
                known.naming(wanted).stream()
                        .map(each -> known.template(survey.region(), each, null))
                        .toList(),
                wanted,
                unknown);
    }

    /// The instances with their associations, or without if EC2 does not show these.
    private List<Tagged> associated(RegionSurvey survey, List<String> unknown) {
        if (survey.instances().isEmpty()) {
            return List.of();
        }
        String region = survey.region();
        ProfileInstances instances = new ProfileInstances(new Ec2Calls(services.ec2()));
        Question<List<Tagged>> question =
                new Question<>(
                        region,
                        "DescribeIamInstanceProfileAssociations",
                        () -> instances.withAssociations(region, survey.instances()));
        return Question.answers(parallel, List.of(question), unknown::add).stream()
                .findFirst()
                .orElse(survey.instances());
    }

    /// The versions that groups use by number. If EC2 did not list the versions of all templates,
    /// it is not asked again.
    private List<TemplateVersion> used(RegionSurvey survey, List<String> unknown) {
        KnownTemplates known = new KnownTemplates(survey.versions());
        List<TemplateUse> uses =
                survey.groups().stream()
                        .flatMap(each -> each.templates().stream())
                        .filter(known::lacks)
                        .distinct()
                        .toList();
        if (survey.lists().isEmpty()) {
            return List.of();
        }
        String region = survey.region();
        TemplateReader reader = new TemplateReader(services.ec2());
        List<Question<List<TemplateVersion>>> questions = new ArrayList<>();
        for (TemplateUse use :
                Most.of(
                        MOST_VERSIONS,
                        uses,
                        region,
                        "versions of launch templates that groups use by number",
                        unknown::add)) {
            questions.add(
                    new Question<>(
                            region, TemplateReader.VERSIONS, () -> reader.used(region, use)));
        }
        return Question.answers(parallel, questions, unknown::add).stream()
                .flatMap(List::stream)
                .toList();
    }

    /// The templates that name one of the profiles. If EC2 does not show all versions of one, it
    /// has those that are known.
    private List<LaunchTemplate> templates(RegionSurvey survey, List<String> unknown) {
        String region = survey.region();
        TemplateReader reader = new TemplateReader(services.ec2());
        List<String> all = new KnownTemplates(survey.versions()).naming(wanted);
        List<String> read =
                Most.of(
                        MOST_TEMPLATES,
                        all,
                        region,
                        "launch templates that name the profiles",
                        unknown::add);
        List<Question<List<TemplateVersion>>> versions = new ArrayList<>();
        for (String id : read) {
            versions.add(
                    new Question<>(
                            region, TemplateReader.VERSIONS, () -> reader.ofTemplate(region, id)));
        }
        List<TemplateVersion> known = new ArrayList<>(survey.versions());
        Question.answers(parallel, versions, unknown::add).forEach(known::addAll);
        Map<String, Described> described = described(region, read, unknown);
        KnownTemplates templates = new KnownTemplates(known);
        return all.stream()
                .map(each -> templates.template(region, each, described.get(each)))
                .toList();
    }

    private Map<String, Described> described(
            String region, List<String> ids, List<String> unknown) {
        TemplateReader reader = new TemplateReader(services.ec2());
        List<Question<Map<String, Described>>> questions = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += TemplateReader.AT_ONCE) {
            List<String> some =
                    ids.subList(from, Math.min(ids.size(), from + TemplateReader.AT_ONCE));
            questions.add(
                    new Question<>(
                            region,
                            TemplateReader.TEMPLATES,
                            () -> reader.described(region, some)));
        }
        Map<String, Described> found = new HashMap<>();
        Question.answers(parallel, questions, unknown::add).forEach(found::putAll);
        return found;
    }
}
