package dev.profileguard.sandbox.aws.regional;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final List<String> ALL = List.of("a", "b", "c", "d", "e");

    @Test
    void leadsThroughTheWholeList() {
        List<String> found = new ArrayList<>();
        String token = null;
        do {
            Page<String> page = page(2, token);
            found.addAll(page.items());
            token = page.next();
        } while (token != null);

        assertThat(found).isEqualTo(ALL);
    }

    @Test
    void endsWithTheLastItem() {
        assertThat(page(5, null).next()).isNull();
        assertThat(page(4, null).next()).isNotNull();
        assertThat(page(9, null).items()).isEqualTo(ALL);
    }

    @Test
    void refusesATokenThatIsNone() {
        for (String token : List.of("", "x", "ZnJvbSA5OQ==", "ZnJvbSAtMQ==", "§")) {
            assertThat(Page.of(ALL, 2, token)).isEmpty();
        }
    }

    private static Page<String> page(int size, @Nullable String token) {
        return Page.of(ALL, size, token).orElseThrow();
    }
}
