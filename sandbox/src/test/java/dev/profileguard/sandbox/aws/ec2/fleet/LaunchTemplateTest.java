package dev.profileguard.sandbox.aws.ec2.fleet;

import static dev.profileguard.sandbox.aws.regional.RegionalAccount.alice;
import static dev.profileguard.sandbox.aws.regional.RegionalAccount.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Filter;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.regional.RegionalAccount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTemplateTest {
    private static final OtherParameters OTHERS =
            new OtherParameters(
                    Map.of(
                            "UserData",
                            "c2VjcmV0",
                            "SecurityGroupId",
                            List.of("sg-1", "sg-2"),
                            "MetadataOptions",
                            Map.of("HttpTokens", "required"),
                            "TagSpecification",
                            List.of(
                                    Map.of(
                                            "ResourceType",
                                            "instance",
                                            "Tag",
                                            List.of(Map.of("Key", "team", "Value", "web"))))));

    @TempDir private Path folder = Path.of(".");
    private @Nullable RegionalAccount opened;

    @Test
    void makesAnotherVersionTheDefaultOne() {
        create("web-lt", "old");
        add("web-lt", null, "new");

        JsonNode changed = json(templates().modify(here(), version("web-lt", "2"), false));

        assertThat(changed.at("/launchTemplate/defaultVersionNumber").asInt()).isEqualTo(2);
        assertThat(profiles(VersionsRequest.of(named("web-lt"), "$Default")))
                .containsExactly("new");
        assertThat(
                        account()
                                .record("us-east-1")
                                .at(
                                        "/requestParameters/ModifyLaunchTemplateRequest/SetDefaultVersion")
                                .asText())
                .isEqualTo("2");
        assertRefused(
                () -> templates().modify(here(), version("web-lt", "3"), false),
                400,
                "InvalidLaunchTemplateId.VersionNotFound",
                "Could not find the specified version 3 for the launch template with ID %s."
                        .formatted(changed.at("/launchTemplate/launchTemplateId").asText()));
    }

    @Test
    void deletesVersionsButNotTheDefaultOneAndUsesNoNumberTwice() {
        create("web-lt", "a");
        add("web-lt", null, "b");
        add("web-lt", null, "c");

        JsonNode response =
                json(
                        templates()
                                .deleteVersions(
                                        here(), named("web-lt"), List.of("1", "3", "7"), false));
        add("web-lt", null, "d");

        assertThat(
                        response.at("/successfullyDeletedLaunchTemplateVersionSet/items")
                                .findValuesAsText("versionNumber"))
                .containsExactly("3");
        assertThat(
                        response.at("/unsuccessfullyDeletedLaunchTemplateVersionSet/items")
                                .findValuesAsText("code"))
                .containsExactly("unexpectedError", "launchTemplateVersionDoesNotExist");
        assertThat(profiles(VersionsRequest.of(named("web-lt")))).containsExactly("d", "b", "a");
        assertThat(profiles(VersionsRequest.of(named("web-lt"), "4"))).containsExactly("d");
    }

    @Test
    void readsTheLatestAndDefaultVersionsOfAllTemplatesOfARegion() {
        create("first", "a1");
        add("first", null, "a2");
        create("second", "b1");
        templates()
                .create(
                        alice("eu-west-1"),
                        "third",
                        TemplateData.with(ProfileReference.named("elsewhere")));

        assertThat(profiles(VersionsRequest.ofAll("$Latest"))).containsExactly("a2", "b1");
        assertThat(profiles(VersionsRequest.ofAll("$Latest", "$Default")))
                .containsExactly("a2", "a1", "b1");
        assertRefused(
                () -> templates().describeVersions(here(), VersionsRequest.ofAll("1")),
                400,
                "MissingParameter",
                "The request must contain the parameter LaunchTemplateId or LaunchTemplateName, or"
                        + " the versions $Latest or $Default");
    }

    @Test
    void readsVersionsOfARangeInPages() {
        create("web-lt", "1");
        for (int number = 2; number <= 5; number++) {
            add("web-lt", null, String.valueOf(number));
        }

        JsonNode first = page(2, 4, new TemplatePage(2, null));
        JsonNode second = page(2, 4, new TemplatePage(2, first.at("/nextToken").asText()));

        assertThat(first.findValuesAsText("versionNumber")).containsExactly("4", "3");
        assertThat(second.findValuesAsText("versionNumber")).containsExactly("2");
        assertThat(second.has("nextToken")).isFalse();
        assertRefused(
                () -> page(2, 4, new TemplatePage(201, null)),
                400,
                "InvalidParameterValue",
                "Value ( 201 ) for parameter maxResults is invalid. Expecting a value less than"
                        + " 201.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lt", "a b", "a:b", "a@b"})
    void refusesANameThatEc2DoesNotAllow(String name) {
        assertRefused(
                () -> create(name, "web"),
                400,
                "InvalidLaunchTemplateName.MalformedException",
                "A launch template name must be between 3 and 128 characters, and may contain"
                        + " letters, numbers, and the following characters: - ( ) . / _.");
    }

    @Test
    void findsVersionsByTheArnOfTheirProfile() {
        String arn = "arn:aws:iam::123456789012:instance-profile/web";
        templates().create(here(), "abc", TemplateData.with(ProfileReference.at(arn)));
        create("second", "other");

        JsonNode found =
                json(
                        templates()
                                .describeVersions(
                                        here(),
                                        new VersionsRequest(
                                                null,
                                                List.of("$Latest"),
                                                null,
                                                null,
                                                List.of(
                                                        new Filter(
                                                                "iam-instance-profile",
                                                                List.of(arn))),
                                                TemplatePage.FIRST)));

        assertThat(found.findValuesAsText("launchTemplateName")).containsExactly("abc");
    }

    @Test
    void keepsEverythingElseWhenAVersionBuildsOnAnother() {
        account().profile("new");
        templates()
                .create(
                        here(),
                        "web-lt",
                        new TemplateData(
                                "ami-1", "t3.micro", ProfileReference.named("old"), OTHERS));

        add("web-lt", "1", "new");

        JsonNode data =
                json(templates()
                                .describeVersions(
                                        here(), VersionsRequest.of(named("web-lt"), "$Latest")))
                        .at("/launchTemplateVersionSet/items/0/launchTemplateData");
        assertThat(data.at("/iamInstanceProfile/name").asText()).isEqualTo("new");
        assertThat(data.at("/imageId").asText()).isEqualTo("ami-1");
        assertThat(data.at("/userData").asText()).isEqualTo("c2VjcmV0");
        assertThat(data.at("/metadataOptions/httpTokens").asText()).isEqualTo("required");
        assertThat(data.at("/securityGroupIdSet/items/1").asText()).isEqualTo("sg-2");
        assertThat(data.at("/tagSpecificationSet/items/0/tagSet/items/0/value").asText())
                .isEqualTo("web");
        assertThat(
                        new TemplateLaunches(account().sandbox().instances(), templates())
                                .run(here(), version("web-lt", "2"), TemplateData.NONE, 1, false)
                                .toString())
                .contains("key=team, value=web");
    }

    @Test
    void recordsNoUserDataAndNumbersTheMembersOfLists() {
        templates().create(here(), "web-lt", new TemplateData("ami-1", null, null, OTHERS));

        JsonNode data =
                account()
                        .record("us-east-1")
                        .at("/requestParameters/CreateLaunchTemplateRequest/LaunchTemplateData");
        assertThat(data.at("/UserData").asText()).isEqualTo("<sensitiveDataRemoved>");
        assertThat(data.at("/SecurityGroupId/1/tag").asInt()).isEqualTo(2);
        assertThat(data.at("/SecurityGroupId/1/content").asText()).isEqualTo("sg-2");
        assertThat(data.at("/TagSpecification/ResourceType").asText()).isEqualTo("instance");
    }

    @Test
    void makesOneVersionForOneClientToken() {
        create("web-lt", "a");

        Map<String, Object> first =
                templates().createVersion(here(), named("web-lt"), withToken("b", "once"));
        Map<String, Object> again =
                templates().createVersion(here(), named("web-lt"), withToken("b", "once"));

        assertThat(again).isEqualTo(first);
        assertThat(json(first).at("/launchTemplateVersion/versionDescription").asText())
                .isEqualTo("rotated");
        assertThat(profiles(VersionsRequest.of(named("web-lt")))).containsExactly("b", "a");
        assertRefused(
                () -> templates().createVersion(here(), named("web-lt"), withToken("c", "once")),
                400,
                "IdempotentParameterMismatch",
                "Arguments on this idempotent request are inconsistent with arguments used in"
                        + " previous request(s).");
    }

    @Test
    void changesNothingInADryRun() {
        create("web-lt", "a");

        assertRefused(
                () ->
                        templates()
                                .createVersion(
                                        here(),
                                        named("web-lt"),
                                        new NewVersion(TemplateData.NONE, null, null, true)),
                412,
                "DryRunOperation",
                "Request would have succeeded, but DryRun flag is set.");
        assertThat(profiles(VersionsRequest.of(named("web-lt")))).containsExactly("a");
    }

    @Test
    void needsThePermissionOnTheTemplate() {
        create("web-lt", "a");
        account()
                .holdAlice(
                        "{'Effect':'Allow','Action':'ec2:Describe*','Resource':'*'}",
                        "{'Effect':'Allow','Action':'ec2:*Template*','Resource':'arn:aws:ec2:*:*:launch-template/lt-0'}");

        assertThatThrownBy(() -> templates().modify(here(), version("web-lt", "1"), false))
                .hasMessageContaining("is not authorized to perform: ec2:ModifyLaunchTemplate on")
                .hasMessageContaining(":launch-template/lt-");
        assertThat(profiles(VersionsRequest.ofAll("$Latest"))).containsExactly("a");
    }

    @BeforeEach
    void open() {
        opened = new RegionalAccount(folder);
    }

    @AfterEach
    void close() {
        account().close();
    }

    private RegionalAccount account() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private LaunchTemplates templates() {
        return account().sandbox().ec2().fleets().templates();
    }

    private void create(String name, String profile) {
        assertThat(
                        templates()
                                .create(
                                        here(),
                                        name,
                                        TemplateData.with(ProfileReference.named(profile))))
                .isNotEmpty();
    }

    private void add(String template, @Nullable String source, String profile) {
        assertThat(
                        templates()
                                .createVersion(
                                        here(),
                                        new TemplateReference(null, template, source),
                                        new TemplateData(
                                                null, null, ProfileReference.named(profile))))
                .isNotEmpty();
    }

    private static NewVersion withToken(String profile, String token) {
        return new NewVersion(
                new TemplateData(null, null, ProfileReference.named(profile)),
                "rotated",
                token,
                false);
    }

    private JsonNode page(int from, int to, TemplatePage page) {
        return json(
                templates()
                        .describeVersions(
                                here(),
                                new VersionsRequest(
                                        named("web-lt"), List.of(), from, to, List.of(), page)));
    }

    private List<String> profiles(VersionsRequest request) {
        return json(templates().describeVersions(here(), request))
                .findValues("iamInstanceProfile")
                .stream()
                .map(profile -> profile.at("/name").asText())
                .toList();
    }

    private static TemplateReference named(String name) {
        return TemplateReference.named(name);
    }

    private static TemplateReference version(String name, String version) {
        return new TemplateReference(null, name, version);
    }

    private static JsonNode json(Map<String, Object> response) {
        return new ObjectMapper().valueToTree(response);
    }

    private static Origin here() {
        return alice("us-east-1");
    }
}
