package dev.profileguard.sandbox.command.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.profileguard.sandbox.command.explain.reader.FailureGroup;
import dev.profileguard.sandbox.command.explain.reader.FailureReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No text of 256 Ki characters takes long to read: the time grows with the length only.
class LongTextsTest {
    private static final int LENGTH = 1 << 18;
    private static final Duration LONG = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "a ",
                " ",
                "\n",
                "\\",
                "\\u002",
                "\\\"",
                "&amp;",
                "&#x",
                "<",
                "<a ",
                "\u001b[",
                "\u001b]",
                "[3;",
                "2026-01-15T09:00:00Z ",
                "web | ",
                "A, [",
                "::error",
                "An error occurred (",
                "An error occurred (X) when calling the Y operation: ",
                "User: ",
                "User: arn:aws:iam::123456789012:user/a is not authorized to perform: ",
                "is not authorized to perform: iam:PassRole on resource: ",
                "Value (",
                "Value (x) for parameter iamInstanceProfile.name ",
                "Instance Profile ",
                "Instance Profile x already ",
                "Role x in Instance Profile ",
                "x already exists ",
                "CREATE_FAILED AWS::IAM::Role x already exists\n",
                "DeleteConflict:",
                "DeleteConflict: a\n",
                "AWS::IAM::Role ",
                "aws iam delete-role ",
                "aws iam delete-role --role-name x\\\n",
                "arn:aws:iam:",
                "us-east-1 ",
                "request id: ",
                "operation error IAM: X, https response error StatusCode: 400, RequestID: ",
                "(Service: Iam, Status Code: 400, Request ID: ",
                "<Error><Code>x</Code>",
                "adding role ",
                "creating IAM instance profile ",
                "\u2502",
                "\u3000",
                "エンティティを削除できません。",
                "オペレーションを呼び出す際に、"
            })
    void comesToAnEnd(String part) {
        String text = part.repeat(LENGTH / part.length());

        assertTimeoutPreemptively(
                LONG, () -> assertThat(FailureGroup.of(FailureReader.read(text))).isNotNull());
    }

    @Test
    void endsAfterTheMostFailures() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < FailureReader.MOST + 500; i++) {
            text.append(
                    "An error occurred (DeleteConflict) when calling the DeleteRole operation: x%d.\n"
                            .formatted(i));
        }

        List<FailureGroup> groups = FailureGroup.of(FailureReader.read(text.toString()));

        assertThat(groups).hasSize(FailureReader.MOST);
        assertThat(groups.getLast().failure().call().message())
                .isEqualTo("x%d.".formatted(FailureReader.MOST - 1));
    }
}
