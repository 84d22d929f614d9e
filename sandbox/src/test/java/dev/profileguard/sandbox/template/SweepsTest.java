package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.WITH_SCHEDULES;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.aws.Health;
import dev.profileguard.control.StackParts;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.StateMachineDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SweepsTest {
    @Test
    void theSweepComparesAllFunctionsOfTheStackAndNoOthers() {
        FunctionDefinition backfill = function("Backfill");
        String parts =
                Objects.requireNonNull(
                        TEMPLATE.stored().get(backfill.environment().get("DELIVERY_CHECKS")));
        Set<String> compared =
                new TreeSet<>(new StackParts(name -> parts, "parts").functions(backfill.name()));

        assertThat(compared)
                .isEqualTo(
                        TEMPLATE.functions().stream()
                                .map(FunctionDefinition::name)
                                .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(TEMPLATE.functions())
                .allMatch(each -> backfill.may(Health.CONFIGURATION_PERMISSION, each.arn()))
                .allMatch(
                        each -> backfill.may(Health.CONFIGURATION_PERMISSION, each.arn() + ":live"))
                .noneMatch(each ->
                        backfill.may(Health.CONFIGURATION_PERMISSION, each.arn() + "-other"));
    }

    @Test
    void theSweepIsStartedWithItsModeAndRunsBackfill() {
        StateMachineDefinition loop = WITH_SCHEDULES.startedMachines().getFirst();
        ScheduleDefinition schedule =
                WITH_SCHEDULES.schedules().stream()
                        .filter(each -> each.target().arn().equals(loop.arn()))
                        .findFirst()
                        .orElseThrow();

        assertThat(schedule.first()).isZero();
        assertThat(schedule.rate()).isEqualTo(Duration.ofHours(6));
        assertThat(schedule.target().input().of("{}")).isEqualTo("{\"mode\": \"sweep\"}");
        assertThat(loop.text())
                .contains("\"FunctionName\": \"%s:live\"".formatted(function("Backfill").arn()));
    }

    @Test
    void theOrganizationsSweepNeedsNames() {
        String sweeper = "arn:aws:iam::210987654321:role/sweeper";

        assertThatThrownBy(() ->
                        TemplateReader.read(
                                ROOT.resolve("template.yaml"),
                                Map.of("OrganizationSweeper", sweeper)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("OrganizationSweeper needs RoleNamePrefix");
    }

    @Test
    void theOrganizationMayOnlyStartTheSweepThatHasItsName() {
        Template template =
                TemplateReader.read(
                        ROOT.resolve("template.yaml"),
                        Map.of(
                                "OrganizationSweeper",
                                "arn:aws:iam::210987654321:role/sweeper",
                                "RoleNamePrefix",
                                "acme-",
                                "SweepMode",
                                "sweep"));
        String role = resource("OrganizationSweepRole");

        assertThat(template.startedMachines())
                .extracting(StateMachineDefinition::arn)
                .containsExactly("arn:aws:states:us-east-1:123456789012:stateMachine:acme-Sweep");
        assertThat(role)
                .contains("!Sub \"${RoleNamePrefix}OrganizationSweep\"")
                .containsOnlyOnce("Principal:")
                .containsOnlyOnce("- Sid:");
        assertThat(role.lines().map(String::strip))
                .containsSubsequence(
                        "Principal:",
                        "AWS: !Select [4, !Split [\":\", !Ref OrganizationSweeper]]",
                        "StringEquals:",
                        "aws:PrincipalArn: !Ref OrganizationSweeper",
                        "Action: states:StartExecution",
                        "Resource: !Ref SweepLoop");
    }

    private static String resource(String logicalId) {
        return Arrays.stream(read("template.yaml").split("(?m)^(?=  \\w+:$)"))
                .filter(text -> text.startsWith("  %s:\n".formatted(logicalId)))
                .findFirst()
                .orElseThrow();
    }
}
