package dev.profileguard.sandbox.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionNameTest {
    private final List<FunctionDefinition> functions =
            TemplateReader.read(Path.of("..", "template.yaml"), Map.of()).functions();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ProfileGuard",
                "profile-guard-ProfileGuard",
                "profile-guard-ProfileGuard:live",
                "123456789012:function:profile-guard-ProfileGuard",
                "arn:aws:lambda:us-east-1:123456789012:function:profile-guard-ProfileGuard",
                "arn:aws:lambda:us-east-1:123456789012:function:profile-guard-ProfileGuard:live"
            })
    void findsAFunctionByEveryNameThatInvokeTakes(String named) {
        assertThat(FunctionName.parse(named).in(functions)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Profile",
                "arn:aws:lambda:us-east-1:999999999999:function:profile-guard-ProfileGuard"
            })
    void findsNoOtherFunction(String named) {
        assertThat(FunctionName.parse(named).in(functions)).isEmpty();
    }
}
