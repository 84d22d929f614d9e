package dev.profileguard.sandbox.rotation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

/// A sandbox with roles `web` and `web-v2`, and the recorded profile `prod-web` with role `web` and
/// the tag `Team=shop`. ProfileRotation may put both roles into new profiles.
final class RotatingAccount extends AccountUnderTest {
    static final String OLD = "prod-web";

    /// The name that the new profile gets on the day of the sandbox's clock.
    static final String NEW = "prod-web-20260105";

    static final String START_AND_DO =
            "{\"start\": {\"profile\": \"prod-web\", \"role\": \"web-v2\", \"do\": true}}";

    static final String FINISH = "{\"finish\": {\"profile\": \"prod-web\"}}";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RotatingAccount(String... parameters) {
        super(
                "/profile-guard-ProfileRotation",
                Map.of(
                        "GuardMode", "enforce",
                        "GuardedProfiles", "prod-*",
                        "TrustedPrincipals", "arn:aws:iam::*:user/owner",
                        "RotationMode", "enforce",
                        "RotationRoles", "web-v2"),
                parameters);
    }

    /// Carries out rotations, unless the parameters say otherwise.
    static RotatingAccount with(String... parameters) {
        RotatingAccount account = new RotatingAccount(parameters);
        IamClient owner = account.as("owner");
        createRole(owner, "web");
        createRole(owner, "web-v2");
        Tag team = Tag.builder().key("Team").value("shop").build();
        owner.createInstanceProfile(
                r -> r.instanceProfileName(OLD).path("/team/").tags(List.of(team)));
        add(owner, OLD, "web");
        account.later(Duration.ofHours(1));
        return account;
    }

    /// The response to a request.
    JsonNode ask(String request) {
        return read(sandbox().lambda().invoke("ProfileRotation", request).payload());
    }

    /// Runs an action before each of ProfileRotation's calls of IAM.
    void beforeEveryCall(Runnable action) {
        sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("ProfileRotation")) {
                        action.run();
                    }
                });
    }

    /// The response to the request that does all that can be done.
    JsonNode rotate() {
        return ask(START_AND_DO);
    }

    /// Deletes the old profile as soon as that is possible.
    JsonNode finish() {
        ask(FINISH);
        sandbox().advance(Duration.ofMinutes(3));
        return ask(FINISH);
    }

    /// What ProfileGuard knows of a profile.
    GuardRecord record(String profile) {
        return records().load(new ProfileName(profile));
    }

    /// Writes into ProfileGuard's record of the old profile.
    void record(UnaryOperator<GuardRecord> change) {
        records().save(change.apply(record(OLD)));
    }

    private GuardRecordStore records() {
        return new GuardRecordStore(sandbox().dynamo(), "profile-guard-BaselineTable");
    }

    /// Deletes the old profile and creates it again with a role, as a user whose events are lost.
    void recreate(String user, String role) {
        withoutEvents(
                user,
                iam -> {
                    deleteOld(iam);
                    createProfile(iam, OLD);
                    add(iam, OLD, role);
                });
    }

    /// Deletes the old profile.
    static void deleteOld(IamClient iam) {
        remove(iam, OLD, "web");
        iam.deleteInstanceProfile(r -> r.instanceProfileName(OLD));
    }

    /// Runs the functions' rules over the whole account.
    void sweep() {
        sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
        sandbox().settle();
    }

    /// Refuses the next calls of ProfileRotation of an operation of IAM.
    void deny(String operation, int times) {
        AtomicInteger left = new AtomicInteger(times);
        beforeEach(
                operation,
                () -> {
                    if (left.getAndDecrement() > 0) {
                        sandbox().clock().move(Duration.ofSeconds(2));
                        throw IamException.builder()
                                .statusCode(403)
                                .message("User is not authorized to perform: iam:" + operation)
                                .awsErrorDetails(
                                        AwsErrorDetails.builder()
                                                .errorCode("AccessDenied")
                                                .errorMessage(
                                                        "User is not authorized to perform: iam:"
                                                                + operation)
                                                .build())
                                .build();
                    }
                });
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + json, e);
        }
    }

    /// The states of the steps in a response, in order.
    static List<String> states(JsonNode response) {
        List<String> states = new ArrayList<>();
        response.path("steps").forEach(step -> states.add(step.path("state").asText()));
        return states;
    }

    /// All commands in a response.
    static List<String> commands(JsonNode response) {
        List<String> commands = new ArrayList<>();
        response.path("steps")
                .forEach(
                        step -> step.path("commands").forEach(each -> commands.add(each.asText())));
        return commands;
    }

    ComputeClient ec2(String region) {
        return sandbox().ec2(Sandbox.user("owner"), region);
    }

    /// Starts an instance with the old profile.
    String instance(String region) {
        return ec2(region).runInstances(OLD);
    }

    /// Starts an instance with the old profile and a tag.
    String instance(String region, String key, String value) {
        return ec2(region)
                .run(
                        new Launch(
                                "ami-0abcdef1234567890",
                                "t3.micro",
                                1,
                                1,
                                ProfileReference.named(OLD),
                                Map.of(key, value),
                                null),
                        false)
                .getFirst();
    }

    /// The name of the profile of an instance; empty: it has none.
    String profileOf(String instance) {
        return Stream.ofNullable(sandbox().instances().association(instance))
                .map(each -> each.profile().instanceProfileName())
                .findFirst()
                .orElse("");
    }

    /// Makes a launch template whose first version names the old profile.
    ///
    /// @return its ID
    String template(String region, String name) {
        Map<?, ?> made =
                (Map<?, ?>)
                        templates()
                                .create(owner(region), name, data(OLD))
                                .getOrDefault("launchTemplate", Map.of());
        return String.valueOf(made.get("launchTemplateId"));
    }

    /// Makes another version of a launch template.
    void version(String region, String template, String profile) {
        templates()
                .createVersion(
                        owner(region), new TemplateReference(template, null, null), data(profile));
    }

    /// Makes an Auto Scaling group, and waits for its instances.
    void group(String region, String name, String template, String version, int size) {
        group(
                region,
                name,
                new LaunchSource.Templated(new TemplateReference(template, null, version)),
                size);
    }

    /// Makes an Auto Scaling group, and waits for its instances.
    void group(String region, String name, LaunchSource source, int size) {
        sandbox().autoScaling().createGroup(owner(region), GroupRequest.of(name, source, size));
        sandbox().advance(Duration.ofSeconds(10));
    }

    /// The instances of a group.
    List<String> instancesOf(String region, String group) {
        List<String> ids = new ArrayList<>();
        JSON.valueToTree(
                        sandbox()
                                .autoScaling()
                                .describeGroups(owner(region), List.of(group))
                                .getFirst()
                                .get("Instances"))
                .forEach(each -> ids.add(each.path("InstanceId").asText()));
        return ids;
    }

    LaunchTemplates templates() {
        return sandbox().ec2().fleets().templates();
    }

    static Origin owner(String region) {
        return Sandbox.origin(Sandbox.user("owner"), region);
    }

    private static TemplateData data(String profile) {
        return TemplateData.with(ProfileReference.named(profile));
    }
}
