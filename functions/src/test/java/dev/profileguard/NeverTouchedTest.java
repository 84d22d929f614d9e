package dev.profileguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.guard.ProfileGuardHandler;
import dev.profileguard.lambda.Platform;
import dev.profileguard.provision.ProfileProvisionerHandler;
import dev.profileguard.tag.TagEnforcerHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentMatchers;
import org.mockito.invocation.Invocation;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

/// Every function leaves the same profiles alone, whatever leads it to them.
class NeverTouchedTest {
    /// A file's event, in which the name of the profile, or of the role that gets a profile of its
    /// name, is to be replaced.
    enum Trigger {
        GUARD_ROLE_ADDED("ProfileGuard", "role-added", "prod-web"),
        GUARD_DELETED("ProfileGuard", "profile-deleted", "prod-web"),
        GUARD_UNTAGGED("ProfileGuard", "untagged-by-arn", "prod-web"),
        ROLE_CREATED("ProfileProvisioner", "role-created", "web"),
        LAUNCH_REFUSED("ProfileProvisioner", "launch-refused", "web"),
        NOT_DELETED("ProfileProvisioner", "role-not-deleted", "web"),
        PROVISION_ASKED("ProfileProvisioner", "invoke-check", "web"),
        TAG_CREATED("TagEnforcer", "profile-created", "prod-web"),
        TAG_UNTAGGED("TagEnforcer", "profile-untagged", "prod-web"),
        TAG_ASKED("TagEnforcer", "invoke-check", "prod-web");

        private final String function;
        private final String file;
        private final String name;

        Trigger(String function, String file, String name) {
            this.function = function;
            this.file = file;
            this.name = name;
        }

        RequestStreamHandler handler(Platform platform) {
            return switch (function) {
                case "ProfileGuard" -> new ProfileGuardHandler(platform);
                case "ProfileProvisioner" -> new ProfileProvisionerHandler(platform);
                default -> new TagEnforcerHandler(platform);
            };
        }

        String about(String other) throws IOException {
            String text = Files.readString(Path.of("../events", function, file + ".json"));
            String named = text.replaceAll("(?<=[\"/(])" + name + "(?=[\")])", other);
            assertThat(named).as(file).isNotEqualTo(text);
            return named;
        }
    }

    @ParameterizedTest
    @MethodSource("namesOfServicesForEveryFunction")
    void aNameLikeThatOfAServiceNeedsNoWrite(Trigger trigger, String name) throws IOException {
        iamShows("/", "/");

        assertThat(handle(trigger, trigger.about(name)))
                .containsEntry("decision", "never-touched")
                .extracting("why")
                .asString()
                .contains(name);
        nothingWasWritten();
        if (!trigger.function.equals("ProfileGuard")) {
            verifyNoInteractions(iam, dynamo);
        }
    }

    @ParameterizedTest
    @MethodSource("namesOfServices")
    void nobodyCanHaveWhatLooksLikeAServicesRecordedWhileOnlyAllAreGuarded(String name) {
        iamShows("/", "/");
        String adopt = "{\"adopt\": {\"profile\": \"%s\"}}".formatted(name);

        assertThatThrownBy(() -> handle(Trigger.GUARD_ROLE_ADDED, adopt))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name)
                .hasMessageEndingWith(": it is never touched");
        nothingWasWritten();
    }

    @ParameterizedTest
    @MethodSource("namesForEveryFunction")
    void aNameThatIsExemptOrAServicesNeedsNoCall(Trigger trigger, String name) throws IOException {
        assertThat(handle(trigger, trigger.about(name)))
                .containsEntry("decision", "never-touched")
                .extracting("why")
                .asString()
                .contains(name);
        verifyNoInteractions(iam, dynamo);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "GUARD_ROLE_ADDED",
                "GUARD_DELETED",
                "ROLE_CREATED",
                "PROVISION_ASKED",
                "TAG_CREATED"
            })
    void aProfileThatAServicesPathHoldsIsLeftAlone(Trigger trigger) throws IOException {
        for (String path : List.of("/karpenter/us-east-1/c/", "/cloud9/", "/aws-reserved/sso/")) {
            iamShows(path, "/");

            assertThat(handle(trigger, trigger.about("app")))
                    .as(path)
                    .containsEntry("decision", "never-touched");
        }
        nothingWasWritten();
    }

    @ParameterizedTest
    @EnumSource(names = {"GUARD_ROLE_ADDED", "TAG_CREATED"})
    void aProfileThatHoldsARoleOfAwsIsLeftAlone(Trigger trigger) throws IOException {
        iamShows("/", "/aws-service-role/autoscaling.amazonaws.com/");

        assertThat(handle(trigger, trigger.about("app")))
                .containsEntry("decision", "never-touched");
        nothingWasWritten();
    }

    @ParameterizedTest
    @MethodSource("names")
    void nobodyCanHaveWhatIsNeverTouchedRecorded(String name) {
        String adopt = "{\"adopt\": {\"profile\": \"%s\"}}".formatted(name);

        assertThatThrownBy(() -> handle(Trigger.GUARD_ROLE_ADDED, adopt))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name)
                .hasMessageEndingWith(": it is never touched");
        verifyNoInteractions(iam, dynamo);
    }

    private final IamClient iam = mock(IamClient.class);
    private final DynamoDbClient dynamo = mock(DynamoDbClient.class);

    private static Stream<Arguments> namesForEveryFunction() {
        Stream<Arguments> exempt =
                Stream.of(Trigger.values())
                        .flatMap(trigger -> names().map(name -> Arguments.of(trigger, name)));
        Stream<Arguments> ofEks =
                Stream.of(Trigger.values())
                        .filter(trigger -> trigger != Trigger.GUARD_UNTAGGED)
                        .map(trigger -> Arguments.of(trigger, OF_EKS));
        return Stream.concat(exempt, ofEks);
    }

    private static Stream<Arguments> namesOfServicesForEveryFunction() {
        return Stream.of(Trigger.values())
                .flatMap(trigger -> namesOfServices().map(name -> Arguments.of(trigger, name)));
    }

    /// Names that people give too.
    private static Stream<String> namesOfServices() {
        return Stream.of("eks-1234", "EKS-local-1", "ecsInstanceRole", "my-imagebuilder");
    }

    private static Stream<String> names() {
        return Stream.of("sandbox-1", "Sandbox-2");
    }

    private void iamShows(String path, String rolePath) {
        Role held =
                Role.builder()
                        .roleName("app")
                        .roleId("AROA1")
                        .path(rolePath)
                        .createDate(Instant.EPOCH)
                        .build();
        when(iam.getInstanceProfile(
                        ArgumentMatchers.<Consumer<GetInstanceProfileRequest.Builder>>any()))
                .thenReturn(
                        GetInstanceProfileResponse.builder()
                                .instanceProfile(
                                        InstanceProfile.builder()
                                                .instanceProfileName("app")
                                                .instanceProfileId("AIPA1")
                                                .path(path)
                                                .roles(held)
                                                .build())
                                .build());
        when(iam.getRole(ArgumentMatchers.<Consumer<GetRoleRequest.Builder>>any()))
                .thenReturn(
                        GetRoleResponse.builder()
                                .role(
                                        held.toBuilder()
                                                .path(path)
                                                .assumeRolePolicyDocument(FOR_EC2)
                                                .build())
                                .build());
        when(dynamo.getItem(ArgumentMatchers.<Consumer<GetItemRequest.Builder>>any()))
                .thenReturn(GetItemResponse.builder().build());
        when(dynamo.batchGetItem(ArgumentMatchers.<Consumer<BatchGetItemRequest.Builder>>any()))
                .thenReturn(BatchGetItemResponse.builder().build());
    }

    private void nothingWasWritten() {
        assertThat(mockingDetails(iam).getInvocations())
                .extracting(Invocation::getMethod)
                .allMatch(method -> method.getName().startsWith("get"));
        assertThat(mockingDetails(dynamo).getInvocations())
                .extracting(Invocation::getMethod)
                .allMatch(method -> method.getName().matches("(get|batchGet).*"));
    }

    private Map<String, Object> handle(Trigger trigger, String input) throws IOException {
        Platform platform =
                new Platform(
                        Map.of(
                                "GUARD_MODE", "enforce",
                                "GUARDED_PROFILES", "*",
                                "TRUSTED_PRINCIPALS", "nobody",
                                "PROVISION_MODE", "enforce",
                                "PROVISION_FOR", "all",
                                "TAG_MODE", "enforce",
                                "INHERITED_TAGS", "CostCenter",
                                "EXEMPT_NAMES", "sandbox-*",
                                "BASELINE_TABLE", "t"),
                        iam,
                        dynamo,
                        name -> name,
                        InstantSource.fixed(Instant.parse("2026-01-15T10:30:00Z")),
                        time -> {},
                        (context, result, warnings) -> {});
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        trigger.handler(platform)
                .handleRequest(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        output,
                        mock(Context.class));
        return JSON.std.mapFrom(output.toByteArray());
    }

    private static final String OF_EKS = "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10";
    private static final String FOR_EC2 =
            """
            {"Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},\
             "Action": "sts:AssumeRole"}}\
            """;
}
