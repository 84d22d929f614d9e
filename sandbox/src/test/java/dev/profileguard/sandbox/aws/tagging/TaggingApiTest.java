package dev.profileguard.sandbox.aws.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

class TaggingApiTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/team/web";
    private static final String PROFILE = "arn:aws:iam::123456789012:instance-profile/web";

    @TempDir private Path folder = Path.of(".");
    private Sandbox sandbox = Sandbox.start(Path.of("../template.yaml"), Map.of(), MODE);

    @Test
    void tagsARoleAndAProfileInOneCall() {
        assertThat(alice().tagResources(List.of(ROLE, PROFILE), Map.of("Owner", "ann"))).isEmpty();

        assertThat(roleTags()).containsExactly(tag("Owner", "ann"));
        assertThat(profileTags()).containsExactly(tag("Owner", "ann"));
    }

    @Test
    void untagsARoleAndAProfileInOneCall() {
        alice().tagResources(List.of(ROLE, PROFILE), Map.of("Owner", "ann", "Env", "prod"));

        alice().untagResources(List.of(PROFILE, ROLE), List.of("Owner"));

        assertThat(roleTags()).containsExactly(tag("Env", "prod"));
        assertThat(profileTags()).containsExactly(tag("Env", "prod"));
    }

    @Test
    void isRecordedAsOneCallWithAllItsResources() throws IOException {
        alice().tagResources(List.of(ROLE, PROFILE), Map.of("Owner", "ann"));
        sandbox.settle();

        JsonNode event =
                new ObjectMapper().readTree(sandbox.queues().messages("Received").getLast());
        assertThat(event.at("/source").asText()).isEqualTo("aws.tagging");
        assertThat(event.at("/detail/eventSource").asText()).isEqualTo("tagging.amazonaws.com");
        assertThat(event.at("/detail/eventName").asText()).isEqualTo("TagResources");
        assertThat(event.at("/detail/requestParameters").toString())
                .isEqualTo(
                        "{\"resourceARNList\":[\"%s\",\"%s\"],\"tags\":{\"Owner\":\"ann\"}}"
                                .formatted(ROLE, PROFILE));
        assertThat(event.at("/detail/responseElements").toString())
                .isEqualTo("{\"failedResourcesMap\":{}}");
        assertThat(event.at("/detail/userIdentity/userName").asText()).isEqualTo("alice");
        assertThat(event.at("/detail/readOnly").asBoolean(true)).isFalse();
        assertThat(sandbox.timeline().entries(Entry.Kind.CALL))
                .filteredOn(entry -> String.valueOf(entry.actor()).endsWith("user/alice"))
                .extracting(Entry::operation, Entry::subject, Entry::detail)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(
                                "TagResources", "role/web", "tags Owner=ann"));
    }

    @Test
    void reportsFailedResourcesAndTagsTheOthers() {
        String gone = "arn:aws:iam::123456789012:role/gone";
        String pathless = "arn:aws:iam::123456789012:role/web";
        String bucket = "arn:aws:s3:::bucket";

        Map<String, String> failed =
                alice().tagResources(List.of(gone, PROFILE, pathless, bucket), Map.of("a", "1"));

        assertThat(failed)
                .containsOnlyKeys(gone, pathless, bucket)
                .containsEntry(gone, "The role with name gone cannot be found.");
        assertThat(profileTags()).containsExactly(tag("a", "1"));
        assertThat(roleTags()).isEmpty();
    }

    @Test
    void acceptsAtMostTwentyResources() {
        assertThatThrownBy(() ->
                        alice().untagResources(Collections.nCopies(21, PROFILE), List.of("a")))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidParameterException"))
                .hasMessageContaining("less than or equal to 20");
    }

    @BeforeEach
    void deploy() throws IOException {
        sandbox.close();
        Path file = folder.resolve("template.yaml");
        Files.writeString(
                file,
                """
                Resources:
                  Received: {Type: AWS::SQS::Queue}
                  All:
                    Type: AWS::Events::Rule
                    Properties:
                      EventPattern: {source: [{prefix: aws.}]}
                      Targets: [{Id: received, Arn: !GetAtt Received.Arn}]
                """);
        sandbox = Sandbox.start(file, Map.of(), MODE);
        IamClient iam = sandbox.iamAs("admin");
        iam.createRole(r -> r.roleName("web").path("/team/").assumeRolePolicyDocument(TRUST));
        iam.createInstanceProfile(r -> r.instanceProfileName("web"));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private TaggingClient alice() {
        return sandbox.tagging(Sandbox.user("alice"));
    }

    private List<Tag> roleTags() {
        return sandbox.iamAs("admin").getRole(r -> r.roleName("web")).role().tags();
    }

    private List<Tag> profileTags() {
        return sandbox.iamAs("admin")
                .getInstanceProfile(r -> r.instanceProfileName("web"))
                .instanceProfile()
                .tags();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static final Sandbox.Mode MODE = Sandbox.Mode.TEST_CLOCK;
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;
}
