package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.Tag;

/// How a role's profiles are handled when the role is evaluated.
class FollowUpTest {
    @Test
    void aRepairBySomebodyElseMeanwhileIsNotReported() {
        somebodyElseIsFaster();

        account.backfill("{\"mode\": \"sweep\"}");

        assertThat(mails()).isNotEmpty().allMatch(mail -> mail.endsWith(": role/web"));
    }

    @Test
    void aRepairBySomebodyElseWhileAPlanIsAppliedIsNotReported() {
        Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");
        account.later(Duration.ofMinutes(1));
        somebodyElseIsFaster();

        account.backfill("{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan")));

        assertThat(mails()).isNotEmpty().allMatch(mail -> mail.endsWith(": role/web"));
    }

    private final SweptAccount account =
            SweptAccount.with(
                    "GuardMode",
                    "off",
                    "TagMode",
                    "enforce",
                    "TagPolicy",
                    """
                    {"tags": {"owner": {"tag_key": {"@@assign": "Owner"},
                      "enforced_for": {"@@assign": ["iam:ALL_SUPPORTED"]},
                      "report_required_tag_for":
                        {"@@assign": ["iam:role", "iam:instance-profile"]}}}}\
                    """,
                    "InheritedTags",
                    "Owner",
                    "FindingsTopic",
                    "arn:aws:sns:us-east-1:123456789012:alerts");

    @BeforeEach
    void setUp() {
        account.role("web");
        account.as("admin").tagRole(r -> r.roleName("deployer").tags(tag("Owner")));
        account.as("admin").tagRole(r -> r.roleName("web").tags(tag("owner")));
        account.profile("web", "web");
        account.later(Duration.ofHours(1));
    }

    @AfterEach
    void tearDown() {
        account.close();
    }

    private void somebodyElseIsFaster() {
        AtomicBoolean first = new AtomicBoolean(true);
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("Backfill")
                            && call.operation().equals("TagInstanceProfile")
                            && first.getAndSet(false)) {
                        account.as("admin")
                                .tagInstanceProfile(
                                        r -> r.instanceProfileName("web").tags(tag("Owner")));
                        throw IamErrors.of(
                                ConcurrentModificationException.builder(),
                                "ConcurrentModification",
                                409,
                                "Another change is under way");
                    }
                });
    }

    /// The mails so far, and those of a later evaluation, which delivers the remaining findings.
    private List<String> mails() {
        assertThat(account.calls()).as("it was tried").contains("TagInstanceProfile");
        account.sandbox().advance(Duration.ofHours(1));
        account.backfill("{\"mode\": \"sweep\"}");
        return account.sandbox().notifications().messages().stream()
                .map(each -> String.valueOf(each.subject()))
                .toList();
    }

    private static Tag tag(String key) {
        return Tag.builder().key(key).value("ops").build();
    }
}
