package dev.profileguard.aws.compute;

import dev.profileguard.aws.ec2.Ec2Calls;
import dev.profileguard.aws.ec2.ProfileInstances;
import dev.profileguard.aws.ec2.ProfileInstances.Tagged;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.QueryCalls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Reads the associations of the instances of a region: one call for each 200 instances, several at
/// the same time.
record AssociationDetails(QueryCalls ec2, ParallelCalls parallel) {
    /// The instances with their associations, or without where EC2 does not show these.
    ///
    /// @param unknown gets a sentence for each call that failed
    List<Tagged> of(RegionSurvey survey, Consumer<String> unknown) {
        Map<String, Tagged> found = new HashMap<>();
        Question.answers(parallel, questions(survey), unknown)
                .forEach(some -> some.forEach(each -> found.put(id(each), each)));
        return survey.instances().stream().map(each -> found.getOrDefault(id(each), each)).toList();
    }

    private List<Question<List<Tagged>>> questions(RegionSurvey survey) {
        ProfileInstances instances = new ProfileInstances(new Ec2Calls(ec2));
        return Question.each(
                survey.region(),
                "DescribeIamInstanceProfileAssociations",
                survey.instances(),
                ProfileInstances.AT_ONCE,
                some -> instances.withAssociations(survey.region(), some));
    }

    private static String id(Tagged instance) {
        return instance.use().instanceId();
    }
}
