package dev.profileguard.sandbox.aws.ec2.fleet;

import static dev.profileguard.sandbox.aws.regional.RegionalAccount.alice;
import static dev.profileguard.sandbox.aws.regional.RegionalAccount.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.query.FleetQuery;
import dev.profileguard.sandbox.aws.regional.RegionalAccount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
    private static final String GONE =
            "Value (gone) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance"
                    + " Profile name";

    @TempDir private Path folder = Path.of(".");
    private @Nullable RegionalAccount opened;

    @Test
    void takesATemplateWhateverItsProfile() {
        template("web-lt", "gone");

        JsonNode record = account().record("us-east-1").at("/requestParameters");
        assertThat(
                        record.at(
                                        "/CreateLaunchTemplateRequest/LaunchTemplateData/IamInstanceProfile/Name")
                                .asText())
                .isEqualTo("gone");
        JsonNode versions =
                json(fleets().templates()
                                .describeVersions(
                                        here(),
                                        VersionsRequest.of(
                                                TemplateReference.named("web-lt"), "$Latest")))
                        .at("/launchTemplateVersionSet/items");
        assertThat(versions.at("/0/launchTemplateData/iamInstanceProfile/name").asText())
                .isEqualTo("gone");
        assertRefused(
                () -> template("web-lt", "gone"),
                400,
                "InvalidLaunchTemplateName.AlreadyExistsException",
                "Launch template name already in use.");
    }

    @Test
    void usesTheVersionThatIsAskedFor() {
        account().profile("web");
        template("web-lt", "gone");
        TemplateReference first = new TemplateReference(null, "web-lt", "1");
        fleets().templates()
                .createVersion(
                        here(), first, new TemplateData(null, null, ProfileReference.named("web")));

        run("web-lt", "$Latest");
        assertRefused(() -> run("web-lt", null), 400, "InvalidParameterValue", GONE);
        assertRefused(() -> run("web-lt", "1"), 400, "InvalidParameterValue", GONE);
        String id =
                json(fleets().templates()
                                .describe(
                                        here(),
                                        List.of(),
                                        List.of("web-lt"),
                                        List.of(),
                                        TemplatePage.FIRST))
                        .at("/launchTemplates/items/0/launchTemplateId")
                        .asText();
        assertRefused(
                () -> run("web-lt", "3"),
                400,
                "InvalidLaunchTemplateId.VersionNotFound",
                "Could not find the specified version 3 for the launch template with ID %s."
                        .formatted(id));
    }

    @Test
    void recordsALaunchByATemplateWithoutTheProfile() {
        template("web-lt", "gone");

        assertRefused(() -> run("web-lt", null), 400, "InvalidParameterValue", GONE);

        JsonNode record = account().record("us-east-1");
        assertThat(record.at("/eventName").asText()).isEqualTo("RunInstances");
        assertThat(record.at("/errorCode").asText()).isEqualTo("Client.InvalidParameterValue");
        assertThat(record.at("/requestParameters/iamInstanceProfile").isMissingNode()).isTrue();
        assertThat(record.at("/requestParameters/launchTemplate/launchTemplateName").asText())
                .isEqualTo("web-lt");
        assertThat(account().failures())
                .containsExactly("aws.ec2 RunInstances Client.InvalidParameterValue");
    }

    @Test
    void findsNoTemplateOfAnotherRegionAndNoneThatIsDeleted() {
        template("web-lt", "gone");

        assertRefused(
                () ->
                        fleets().templates()
                                .template(alice("eu-west-1"), TemplateReference.named("web-lt")),
                400,
                "InvalidLaunchTemplateName.NotFoundException",
                "The specified launch template, with template name web-lt, does not exist.");
        fleets().templates().delete(here(), TemplateReference.named("web-lt"), false);
        assertRefused(
                () ->
                        fleets().templates()
                                .delete(
                                        here(),
                                        new TemplateReference("lt-0123", null, null),
                                        false),
                400,
                "InvalidLaunchTemplateId.NotFound",
                "The specified launch template, with template ID lt-0123, does not exist.");
    }

    @Test
    void reportsInAnInstantFleetWhatKeptItFromStarting() {
        template("web-lt", "gone");

        JsonNode response = fleet("instant", "web-lt");

        JsonNode error = response.at("/errorSet/items/0");
        assertThat(error.at("/errorCode").asText()).isEqualTo("InvalidParameterValue");
        assertThat(error.at("/errorMessage").asText()).isEqualTo(GONE);
        assertThat(error.at("/lifecycle").asText()).isEqualTo("on-demand");
        assertThat(
                        error.at(
                                        "/launchTemplateAndOverrides/launchTemplateSpecification/launchTemplateId")
                                .asText())
                .startsWith("lt-");
        assertThat(response.at("/fleetInstanceSet/items")).isEmpty();
        JsonNode record = account().record("us-east-1");
        assertThat(record.has("errorCode")).isFalse();
        assertThat(
                        record.at(
                                        "/requestParameters/CreateFleetRequest/LaunchTemplateConfigs/LaunchTemplateSpecification/LaunchTemplateName")
                                .asText())
                .isEqualTo("web-lt");
        assertThat(
                        record.at("/responseElements/CreateFleetResponse/errorSet/item/errorCode")
                                .asText())
                .isEqualTo("InvalidParameterValue");
        assertThat(record.at("/responseElements/CreateFleetResponse/fleetInstanceSet").asText("x"))
                .isEmpty();
    }

    @Test
    void startsAFleetFromTheFirstPoolThatCan() {
        account().profile("web");
        template("bad", "gone");
        template("good", "web");

        JsonNode response = fleet("instant", "bad", "good");

        assertThat(response.at("/errorSet/items")).hasSize(1);
        assertThat(response.at("/fleetInstanceSet/items/0/instanceIds/items")).hasSize(2);
        assertThat(account().sandbox().instances().overview())
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(String.valueOf(line.get("profile"))).endsWith("/web"));
    }

    @Test
    void recordsALaunchOfAFleetAsTheFleetsAndOneThatFailsOnlyInTheFleetsRecord() {
        account().profile("web");
        template("bad", "gone");
        template("good", "web");

        fleet("instant", "bad", "good");

        List<JsonNode> records = account().records("us-east-1", 3);
        assertThat(records)
                .extracting(record -> record.at("/eventName").asText())
                .containsExactly("CreateFleet", "RunInstances", "CreateLaunchTemplate");
        JsonNode launch = records.get(1);
        assertThat(launch.at("/userIdentity/userName").asText()).isEqualTo("alice");
        assertThat(
                        List.of(
                                launch.at("/userIdentity/invokedBy").asText(),
                                launch.at("/sourceIPAddress").asText(),
                                launch.at("/userAgent").asText()))
                .containsOnly("ec2fleet.amazonaws.com");
        assertThat(launch.has("errorCode")).isFalse();
        assertThat(launch.at("/responseElements/instancesSet/items")).hasSize(2);
    }

    @Test
    void recordsOneErrorOfAFleetAsItselfSeveralAsAListAndNumbersAsNumbers() {
        template("first", "gone");
        template("second", "gone");

        fleet("instant", "first");
        JsonNode one = errors();
        fleet("instant", "first", "second");

        assertThat(one.at("/launchTemplateAndOverrides/launchTemplateSpecification/version"))
                .isEqualTo(IntNode.valueOf(1));
        assertThat(errors().isArray()).isTrue();
        assertThat(errors()).hasSize(2).first().isEqualTo(one);
        assertThat(account().failures()).isEmpty();
    }

    @Test
    void reportsNothingInOtherFleets() {
        template("web-lt", "gone");

        assertThat(fleet("maintain", "web-lt").fieldNames())
                .toIterable()
                .containsExactly("fleetId");
    }

    @Test
    void reportsAMissingPassRoleInAnInstantFleet() {
        account().profile("web");
        template("web-lt", "web");
        account().holdAlice("{'Effect':'Allow','Action':'ec2:*','Resource':'*'}");

        JsonNode error = fleet("instant", "web-lt").at("/errorSet/items/0");

        assertThat(error.at("/errorCode").asText()).isEqualTo("UnauthorizedOperation");
        assertThat(error.at("/errorMessage").asText())
                .contains("iam:PassRole on resource: arn:aws:iam::123456789012:role/web")
                .contains("Encoded authorization failure message: ");
    }

    @Test
    void refusesASpotRequestAsALaunch() {
        TemplateData gone = TemplateData.with(ProfileReference.named("gone"));

        assertRefused(
                () -> fleets().spot().request(here(), gone, 1, false),
                400,
                "InvalidParameterValue",
                GONE);

        JsonNode record = account().record("us-east-1");
        assertThat(record.at("/eventName").asText()).isEqualTo("RequestSpotInstances");
        assertThat(
                        record.at("/requestParameters/launchSpecification/iamInstanceProfile/name")
                                .asText())
                .isEqualTo("gone");
        assertThat(account().failures())
                .containsExactly("aws.ec2 RequestSpotInstances Client.InvalidParameterValue");
    }

    @Test
    void startsTheInstancesOfASpotRequest() {
        account().profile("web");

        JsonNode response =
                json(
                        fleets().spot()
                                .request(
                                        here(),
                                        TemplateData.with(ProfileReference.named("web")),
                                        2,
                                        false));

        assertThat(response.at("/spotInstanceRequestSet/items")).hasSize(2);
        assertThat(account().sandbox().instances().overview()).hasSize(2);
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

    private FleetQuery fleets() {
        return account().sandbox().ec2().fleets();
    }

    private void template(String name, String profile) {
        assertThat(
                        fleets().templates()
                                .create(
                                        here(),
                                        name,
                                        TemplateData.with(ProfileReference.named(profile))))
                .containsKey("launchTemplate");
    }

    private void run(String template, @Nullable String version) {
        assertThat(
                        fleets().launches()
                                .run(
                                        here(),
                                        new TemplateReference(null, template, version),
                                        TemplateData.NONE,
                                        1,
                                        false))
                .containsKey("instancesSet");
    }

    private JsonNode errors() {
        return account()
                .record("us-east-1")
                .at("/responseElements/CreateFleetResponse/errorSet/item");
    }

    private JsonNode fleet(String type, String... templates) {
        List<FleetRequest.Pool> pools =
                List.of(templates).stream()
                        .map(name ->
                                new FleetRequest.Pool(TemplateReference.named(name), List.of()))
                        .toList();
        return json(
                fleets().fleets().create(here(), new FleetRequest(type, 2, false, pools), false));
    }

    private static JsonNode json(Map<String, Object> response) {
        return new ObjectMapper().valueToTree(response);
    }

    private static Origin here() {
        return alice("us-east-1");
    }
}
