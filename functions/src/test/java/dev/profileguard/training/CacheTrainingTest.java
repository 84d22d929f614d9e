package dev.profileguard.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the training does not load is not in the cache of the container image. It runs in a process
/// of its own, because it ends it.
class CacheTrainingTest {
    private static final Path TEMPLATE = Path.of("..", "template.yaml");
    private static final Pattern HANDLER = Pattern.compile("(?m)^ +Handler: (\\S+)$");
    private static final Pattern LOADED = Pattern.compile("(?m)^(\\S+) source: ");

    @TempDir private Path folder;

    @Test
    void loadsWhatTheFunctionsOfTheTemplateLoad() throws Exception {
        List<String> handlers = all(HANDLER, Files.readString(TEMPLATE));

        List<String> loaded = trained();

        assertThat(handlers).hasSizeGreaterThan(7);
        assertThat(loaded)
                .containsAll(handlers)
                .contains(
                        "sun.net.www.protocol.https.HttpsURLConnectionImpl",
                        "sun.security.ssl.Finished", // the end of a handshake
                        "dev.profileguard.aws.SdkIamWriter",
                        "dev.profileguard.lambda.PowertoolsReporting",
                        "org.apache.logging.log4j.core.LoggerContext");
    }

    private List<String> trained() throws IOException, InterruptedException {
        Path log = folder.resolve("classes");
        ProcessBuilder training =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xlog:class+load:file=" + log + ":none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Training.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile());
        training.environment()
                .putAll(
                        Map.of(
                                "AWS_REGION", "us-east-1",
                                "AWS_ACCESS_KEY_ID", "none",
                                "AWS_SECRET_ACCESS_KEY", "none"));

        int status = training.start().waitFor();

        assertThat(status).as(Files.readString(folder.resolve("output"))).isZero();
        return all(LOADED, Files.readString(log));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /// What the runtime interface client does with the class.
    static final class Training {
        private Training() {}

        public static void main(String[] arguments) throws Exception {
            new CacheTraining();
            throw new IllegalStateException("The training did not end the process");
        }
    }
}
