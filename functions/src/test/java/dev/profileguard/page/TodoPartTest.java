package dev.profileguard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Commands within what people have to do.
class TodoPartTest {
    @Test
    void findsACommandAfterItsReason() {
        assertThat(TodoPart.of("To list them: aws iam list-roles"))
                .containsExactly(words("To list them: "), command("aws iam list-roles"));
    }

    @Test
    void findsCommandsThatFollowEachOther() {
        assertThat(TodoPart.of("aws iam a; then aws iam b; or invoke ProfileGuard with {}"))
                .containsExactly(
                        command("aws iam a"),
                        words("; then "),
                        command("aws iam b"),
                        words("; or invoke ProfileGuard with {}"));
    }

    @Test
    void keepsAQuotedValueInOnePiece() {
        String tag = "aws iam tag-role --tags '[{\"Value\":\"x; then aws iam b: aws c\"}]'";

        assertThat(TodoPart.of("Do: " + tag)).containsExactly(words("Do: "), command(tag));
    }

    @Test
    void leavesWordsAlone() {
        assertThat(TodoPart.of("Ask whoever runs aws here")).hasSize(1);
        assertThat(TodoPart.of("")).isEqualTo(List.of());
    }

    private static TodoPart words(String text) {
        return new TodoPart(false, text);
    }

    private static TodoPart command(String text) {
        return new TodoPart(true, text);
    }
}
