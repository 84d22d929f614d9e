package dev.profileguard.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.trust.MalformedTrustPolicyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuotedErrorTest {
    @Test
    void aSafeErrorStaysItself() {
        RuntimeException error = new IllegalStateException("a", new IOException("b"));
        error.addSuppressed(new IllegalArgumentException("c"));

        assertThat(QuotedError.shown(error)).isSameAs(error);
    }

    @ParameterizedTest
    @EnumSource
    void aTraceShowsNoHostileText(HostileText hostile) {
        String text = hostile.text();
        RuntimeException error = new IllegalArgumentException(text, new IOException(text));
        error.addSuppressed(new UnsupportedOperationException("a", new IOException(text)));
        List<RuntimeException> errors =
                List.of(
                        QuotedError.shown(error),
                        new UnreadableEventException(text, new IOException(text)),
                        new MalformedTrustPolicyException(text, new IOException(text)),
                        new ChangedMeanwhileException(text, error));

        for (RuntimeException each : errors) {
            String trace = trace(each);
            assertThat(trace.lines()).noneMatch(HostileText::isHidden);
            assertThat(trace)
                    .contains(VisibleText.line(text), "IOException", "QuotedErrorTest.java");
        }
    }

    @Test
    void theClassOfABadArgumentOrStateStays() {
        assertThat(QuotedError.shown(new IllegalArgumentException("a\n")))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("a\\n");
        assertThat(QuotedError.shown(new IllegalStateException("a\n")))
                .isExactlyInstanceOf(IllegalStateException.class);
        assertThat(QuotedError.shown(new UnsupportedOperationException("a\n")))
                .isExactlyInstanceOf(QuotedError.class)
                .hasMessage("java.lang.UnsupportedOperationException: a\\n");
    }

    @Test
    void everyMessageIsShort() {
        String huge = "x".repeat(1 << 20);
        RuntimeException error = new IllegalArgumentException(huge, new IOException(huge));

        assertThat(QuotedError.shown(error).getMessage()).hasSizeLessThan(2_100);
        assertThat(QuotedError.shown(error).getCause())
                .hasMessageStartingWith("java.io.IOException");
        assertThat(trace(QuotedError.shown(error)).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(2_200));
    }

    @Test
    void errorsThatCauseEachOtherAreShownOnce() {
        RuntimeException one = new IllegalStateException("a\n");
        RuntimeException other = new IllegalStateException("b\n", one);
        one.initCause(other);

        assertThat(QuotedError.shown(one))
                .hasMessage("a\\n")
                .cause()
                .hasMessage("b\\n")
                .hasNoCause();
    }

    private static String trace(Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        return trace.toString()
                .replace("\tat ", "    at ")
                .replace("\tSuppressed", "    Suppressed")
                .replace("\t", "    ");
    }
}
