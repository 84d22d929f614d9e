package dev.profileguard.sandbox.fuzz;

import dev.profileguard.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// All ways by which input comes in.
final class FuzzTargets {
    private static final Path EVENTS = Path.of("../events");
    private static final Path PRINTED = Path.of("src/test/resources/errors");
    private static final Path RECORDS = Path.of("../functions/src/test/resources/cloudtrail");

    /// The time of all events, which is replaced by that of the sandbox.
    private static final String TIME = "2026-01-15T\\d\\d:\\d\\d:\\d\\dZ";

    private static final List<String> FUNCTIONS =
            List.of(
                    "ProfileGuard",
                    "ProfileProvisioner",
                    "TagEnforcer",
                    "FailureAdvisor",
                    "Canary");

    private FuzzTargets() {}

    static List<FuzzTarget> all() {
        List<FuzzTarget> targets = new ArrayList<>();
        List<String> records = texts(RECORDS);
        for (String function : FUNCTIONS) {
            List<String> seeds = new ArrayList<>(texts(EVENTS.resolve(function)));
            records.forEach(record -> seeds.add(event(record)));
            targets.add(new HandlerTarget(function, List.copyOf(seeds)));
            targets.add(new SettingsTarget(function));
        }
        Path folder = temporaryFolder();
        targets.add(new SettingsTarget("Backfill"));
        targets.add(new RequestTarget(requests()));
        targets.add(new CursorTarget());
        targets.add(new PlanTarget());
        targets.add(new TrustPolicyTarget());
        targets.add(new AccountFileTarget(folder));
        targets.add(new TrailTarget(folder, records));
        targets.add(new PrintedErrorTarget(texts(PRINTED)));
        return targets;
    }

    private static List<String> requests() {
        List<String> requests = new ArrayList<>(texts(EVENTS.resolve("Backfill")));
        requests.add("{\"mode\": \"apply\", \"plan\": \"p\"}");
        requests.add("{\"mode\": \"sweep\", \"cursor\": \"1.e30.44136fa355b3678a\"}");
        return requests;
    }

    /// The EventBridge event of a record.
    private static String event(String record) {
        return """
        {"version": "0", "id": "e-1", "detail-type": "AWS API Call via CloudTrail",
         "source": "aws.iam", "account": "123456789012", "time": "2026-01-15T09:30:00Z",
         "region": "us-east-1", "resources": [], "detail": %s}\
        """
                .formatted(record);
    }

    private static List<String> texts(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                texts.add(Files.readString(file).replaceAll(TIME, Sandbox.TEST_TIME.toString()));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("profile-guard-fuzz");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
