package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

class PartlyAppliedPlanTest {
    @Test
    void changesBeforeAFailureAreReported() {
        account.role("web");
        account.profile("web", "web");
        account.as("admin")
                .tagInstanceProfile(r ->
                        r.instanceProfileName("web")
                                .tags(Tag.builder().key("owner").value("ops").build()));
        account.later(Duration.ofHours(1));
        Map<String, Object> plan = account.backfill("{\"mode\": \"plan\", \"names\": [\"web\"]}");
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.operation().equals("UntagInstanceProfile")) {
                        throw IamException.builder().statusCode(403).message("no").build();
                    }
                });

        List<String> lines =
                SweptAccount.lines(
                        account.backfill(
                                "{\"mode\": \"apply\", \"plan\": \"%s\"}"
                                        .formatted(plan.get("plan"))));

        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("instance-profile/web [tags, tagged]")
                                && line.contains("tag web with {Owner=ops}: done")
                                && line.contains("Partly done"))
                .anyMatch(line -> line.startsWith("instance-profile/web [tags, failed]"))
                .noneMatch(line -> line.contains("would-do"));
    }

    private final SweptAccount account = SweptAccount.owned("");

    @AfterEach
    void tearDown() {
        account.close();
    }
}
