package dev.profileguard.sandbox.aws.cloudformation.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.StateMachineDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateReadingTest {
    private static final String PARAMETERS =
            """
            Parameters:
              Mode: {Type: String, AllowedValues: ["off", watch], Default: watch}
              Times: {Type: Number, MinValue: 1, MaxValue: 9, Default: 5}
              Short: {Type: String, MaxLength: 3, AllowedPattern: "[a-z]*", Default: ""}
              Names: {Type: CommaDelimitedList, Default: "a, b"}
            Conditions:
              Watching: !Equals [!Ref Mode, watch]
              Both: !And [!Condition Watching, !Not [!Equals [!Ref Times, 1]]]
            """;

    @TempDir private Path folder = Path.of(".");

    @Test
    void resolvesEachIntrinsicFunction() {
        FunctionDefinition function =
                environment(
                        """
                        REF: !Ref Mode
                        SUB: !Sub "${AWS::StackName}/${Table}/${Table.Arn}/${!Literal}"
                        SUB_OWN: !Sub ["${own}-${Times}", {own: !Ref AWS::Region}]
                        ATT: !GetAtt Table.Arn
                        IF: !If [Both, yes-then, otherwise]
                        JOIN: !Join ["|", !Ref Names]
                        SELECT: !Select [1, !Split [",", "x,y"]]
                        LONG: {"Fn::Join": ["-", [{Ref: Mode}, {"Fn::Sub": "${Times}"}]]}
                        GONE: !If [Both, !Ref AWS::NoValue, x]
                        """);

        String table = "arn:aws:dynamodb:us-east-1:123456789012:table/profile-guard-Table";
        assertThat(function.environment())
                .containsEntry("REF", "watch")
                .containsEntry("SUB", "profile-guard/profile-guard-Table/" + table + "/${Literal}")
                .containsEntry("SUB_OWN", "us-east-1-5")
                .containsEntry("ATT", table)
                .containsEntry("IF", "yes-then")
                .containsEntry("JOIN", "a|b")
                .containsEntry("SELECT", "y")
                .containsEntry("LONG", "watch-5")
                .doesNotContainKey("GONE");
    }

    @Test
    void prefersGivenValuesToDefaults() {
        write(PARAMETERS + function("MODE: !Ref Mode"));

        Template read = TemplateReader.read(file(), Map.of("Mode", "off"));

        assertThat(read.functions().getFirst().environment()).containsEntry("MODE", "off");
        assertThat(read.parameters()).containsEntry("Mode", "off").containsEntry("Times", "5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Mode;loud;The parameter Mode must be one of off, watch, not 'loud'",
                "Times;0;The parameter Times must be a number from 1 to 9, not '0'",
                "Times;many;The parameter Times must be a number from 1 to 9, not 'many'",
                "Short;abcd;The parameter Short must be 0 to 3 characters long, not 'abcd'",
                "Short;A;The parameter Short must be something that matches [a-z]*, not 'A'",
                "Moda;off;The template has no parameter Moda. It has: Mode, Times, Short, Names"
            })
    void refusesAWrongParameterByName(String name, String value, String message) {
        write(PARAMETERS + function("MODE: !Ref Mode"));

        assertThatThrownBy(() -> TemplateReader.read(file(), Map.of(name, value)))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    @Test
    void readsAPlainRuleWithItsTargets() {
        write(
                PARAMETERS
                        + function("MODE: !Ref Mode")
                        + """
                          Rule:
                            Type: AWS::Events::Rule
                            Properties:
                              EventPattern: {source: [aws.iam]}
                              Targets:
                                - Id: one
                                  Arn: !GetAtt Function.Arn
                                  DeadLetterConfig: {Arn: !GetAtt Dead.Arn}
                          Dead: {Type: AWS::SQS::Queue}
                        """);

        Template read = TemplateReader.read(file(), Map.of());

        assertThat(read.rules())
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.pattern()).isEqualTo("{\"source\":[\"aws.iam\"]}");
                    assertThat(rule.targets())
                            .containsExactly(
                                    new RuleDefinition.Target(
                                            read.functions().getFirst().arn(),
                                            read.queues().getFirst().arn()));
                });
    }

    @Test
    void readsTheProjectsOwnTemplate() {
        Template own = TemplateReader.read(Path.of("..", "template.yaml"), Map.of());
        FunctionDefinition guard = own.functions().getFirst();

        assertThat(guard.name()).isEqualTo("profile-guard-ProfileGuard");
        assertThat(guard.retries()).isEqualTo(2);
        assertThat(guard.onFailure())
                .isEqualTo("arn:aws:sqs:us-east-1:123456789012:profile-guard-ProfileGuardRetries");
        assertThat(guard.environment()).containsEntry("GUARD_MODE", "observe");
        assertThat(guard.roleArn())
                .isEqualTo("arn:aws:iam::123456789012:role/profile-guard-ProfileGuardRole");
        String profile = "arn:aws:iam::123456789012:instance-profile/a";
        assertThat(guard.may("iam:GetInstanceProfile", profile)).isTrue();
        assertThat(guard.may("iam:DeleteInstanceProfile", profile)).isFalse();
        assertThat(own.rules().getFirst().pattern()).contains(guard.roleArn());
        assertThat(own.tables().getFirst().request())
                .containsKeys("TableName", "KeySchema")
                .doesNotContainKey("SSESpecification");
    }

    @Test
    void readsAStateMachineWithItsSubstitutionsAndWhatStartsIt() {
        write("loop.json", "{\"a\": \"${What}\", \"b\": \"${What} ${Where}\"}");
        write(machine("Schedule", "DefinitionUri: loop.json"));

        Template read = TemplateReader.read(file(), Map.of());
        StateMachineDefinition loop = read.machines().getFirst();

        assertThat(loop.arn())
                .isEqualTo("arn:aws:states:us-east-1:123456789012:stateMachine:profile-guard-Loop");
        assertThat(loop.text()).isEqualTo("{\"a\": \"x$1\", \"b\": \"x$1 us-east-1\"}");
        assertThat(read.startedMachines()).containsExactly(loop);
        assertThat(read.schedules().getFirst().target().arn()).isEqualTo(loop.arn());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Schedule;Definition: {StartAt: A};DefinitionUri of Loop must be a file",
                "Schedule;DefinitionUri: {Bucket: b};DefinitionUri of Loop must be a file",
                "Schedule;DefinitionUri: a and Type: EXPRESS;Type of Loop must be STANDARD",
                "Api;DefinitionUri: a;The event Tick of Loop must be a Schedule or a ScheduleV2,"
                        + " not 'Api'"
            })
    void refusesAStateMachineThatItCannotExecute(String event, String property, String message) {
        write(machine(event, property.replace(" and ", "\n      ")));

        assertThatThrownBy(() -> TemplateReader.read(file(), Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith(message);
    }

    private static String machine(String event, String property) {
        return """
        Resources:
          Loop:
            Type: AWS::Serverless::StateMachine
            Properties:
              DefinitionSubstitutions: {What: x$1, Where: !Ref AWS::Region}
              Events:
                Tick: {Type: %s, Properties: {Schedule: rate(1 day)}}
              %s
        """
                .formatted(event, property);
    }

    @Test
    void namesWhatIsNotInTheTemplate() {
        write(PARAMETERS + function("X: !Ref Nothing"));

        assertThatThrownBy(() -> TemplateReader.read(file(), Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Nothing");
    }

    private FunctionDefinition environment(String variables) {
        write(PARAMETERS + function(variables));
        return TemplateReader.read(file(), Map.of()).functions().getFirst();
    }

    private static String function(String variables) {
        return """
        Resources:
          Table:
            Type: AWS::DynamoDB::Table
            Properties: {BillingMode: PAY_PER_REQUEST}
          Function:
            Type: AWS::Serverless::Function
            Properties:
              Handler: a.B::c
              Environment:
                Variables:
        %s\
        """
                .formatted(variables.indent(10));
    }

    private void write(String text) {
        write("template.yaml", text);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path file() {
        return folder.resolve("template.yaml");
    }
}
