package dev.profileguard.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPlaceTest {
    @ParameterizedTest
    @CsvSource({
        "keys, keys",
        "keys:eu-west-1, keys in eu-west-1",
        "keys:us-gov-west-1:a:b, keys in us-gov-west-1",
        "buckets, buckets",
        "buckets:a:b, buckets",
    })
    void isTheSameAfterItWasWritten(String text, String described) {
        SearchPlace place = SearchPlace.of(text);

        assertThat(place.text()).isEqualTo(text);
        assertThat(SearchPlace.of(place.text())).isEqualTo(place);
        assertThat(place.described()).isEqualTo(described);
    }

    @Test
    void keepsAMarkerAsItIs() {
        assertThat(SearchPlace.of("keys:eu-west-1:a:b"))
                .isEqualTo(new SearchPlace(SearchPlace.Type.KEYS, "eu-west-1", "a:b"));
        assertThat(SearchPlace.of("buckets:a:b")).isEqualTo(SearchPlace.BUCKETS.from("a:b"));
        assertThat(SearchPlace.of("keys:eu-west-1:" + "m".repeat(1024)).after()).hasSize(1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "key",
                "Keys",
                "keys:",
                "keys:eu-west-1:",
                "buckets:",
                "keys:evil.example/",
                "keys:eu-west-1@evil",
                "keys:eu",
                "queues:eu-west-1",
            })
    void isNoneOtherwise(String text) {
        assertThatThrownBy(() -> SearchPlace.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goesOnNowhereForever() {
        assertThatThrownBy(() -> SearchPlace.of("buckets:" + "m".repeat(1025)))
                .hasMessage("A place to go on at has 1 to 1024 characters");
    }
}
