package dev.profileguard.sandbox.aws.autoscaling;

import static dev.profileguard.sandbox.aws.regional.RegionalAccount.alice;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import dev.profileguard.sandbox.aws.regional.RegionalAccount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A group `g` of instances with a launch template `lt`, whose version 1 has the profile `old` and
/// whose version 2 has the profile `new`.
final class Fleet implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new JavaTimeModule());
    private final RegionalAccount account;

    Fleet(Path folder) {
        account = new RegionalAccount(folder);
        account.profile("old");
        account.profile("new");
        assertThat(
                        account.sandbox()
                                .ec2()
                                .fleets()
                                .templates()
                                .create(here(), "web-lt", data("old")))
                .isNotEmpty();
        version("new");
    }

    RegionalAccount account() {
        return account;
    }

    AutoScaling scaling() {
        return account.sandbox().autoScaling();
    }

    void version(String profile) {
        assertThat(
                        account.sandbox()
                                .ec2()
                                .fleets()
                                .templates()
                                .createVersion(
                                        here(), TemplateReference.named("web-lt"), data(profile)))
                .isNotEmpty();
    }

    private static TemplateData data(String profile) {
        return TemplateData.with(ProfileReference.named(profile));
    }

    /// Makes the group, by version 1, and waits for its instances.
    void group(int size) {
        scaling().createGroup(here(), GroupRequest.of("g", template("1"), size));
        advance(5);
    }

    void advance(int seconds) {
        account.sandbox().advance(Duration.ofSeconds(seconds));
    }

    /// The group as Auto Scaling returns it.
    JsonNode described() {
        return JSON.valueToTree(scaling().describeGroups(here(), List.of("g")).getFirst());
    }

    List<String> ids() {
        return described().at("/Instances").findValuesAsText("InstanceId");
    }

    /// The versions of the template by which the instances were started.
    List<String> versions() {
        return described().at("/Instances").findValuesAsText("Version");
    }

    List<String> states() {
        return described().at("/Instances").findValuesAsText("LifecycleState");
    }

    /// The newest refresh as Auto Scaling returns it.
    JsonNode refresh() {
        return JSON.valueToTree(scaling().refreshes().describe(here(), "g", List.of()).getFirst());
    }

    static LaunchSource template(String version) {
        return new LaunchSource.Templated(new TemplateReference(null, "web-lt", version));
    }

    static Origin here() {
        return alice("us-east-1");
    }

    @Override
    public void close() {
        account.close();
    }
}
