package dev.profileguard.sandbox.aws.eks;

import static dev.profileguard.sandbox.aws.regional.RegionalAccount.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodegroupUpdatesTest {
    private static final Duration UPDATE = Duration.ofSeconds(3);

    @TempDir private Path folder = Path.of(".");
    private @Nullable ClusterAccount opened;

    @Test
    void isInProgressForSomeTime() {
        prod().create(Map.of());

        JsonNode started = scale(0, 5, 3);

        assertThat(started.at("/status").asText()).isEqualTo("InProgress");
        assertThat(started.at("/type").asText()).isEqualTo("ConfigUpdate");
        assertThat(started.at("/errors")).isEmpty();
        assertThat(params(started)).contains("MinSize=0", "MaxSize=5", "DesiredSize=3");
        assertThat(update(started).at("/status").asText()).isEqualTo("InProgress");
        assertThat(prod().describe().at("/status").asText()).isEqualTo("UPDATING");
        assertThat(prod().describe().at("/scalingConfig/maxSize").asInt()).isEqualTo(2);
        prod().later(UPDATE);
        assertThat(update(started).at("/status").asText()).isEqualTo("Successful");
        assertThat(prod().describe().at("/status").asText()).isEqualTo("ACTIVE");
        assertThat(prod().describe().at("/scalingConfig/maxSize").asInt()).isEqualTo(5);
    }

    @Test
    void changesTheSizeOfTheAutoScalingGroup() {
        prod().create(Map.of());

        scale(0, 5, 3);

        assertThat(prod().group()).containsEntry("MaxSize", 5).containsEntry("DesiredCapacity", 3);
    }

    @Test
    void changesLabels() {
        prod().create(Map.of("labels", Map.of("a", "1", "b", "2")));

        prod().web(
                        "UpdateNodegroupConfig",
                        Map.of(
                                "labels",
                                Map.of(
                                        "addOrUpdateLabels",
                                        Map.of("c", "3"),
                                        "removeLabels",
                                        List.of("a"))));
        prod().later(UPDATE);

        assertThat(prod().describe().at("/labels").toString())
                .isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
    }

    @Test
    void takesOneUpdateAtATime() {
        prod().create(Map.of());
        scale(0, 5, 3);

        assertRefused(
                () -> scale(0, 4, 3),
                409,
                "ResourceInUseException",
                "Nodegroup cannot be updated as it is currently not in Active State");
        prod().later(UPDATE);
        scale(0, 4, 3);
    }

    @Test
    void usesAnotherVersionOfItsLaunchTemplate() {
        prod().create(Map.of("launchTemplate", Map.of("name", "mine", "version", "1")));
        prod().templates()
                .createVersion(
                        prod().alice(),
                        TemplateReference.named("mine"),
                        new TemplateData(null, "m6i.large", null));

        JsonNode started =
                prod().web(
                                "UpdateNodegroupVersion",
                                Map.of(
                                        "launchTemplate",
                                        Map.of("name", "mine", "version", "2"),
                                        "force",
                                        true))
                        .at("/update");

        assertThat(started.at("/type").asText()).isEqualTo("VersionUpdate");
        assertThat(params(started)).contains("LaunchTemplateName=mine", "LaunchTemplateVersion=2");
        assertThat(prod().ownTemplate().at("/versionNumber").asInt()).isEqualTo(2);
        assertThat(prod().ownTemplate().at("/launchTemplateData/instanceType").asText())
                .isEqualTo("m6i.large");
        assertThat(String.valueOf(prod().group().get("LaunchTemplate"))).contains("Version=2");
        assertThat(prod().describe().at("/launchTemplate/version").asText()).isEqualTo("1");
        prod().later(UPDATE);
        assertThat(prod().describe().at("/launchTemplate/version").asText()).isEqualTo("2");
    }

    @Test
    void changesTheReleaseOfItsImage() {
        prod().create(Map.of());

        prod().web("UpdateNodegroupVersion", Map.of("releaseVersion", "1.34.1-20251125"));
        prod().later(UPDATE);

        assertThat(prod().describe().at("/releaseVersion").asText()).isEqualTo("1.34.1-20251125");
    }

    @Test
    void keepsItsLaunchTemplate() {
        prod().create(Map.of("launchTemplate", Map.of("name", "mine")));
        prod().template("other", null, "m5.large");
        prod().templateWithProfile("bad", "own");

        assertRefused(
                () -> version(Map.of("launchTemplate", Map.of("name", "other"))),
                400,
                "InvalidParameterException",
                "You cannot change the launch template of a node group, only its version.");
        assertRefused(
                () -> version(Map.of("launchTemplate", Map.of("name", "bad"))),
                400,
                "InvalidParameterException",
                "Launch template bad should not specify an instance profile. The noderole in your"
                        + " request will be used to construct an instance profile.");
    }

    @Test
    void needsATemplateForAnImageOfItsOwn() {
        prod().template("image", "ami-0123456789abcdef0", null);
        prod().create(Map.of("launchTemplate", Map.of("name", "image")));

        assertRefused(
                () -> version(Map.of()),
                400,
                "InvalidParameterException",
                "Launch template details can't be null for Custom ami type node group");
    }

    @Test
    void hasTheVersionOfTheCluster() {
        prod().create(Map.of());

        assertRefused(
                () -> version(Map.of("version", "1.20")),
                400,
                "InvalidParameterException",
                "Nodegroup Kubernetes version should be equal to Cluster kubernetes version 1.34 or"
                        + " NodeGroup kubernetes version 1.34");
    }

    @Test
    void listsUpdatesInPages() {
        prod().create(Map.of());
        String first = scale(0, 5, 3).at("/id").asText();
        prod().later(UPDATE);
        String second = scale(0, 5, 4).at("/id").asText();

        JsonNode page = prod().web("ListUpdates", Map.of("maxResults", "1"));
        JsonNode rest =
                prod().web(
                                "ListUpdates",
                                Map.of(
                                        "maxResults",
                                        "1",
                                        "nextToken",
                                        page.at("/nextToken").asText()));

        assertThat(page.at("/updateIds/0").asText()).isEqualTo(first);
        assertThat(rest.at("/updateIds/0").asText()).isEqualTo(second);
        assertThat(rest.has("nextToken")).isFalse();
        assertThat(prod().call("ListUpdates", Map.of()).at("/updateIds")).isEmpty();
        assertRefused(
                () -> prod().web("DescribeUpdate", Map.of("updateId", "none")),
                404,
                "ResourceNotFoundException",
                "No update found for ID: none.");
        assertRefused(
                () -> prod().call("ListUpdates", Map.of("nodegroupName", "gone")),
                404,
                "ResourceNotFoundException",
                "No node group found for name: gone.");
    }

    @Test
    void recordsTheCallAndWhatEksDoesAfterIt() {
        prod().create(Map.of());

        scale(0, 5, 3);

        List<JsonNode> records = prod().account().records(ClusterAccount.HERE, 2);
        assertThat(records)
                .extracting(record -> record.at("/eventName").asText())
                .containsExactly("UpdateAutoScalingGroup", "UpdateNodegroupConfig");
        assertThat(records.getLast().at("/requestParameters/nodegroupName").asText())
                .isEqualTo("web");
        assertThat(records.getLast().at("/responseElements/update/status").asText())
                .isEqualTo("InProgress");
    }

    private JsonNode scale(int least, int most, int desired) {
        return prod().web(
                        "UpdateNodegroupConfig",
                        Map.of(
                                "scalingConfig",
                                Map.of(
                                        "minSize", least,
                                        "maxSize", most,
                                        "desiredSize", desired)))
                .at("/update");
    }

    private JsonNode version(Map<String, ?> request) {
        return prod().web("UpdateNodegroupVersion", request);
    }

    private JsonNode update(JsonNode started) {
        return prod().web("DescribeUpdate", Map.of("updateId", started.at("/id").asText()))
                .at("/update");
    }

    private static List<String> params(JsonNode update) {
        return update.at("/params")
                .valueStream()
                .map(each -> each.at("/type").asText() + "=" + each.at("/value").asText())
                .toList();
    }

    private ClusterAccount prod() {
        if (opened == null) {
            opened = new ClusterAccount(folder, "API");
            opened.template("mine", null, "m5.large");
        }
        return opened;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
