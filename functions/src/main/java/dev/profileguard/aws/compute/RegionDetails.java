package dev.profileguard.aws.compute;

import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.compute.ScalingGroup;
import java.util.ArrayList;
import java.util.List;

/// Reads what the survey of a region leaves open:
/// - the associations of the instances, by one call for each 200 of them;
/// - the versions that groups use by number, if they are neither the latest nor the default one, by
///   one call for each;
/// - what else EC2 says about the templates that name one of the profiles, by one call for each 100
///   of them, and all versions of each of them that has more than the known ones, by one call;
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
    static final int MOST_VERSIONS = 2_000;

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
        AssociationDetails associations = new AssociationDetails(services.ec2(), parallel);
        RegionSurvey complete =
                survey.withInstances(associations.of(survey, unknown::add))
                        .withVersions(used(survey, unknown));
        TemplateDetails templates =
                new TemplateDetails(
                        new TemplateReader(services.ec2()), parallel, complete, unknown::add);
        return RegionFindings.of(complete, templates.naming(wanted), wanted, unknown);
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

    /// The versions that groups use by number. If EC2 did not list the versions of all templates,
    /// it is not asked again.
    private List<TemplateVersion> used(RegionSurvey survey, List<String> unknown) {
        if (survey.lists().isEmpty()) {
            return List.of();
        }
        KnownTemplates known = new KnownTemplates(survey.versions());
        List<TemplateUse> uses =
                survey.groups().stream()
                        .flatMap(each -> each.templates().stream())
                        .filter(known::lacks)
                        .distinct()
                        .toList();
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
}
