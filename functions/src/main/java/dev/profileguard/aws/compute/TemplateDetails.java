package dev.profileguard.aws.compute;

import dev.profileguard.aws.compute.TemplateReader.Described;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.compute.LaunchTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Reads what a survey leaves open about the launch templates of a region.
///
/// The descriptions come first: a template whose versions are all known already, such as one that
/// has a single version, needs no call of its own.
///
/// @param unknown gets a sentence for what could not be read
record TemplateDetails(
        TemplateReader reader,
        ParallelCalls parallel,
        RegionSurvey survey,
        Consumer<String> unknown) {
    /// The templates that are described in a region. By default, EC2 allows as many.
    ///
    /// See https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-template-restrictions.html
    static final int MOST_TEMPLATES = 5_000;

    /// The templates of which older versions are read in a region.
    static final int MOST_WITH_OLDER_VERSIONS = 2_000;

    /// The templates that name one of the profiles. If EC2 does not show all versions of one, it
    /// has those that are known.
    List<LaunchTemplate> naming(Wanted wanted) {
        KnownTemplates first = new KnownTemplates(survey.versions());
        List<String> all = first.naming(wanted);
        Map<String, Described> described =
                described(most(MOST_TEMPLATES, all, "launch templates that name the profiles"));
        List<String> open =
                all.stream().filter(each -> !first.hasAll(each, described.get(each))).toList();
        List<TemplateVersion> versions = new ArrayList<>(survey.versions());
        versions.addAll(
                versions(
                        most(
                                MOST_WITH_OLDER_VERSIONS,
                                open,
                                "launch templates with older versions")));
        KnownTemplates known = new KnownTemplates(versions);
        return all.stream()
                .map(each -> known.template(survey.region(), each, described.get(each)))
                .toList();
    }

    private List<String> most(int most, List<String> ids, String what) {
        return Most.of(most, ids, survey.region(), what, unknown);
    }

    private Map<String, Described> described(List<String> ids) {
        List<Question<Map<String, Described>>> questions =
                Question.each(
                        survey.region(),
                        TemplateReader.TEMPLATES,
                        ids,
                        TemplateReader.AT_ONCE,
                        some -> reader.described(survey.region(), some));
        Map<String, Described> found = new HashMap<>();
        Question.answers(parallel, questions, unknown).forEach(found::putAll);
        return found;
    }

    private List<TemplateVersion> versions(List<String> ids) {
        List<Question<List<TemplateVersion>>> questions =
                ids.stream()
                        .map(id ->
                                new Question<>(
                                        survey.region(),
                                        TemplateReader.VERSIONS,
                                        () -> reader.ofTemplate(survey.region(), id)))
                        .toList();
        return Question.answers(parallel, questions, unknown).stream()
                .flatMap(List::stream)
                .toList();
    }
}
