package dev.profileguard.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductTest {
    @ParameterizedTest
    @ValueSource(strings = {"functions", "sandbox"})
    void theVersionIsThatOfTheBuild(String module) throws IOException {
        assertThat(Files.readString(Path.of("..", module, "pom.xml")))
                .containsPattern(
                        "<artifactId>profile-guard-%s</artifactId>\\s+<version>%s</version>"
                                .formatted(module, Product.VERSION));
    }
}
