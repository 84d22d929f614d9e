package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ssm.ParameterStore;
import dev.profileguard.sandbox.aws.ssm.PutParameter;
import dev.profileguard.sandbox.aws.ssm.StoredParameter;
import dev.profileguard.sandbox.aws.tagging.TaggingApi;
import dev.profileguard.sandbox.http.message.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/// The tagging API and Parameter Store in their JSON protocol.
public final class JsonServices {
    private JsonServices() {}

    /// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/overview.html
    public static JsonService tagging(TaggingApi api) {
        return new JsonService(
                "ResourceGroupsTaggingAPI_20170126.",
                Map.of(
                        "TagResources",
                        (input, origin) ->
                                failures(
                                        api.tag(
                                                home(origin),
                                                input.texts("ResourceARNList"),
                                                input.map("Tags"))),
                        "UntagResources",
                        (input, origin) ->
                                failures(
                                        api.untag(
                                                home(origin),
                                                input.texts("ResourceARNList"),
                                                input.texts("TagKeys"))),
                        "GetResources",
                        (input, origin) -> {
                            throw new Refusal(
                                    501,
                                    "NotImplemented",
                                    "GetResources does not reliably return roles and instance"
                                            + " profiles. Use iam:ListRoleTags and"
                                            + " iam:ListInstanceProfileTags");
                        }));
    }

    /// https://docs.aws.amazon.com/systems-manager/latest/APIReference/Welcome.html
    public static JsonService parameters(ParameterStore store) {
        return new JsonService(
                "AmazonSSM.",
                Map.of(
                        "GetParameter",
                        (input, origin) ->
                                Map.of(
                                        "Parameter",
                                        json(
                                                store.get(home(origin), input.text("Name")),
                                                new Stack(origin.account()))),
                        "PutParameter",
                        (input, origin) -> {
                            StoredParameter stored = store.put(home(origin), put(input));
                            Map<String, Object> response = new LinkedHashMap<>();
                            response.put("Version", stored.version());
                            response.put("Tier", stored.tier());
                            return response;
                        },
                        "DeleteParameter",
                        (input, origin) -> {
                            store.delete(home(origin), input.text("Name"));
                            return Map.of();
                        }));
    }

    /// The sandbox has these services in the stack's region only.
    private static Origin home(Origin origin) {
        return origin.in(Stack.REGION);
    }

    private static PutParameter put(JsonInput input) {
        return new PutParameter(
                input.text("Name"),
                input.text("Value"),
                input.optional("Type"),
                input.optional("Tier"),
                input.flag("Overwrite"));
    }

    private static Map<String, Object> json(StoredParameter stored, Stack stack) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Name", stored.name());
        json.put("Type", stored.type());
        json.put("Value", stored.value());
        json.put("Version", stored.version());
        json.put("LastModifiedDate", stored.modified().toEpochMilli() / 1000.0);
        json.put("ARN", stored.arn(stack));
        json.put("DataType", "text");
        return json;
    }

    private static Map<String, Object> failures(Map<String, String> failed) {
        Map<String, Object> failures = new LinkedHashMap<>();
        failed.forEach((arn, why) -> failures.put(arn, TaggingApi.failure(why)));
        return Map.of("FailedResourcesMap", failures);
    }
}
