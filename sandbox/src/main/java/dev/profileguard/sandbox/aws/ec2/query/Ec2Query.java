package dev.profileguard.sandbox.aws.ec2.query;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Description;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.ec2.PageRequest;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.regional.QueryApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// EC2's API of version 2016-11-15, as far as instances use instance profiles.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
///
/// @param fleets the calls on launch templates, and those that start instances by them
public record Ec2Query(Instances instances, FleetQuery fleets) implements QueryApi {
    private static final String INSTANCE_ID = "InstanceId";
    private static final String ASSOCIATION_ID = "AssociationId";
    private static final String DRY_RUN = "DryRun";
    private static final String PROFILE = "IamInstanceProfile";

    @Override
    public QueryResponse result(Map<String, List<String>> form, Origin origin) {
        Ec2Form parameters = new Ec2Form(form);
        String action = parameters.optional("Action");
        Map<String, Object> elements = elements(action == null ? "" : action, parameters, origin);
        String body = Ec2Xml.response(String.valueOf(action), origin.requestId(), elements);
        return response(200, origin.requestId(), body);
    }

    @Override
    public QueryResponse refused(int status, String code, String message, String requestId) {
        return response(status, requestId, Ec2Xml.error(requestId, code, message));
    }

    private Map<String, Object> elements(String action, Ec2Form form, Origin origin) {
        return switch (action) {
            case "RunInstances" -> run(form, origin);
            case "StartInstances" -> instances.start(origin, ids(form), form.flag(DRY_RUN));
            case "StopInstances" -> instances.stop(origin, ids(form), form.flag(DRY_RUN));
            case "TerminateInstances" -> instances.terminate(origin, ids(form), form.flag(DRY_RUN));
            case "AssociateIamInstanceProfile" ->
                    association(
                            instances
                                    .associate(
                                            origin,
                                            form.required(INSTANCE_ID),
                                            requiredProfile(form))
                                    .json("associating"));
            case "ReplaceIamInstanceProfileAssociation" ->
                    association(
                            instances
                                    .replace(
                                            origin,
                                            form.required(ASSOCIATION_ID),
                                            requiredProfile(form))
                                    .json("associating"));
            case "DisassociateIamInstanceProfile" ->
                    association(
                            instances
                                    .disassociate(origin, form.required(ASSOCIATION_ID))
                                    .json("disassociating"));
            case "DescribeInstances" -> instances.describe(origin, description(form, INSTANCE_ID));
            case "DescribeIamInstanceProfileAssociations" ->
                    instances.describeAssociations(origin, description(form, ASSOCIATION_ID));
            case "DescribeRegions" ->
                    instances.describeRegions(
                            origin, description(form, "RegionName"), form.flag("AllRegions"));
            default -> {
                Map<String, Object> elements = fleets.elements(action, form, origin);
                if (elements == null) {
                    throw Ec2Form.refusal(
                            "InvalidAction",
                            ("The action %s is not valid for this web service. Of EC2, the sandbox"
                                            + " has only what concerns instance profiles:"
                                            + " RunInstances, Start-, Stop-, Terminate- and"
                                            + " DescribeInstances, DescribeRegions, the calls on"
                                            + " associations of instance profiles and on launch"
                                            + " templates, CreateFleet and RequestSpotInstances.")
                                    .formatted(action));
                }
                yield elements;
            }
        };
    }

    private Map<String, Object> run(Ec2Form form, Origin origin) {
        return FleetQuery.namesTemplate(form)
                ? fleets.run(form, origin)
                : instances.run(origin, launch(form), form.flag(DRY_RUN));
    }

    private static Map<String, Object> association(Map<String, Object> json) {
        return Map.of("iamInstanceProfileAssociation", json);
    }

    private static Description description(Ec2Form form, String ids) {
        return new Description(
                form.list(ids),
                form.filters(),
                new PageRequest(form.number("MaxResults"), form.optional("NextToken")),
                form.flag(DRY_RUN));
    }

    private static List<String> ids(Ec2Form form) {
        List<String> ids = form.list(INSTANCE_ID);
        return ids.isEmpty() ? List.of(form.required(INSTANCE_ID)) : ids;
    }

    private static Launch launch(Ec2Form form) {
        String type = form.optional("InstanceType");
        return new Launch(
                form.required("ImageId"),
                type == null ? "m1.small" : type,
                form.requiredNumber("MinCount"),
                form.requiredNumber("MaxCount"),
                form.profile(PROFILE),
                form.instanceTags(),
                form.optional("ClientToken"));
    }

    private static ProfileReference requiredProfile(Ec2Form form) {
        ProfileReference profile = form.profile(PROFILE);
        return profile == null ? new ProfileReference(form.required(PROFILE), null) : profile;
    }

    private static QueryResponse response(int status, String requestId, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/xml;charset=UTF-8");
        headers.put("x-amzn-RequestId", requestId);
        return new QueryResponse(status, headers, body);
    }
}
