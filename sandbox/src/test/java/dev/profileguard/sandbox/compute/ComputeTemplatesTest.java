package dev.profileguard.sandbox.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.ComputeException;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.ProfileName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The ports of package `compute`, with the sandbox's launch templates, groups of instances and
/// node groups.
class ComputeTemplatesTest {
    private static final String HERE = "us-east-1";
    private static final String THERE = "eu-west-1";
    private static final ProfileName WEB = new ProfileName("web");
    private static final ProfileName DB = new ProfileName("db");
    private static final ComputeAction REFRESH = new ComputeAction.StartRefresh(HERE, "web-asg");
    private final ComputeAccount account = new ComputeAccount("web", "db");

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void makesFiveCallsInARegionWhereNothingConcernsTheProfile() {
        account.template(HERE, "other", "db");
        account.template(THERE, "none", "");

        ComputeInventory inventory = account.inventory("web");

        assertThat(inventory.unknown()).isEmpty();
        assertThat(inventory.calls()).isEqualTo(2 * 5);
        assertThat(inventory.of(WEB).isUnused()).isTrue();
    }

    @Test
    void readsAllVersionsOfTheTemplatesThatNameTheProfile() {
        String byName = account.template(HERE, "by-name", "web");
        account.version(HERE, byName, "");
        String byArn = account.template(THERE, "by-arn", ComputeAccount.PROFILES + "web");
        account.template(THERE, "other", "db");

        ComputeInventory inventory = account.inventory("Web");

        assertThat(inventory.unknown()).isEmpty();
        assertThat(inventory.templates())
                .extracting(LaunchTemplate::id)
                .containsExactly(byArn, byName);
        assertThat(inventory.templates().getLast().versions())
                .extracting(LaunchTemplate.Version::profile)
                .containsExactly("web", null);
        assertThat(inventory.calls()).isEqualTo(2 * 5 + 2);
    }

    @Test
    void readsAllPagesOfTemplates() {
        for (int i = 0; i < 201; i++) {
            account.template(HERE, "t-" + i, i == 200 ? "web" : "db");
        }

        ComputeInventory inventory = account.inventory("web");

        assertThat(inventory.templates()).hasSize(1);
        assertThat(inventory.calls()).isEqualTo(2 * 5 + 2 + 1);
    }

    @Test
    void followsTheDefaultVersion() {
        String template = account.template(HERE, "web", "web");
        account.version(HERE, template, "db");
        account.group(
                HERE,
                "by-name",
                "LaunchTemplate.LaunchTemplateName",
                "web",
                "LaunchTemplate.Version",
                "$Default");
        assertThat(account.inventory("web").groups()).hasSize(1);

        account.compute().writer().perform(new ComputeAction.SetDefaultVersion(HERE, template, 2));

        assertThat(account.inventory("web").of(WEB).isUnused()).isTrue();
        assertThat(account.inventory("db").groups())
                .extracting(ScalingGroup::name)
                .containsExactly("by-name");
    }

    @Test
    void knowsAGroupThatUsesAnOlderVersionByNumber() {
        String template = account.template(HERE, "web", "db");
        account.version(HERE, template, "web");
        account.version(HERE, template, "db");
        account.group(
                HERE,
                "pinned",
                "LaunchTemplate.LaunchTemplateId",
                template,
                "LaunchTemplate.Version",
                "2");

        ComputeInventory inventory = account.inventory("web");

        assertThat(inventory.groups()).extracting(ScalingGroup::name).containsExactly("pinned");
        assertThat(inventory.of(WEB).summary()).isEqualTo("1 Auto Scaling group");
        assertThat(inventory.calls()).isEqualTo(2 * 5 + 1 + 1);
    }

    @Test
    void movesAGroupToANewVersion() {
        String template = account.template(HERE, "web", "web");
        account.group(
                HERE,
                "web-asg",
                "LaunchTemplate.LaunchTemplateId",
                template,
                "LaunchTemplate.Version",
                "1");

        String number = perform(create(template, 1));
        perform(
                new ComputeAction.UseTemplateVersion(
                        HERE, "web-asg", template, Long.parseLong(number)));

        assertThat(number).isEqualTo("2");
        ComputeInventory inventory = account.inventory("web", "db");
        assertThat(inventory.of(WEB).groups()).isEmpty();
        assertThat(inventory.of(DB).groups()).extracting(ScalingGroup::name).contains("web-asg");
        assertThat(inventory.templates().getFirst().versions().getLast().description())
                .isEqualTo("Like version 1, with profile db");
    }

    @Test
    void makesOneVersionForOneToken() {
        String template = account.template(HERE, "web", "web");

        assertThat(perform(create(template, 1))).isEqualTo("2");
        assertThat(perform(create(template, 1))).isEqualTo("2");

        assertThat(account.inventory("web").templates().getFirst().versions()).hasSize(2);
    }

    @Test
    void passesOnTheCodeOfARefusal() {
        String template = account.template(HERE, "web", "web");

        assertThatThrownBy(() -> perform(create(template, 7)))
                .asInstanceOf(type(ComputeException.class))
                .extracting(ComputeException::code)
                .isEqualTo("InvalidLaunchTemplateId.VersionNotFound");
    }

    @Test
    void replacesTheInstancesOfAGroup() {
        String template = account.template(HERE, "web", "web");
        account.group(
                HERE,
                "web-asg",
                "LaunchTemplate.LaunchTemplateId",
                template,
                "LaunchTemplate.Version",
                "1",
                "DesiredCapacity",
                "1");
        account.sandbox().advance(Duration.ofMinutes(1));
        assertThat(account.inventory("web").instances())
                .extracting(each -> each.owner().group())
                .containsExactly("web-asg");
        perform(create(template, 1));
        perform(new ComputeAction.UseTemplateVersion(HERE, "web-asg", template, 2));

        String refresh = perform(REFRESH);

        assertThat(refreshes().getFirst().id()).isEqualTo(refresh);
        assertThat(refreshes().getFirst().isRunning()).isTrue();
        assertThatThrownBy(() -> perform(REFRESH))
                .asInstanceOf(type(ComputeException.class))
                .extracting(ComputeException::code)
                .isEqualTo("InstanceRefreshInProgress");
        account.sandbox().advance(Duration.ofHours(1));
        assertThat(refreshes()).singleElement().matches(InstanceRefresh::isSuccessful);
        ComputeInventory inventory = account.inventory("web", "db");
        assertThat(inventory.of(WEB).instances()).isEmpty();
        assertThat(inventory.of(DB).instances()).hasSize(1);
    }

    @Test
    void findsTheNodeGroupThatUsesAProfileOfEks() {
        account.nodegroup(THERE, "prod", "workers");
        account.sandbox().advance(Duration.ofMinutes(10));
        String profile = account.profileOfEks();

        ComputeInventory inventory = account.inventory(profile);

        assertThat(inventory.unknown()).isEmpty();
        assertThat(inventory.nodegroups())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.region()).isEqualTo(THERE),
                        each -> assertThat(each.cluster()).isEqualTo("prod"),
                        each -> assertThat(each.name()).isEqualTo("workers"),
                        each -> assertThat(each.role()).endsWith(":role/web"));
        assertThat(inventory.groups())
                .singleElement()
                .satisfies(each -> assertThat(each.owner().isManagedByEks()).isTrue());
        assertThat(inventory.of(new ProfileName(profile)).isUnused()).isFalse();
    }

    private List<InstanceRefresh> refreshes() {
        return List.copyOf(
                account.compute()
                        .reader()
                        .refreshes(account.inventory("web", "db").groups())
                        .found()
                        .values());
    }

    private String perform(ComputeAction action) {
        return account.compute().writer().perform(action);
    }

    private static ComputeAction create(String template, long source) {
        return new ComputeAction.CreateTemplateVersion(
                HERE, template, source, DB, "Like version 1, with profile db", "token");
    }
}
