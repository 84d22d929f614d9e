package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.text.Hostile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.Tag;

/// What a sweep says about tags with line breaks and invisible letters, which IAM allows.
class HostileTagsTest {
    @Test
    void theLinesAndTheReportHaveNoHiddenCharacter() throws IOException {
        try (SweptAccount account = SweptAccount.owned("Owner")) {
            account.role("web");
            account.profile("web", "web");
            account.as("admin")
                    .tagRole(r ->
                            r.roleName("web")
                                    .tags(Tag.builder().key("owner").value(Hostile.TAG).build()));

            Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");
            Map<String, Object> applied =
                    account.backfill(
                            "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan")));

            for (Map<String, Object> each : List.of(plan, applied)) {
                assertThat(lines(each))
                        .noneMatch(Hostile::isHidden)
                        .anyMatch(HostileTagsTest::shows);
                String report =
                        Files.readString(Path.of(URI.create(String.valueOf(each.get("report")))));
                assertThat(report.lines())
                        .noneMatch(Hostile::isHidden)
                        .anyMatch(HostileTagsTest::shows);
            }
            assertThat(account.profile("web").tags())
                    .contains(Tag.builder().key("Owner").value(Hostile.TAG).build());
        }
    }

    private static boolean shows(String line) {
        return line.contains("x\\u2028forged: all is well\\u2029");
    }
}
