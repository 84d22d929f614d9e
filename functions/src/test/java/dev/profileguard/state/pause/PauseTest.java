package dev.profileguard.state.pause;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PauseTest {
    private static final Instant FROM = Instant.parse("2026-01-05T09:00:00Z");

    @Test
    void endsByItself() {
        Pause pause = new Pause(FROM, FROM.plusSeconds(60), "incident", "r-1");

        assertThat(pause.covers(FROM.plusSeconds(59))).isTrue();
        assertThat(pause.covers(FROM.plusSeconds(60))).isFalse();
    }

    @Test
    void lastsAsLongAsTheParameterSaysSo() {
        assertThat(Pause.BY_PARAMETER.covers(Instant.MAX)).isTrue();
        assertThat(Pause.BY_PARAMETER.sentence())
                .isEqualTo("All writes are paused: the template parameter Paused is on");
        assertThat(Pause.BY_PARAMETER.json()).containsEntry("until", null);
    }

    @Test
    void showsHiddenCharactersOfItsReason() {
        assertThat(new Pause(FROM, FROM, "a\nb", "r-1").described())
                .isEqualTo("paused until 2026-01-05T09:00:00Z: a\\nb");
    }
}
