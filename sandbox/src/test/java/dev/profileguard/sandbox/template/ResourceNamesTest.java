package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.CANARY;
import static dev.profileguard.sandbox.template.TemplateFile.ENFORCING;
import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.WITH_SCHEDULES;
import static dev.profileguard.sandbox.template.TemplateFile.enforcing;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.granted;
import static dev.profileguard.sandbox.template.TemplateFile.read;
import static dev.profileguard.sandbox.template.TemplateFile.resourcesOfType;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.lambda.Platform;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResourceNamesTest {
    @Test
    void rolesHaveThePathTheNamesAndTheBoundaryOfTheParameters() {
        Template template = enforcing(Map.of("RolePath", "/platform/", "RoleNamePrefix", "acme-"));

        assertThat(function(template, "Canary").roleArn())
                .isEqualTo("arn:aws:iam::123456789012:role/platform/acme-Canary");
        assertThat(
                        function(template, "Canary")
                                .may(
                                        "iam:TagInstanceProfile",
                                        "arn:aws:iam::123456789012:instance-profile/" + CANARY))
                .isTrue();
        assertThat(granted(function(template, "Backfill")))
                .isEqualTo(granted(function(ENFORCING, "Backfill")));
        assertThat(resourcesOfType("AWS::IAM::Role"))
                .hasSize(14)
                .allSatisfy(role ->
                        assertThat(role)
                                .contains("RoleName: !If [RolesAreNamed, !Sub \"${RoleNamePrefix}")
                                .contains("      Path: !Ref RolePath\n")
                                .contains("PermissionsBoundary: !If [HasPermissionsBoundary,"));
    }

    /// AWS::LanguageExtensions sees the template before SAM adds its resources.
    @Test
    void nothingRefersToWhatOnlySamMakes() {
        Set<String> written = new TreeSet<>();
        Matcher ids = Pattern.compile("(?m)^  (\\w+):$").matcher(read("template.yaml"));
        while (ids.find()) {
            written.add(ids.group(1));
        }
        Matcher used =
                Pattern.compile(
                                "!(?:GetAtt|Ref) (\\w+)|\\$\\{(\\w+)(?:\\.\\w+)?}|DependsOn:"
                                        + " (\\w+)")
                        .matcher(read("template.yaml"));

        while (used.find()) {
            String id =
                    Stream.of(used.group(1), used.group(2), used.group(3))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElseThrow();
            assertThat(
                            written.contains(id)
                                    || id.endsWith("IfThereIsOne") // of Fn::Sub itself
                                    || Set.of("AWS", "creator").contains(id))
                    .as(id)
                    .isTrue();
        }
    }

    @Test
    void handlersAreClassesThatTheSandboxCanStartToo() {
        assertThat(TEMPLATE.functions())
                .allSatisfy(function -> {
                    Class<?> handler = Class.forName(function.handlerClass());
                    assertThat(handler.getConstructor()).isNotNull();
                    assertThat(handler.getConstructor(Platform.class)).isNotNull();
                });
    }

    @Test
    void everythingThatCanHaveTagsHasTheApplications() {
        for (String type :
                List.of(
                        "AWS::DynamoDB::Table",
                        "AWS::SQS::Queue",
                        "AWS::S3::Bucket",
                        "AWS::Logs::LogGroup",
                        "AWS::IAM::Role",
                        "AWS::CloudWatch::Alarm",
                        "AWS::Events::Rule")) {
            assertThat(resourcesOfType(type))
                    .isNotEmpty()
                    .allSatisfy(resource ->
                            assertThat(resource)
                                    .contains(
                                            "- Key: application\n          Value: profile-guard"));
        }
    }

    /// SAM names a schedule after its logical ID only: see
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-statemachine-statemachineschedulev2.html
    @Test
    void twoStacksOfAnAccountHaveDifferentScheduleNames() {
        assertThat(WITH_SCHEDULES.schedules())
                .filteredOn(schedule -> schedule.source().equals("aws.scheduler"))
                .extracting(ScheduleDefinition::name)
                .allMatch(name -> name.startsWith(Stack.NAME + "-"));
    }

    /// A stack's name can have 128 characters, the name of a function or a rule 64, of a state
    /// machine 80. CloudFormation shortens the names that it makes. A log group can have 512, a
    /// saved query 255.
    @Test
    void onlyRolesHaveGivenNamesAndOnlyWhereThePrefixSaysSo() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("template.yaml")))
                .filteredOn(line -> line.matches(NAMED))
                .hasSizeGreaterThan(6)
                .allMatch(line ->
                        line.contains("Name: !If [RolesAreNamed, !Sub ")
                                || line.contains("Name: !Sub /aws/vendedlogs/states/")
                                || line.contains("Name: !Sub /profile-guard/${AWS::StackName}/")
                                || line.matches(" +Name: !Sub \\$\\{AWS::StackName}/[a-z-]+"));
    }

    /// The properties that set a resource's name, not those that refer to one.
    private static final String NAMED =
            " +(Function|Table|Queue|Topic|Role|Bucket|LogGroup|Alarm|ManagedPolicy)?Name:"
                    + " (?!!Ref).*";
}
