package dev.profileguard.finding.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.resource.ResourceException;
import dev.profileguard.event.Json;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecurityHubSinkTest {
    @Test
    void aFindingHasWhatSecurityHubAsksFor() {
        Map<String, Object> finding = sent(notice("role/web", Status.OPEN));

        assertThat(finding)
                .containsEntry("SchemaVersion", "2018-10-08")
                .containsEntry("Id", "profile-guard/ProfileGuard/role-gone/role/web")
                .containsEntry(
                        "ProductArn",
                        "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default")
                .containsEntry("GeneratorId", "profile-guard/ProfileGuard/role-gone")
                .containsEntry("AwsAccountId", "123456789012")
                .containsEntry("CreatedAt", "2026-01-15T09:30:00Z")
                .containsEntry("UpdatedAt", "2026-01-15T10:00:00.123Z")
                .containsEntry("Title", "role-gone: role/web")
                .containsEntry("Description", "the role is gone. By: mallory. Done: put it back")
                .containsEntry(
                        "Remediation",
                        Map.of("Recommendation", Map.of("Text", "look at it. repair it")))
                .containsEntry("RecordState", "ACTIVE")
                .containsEntry(
                        "FindingProviderFields",
                        Map.of(
                                "Severity",
                                Map.of("Label", "CRITICAL", "Original", "critical"),
                                "Types",
                                List.of(
                                        "Software and Configuration Checks/AWS Security Best"
                                                + " Practices")));
    }

    @Test
    void eachResourceIsNamedAsSecurityToolsNameIt() {
        assertThat(resource("role/web"))
                .containsEntry("Type", "AwsIamRole")
                .containsEntry("Id", "arn:aws:iam::123456789012:role/web");
        assertThat(resource("instance-profile/web"))
                .containsEntry("Type", "Other")
                .containsEntry("Id", "arn:aws:iam::123456789012:instance-profile/web");
        assertThat(resource("account/210987654321"))
                .containsEntry("Type", "AwsAccount")
                .containsEntry("Id", "AWS::::Account:210987654321");
        assertThat(resource("queue/dead-letters"))
                .containsEntry("Type", "Other")
                .containsEntry("Id", "queue/dead-letters");
    }

    @Test
    void aResolvedFindingIsTheSameOneArchived() {
        Map<String, Object> open = sent(notice("role/web", Status.OPEN));
        Map<String, Object> resolved = sent(notice("role/WEB", Status.RESOLVED));

        assertThat(resolved.get("Id")).isEqualTo(open.get("Id"));
        assertThat(resolved).containsEntry("RecordState", "ARCHIVED");
    }

    @Test
    void sendsAHundredFindingsInARequest() {
        List<Notice> notices =
                IntStream.range(0, 250).mapToObj(i -> notice("role/" + i, Status.OPEN)).toList();

        assertThat(send(notices)).isEmpty();

        assertThat(requests).extracting(List::size).containsExactly(100, 100, 50);
    }

    /// The whole of what people could write is in a finding, at the length that the ledger allows.
    @Test
    void theLargestFindingIsSmallerThanSecurityHubAllows() {
        List<String> many = IntStream.range(0, 10).mapToObj(i -> "\u4e00".repeat(9_000)).toList();
        Finding large =
                new Finding(
                                Kind.ROLE_GONE,
                                "role/" + "\u4e00".repeat(9_000),
                                "123456789012",
                                "\u4e00".repeat(9_000),
                                "\u4e00".repeat(9_000),
                                many,
                                many,
                                "e")
                        .shortened();
        Map<String, Object> sent = sent(new Notice(large, Status.OPEN, SINCE));

        assertThat(Json.text(sent).getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(100_000, 240_000);
        assertThat(sent.get("Title").toString()).hasSizeLessThanOrEqualTo(256);
        assertThat(sent.get("Id").toString()).hasSizeLessThanOrEqualTo(512);
        assertThat(sent.get("Description").toString()).hasSizeLessThanOrEqualTo(1_024);
        assertThat(((Map<?, ?>) sent.get("ProductFields")).values())
                .allMatch(value -> value.toString().length() <= 2_048)
                .hasSizeLessThanOrEqualTo(50);
    }

    @Test
    void ofSeveralNoticesAboutOneFindingOnlyTheLastIsSent() {
        assertThat(
                        send(
                                List.of(
                                        notice("role/web", Status.OPEN),
                                        notice("role/web", Status.RESOLVED))))
                .isEmpty();

        assertThat(requests)
                .singleElement()
                .satisfies(request ->
                        assertThat(request)
                                .singleElement()
                                .satisfies(each ->
                                        assertThat(each).containsEntry("RecordState", "ARCHIVED")));
    }

    @Test
    void returnsWhatWasNotImported() {
        errors.put("profile-guard/ProfileGuard/role-gone/role/web", "InvalidInput: too long");

        assertThat(
                        send(
                                List.of(
                                        notice("role/web", Status.OPEN),
                                        notice("role/other", Status.OPEN))))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.sink()).isEqualTo("SecurityHub");
                    assertThat(failed.error()).isEqualTo("InvalidInput: too long");
                    assertThat(failed.notice().finding().subject()).isEqualTo("role/web");
                });
    }

    @Test
    void returnsAllIfTheRequestIsRefused() {
        SecurityHubSink sink =
                new SecurityHubSink(
                        () ->
                                findings -> {
                                    throw new ResourceException(
                                            "InvalidAccessException",
                                            401,
                                            "InvalidAccessException: Account 123456789012 is not"
                                                    + " subscribed to AWS Security Hub");
                                },
                        PLACE,
                        CLOCK);

        assertThat(sink.send(List.of(notice("role/a", Status.OPEN), notice("role/b", Status.OPEN))))
                .hasSize(2)
                .allMatch(each -> each.error().contains("is not subscribed to AWS Security Hub"));
    }

    private static final Place PLACE = new Place("aws", "us-east-1", "123456789012");
    private static final Instant SINCE = Instant.parse("2026-01-15T09:30:00Z");
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-01-15T10:00:00.123456Z"));

    private final List<List<Map<String, Object>>> requests = new ArrayList<>();
    private final Map<String, String> errors = new LinkedHashMap<>();

    private List<Undelivered> send(List<Notice> notices) {
        return new SecurityHubSink(
                        () ->
                                findings -> {
                                    requests.add(findings);
                                    return errors;
                                },
                        PLACE,
                        CLOCK)
                .send(notices);
    }

    private Map<String, Object> sent(Notice notice) {
        assertThat(send(List.of(notice))).isEmpty();
        return requests.getLast().getFirst();
    }

    private Map<String, Object> resource(String subject) {
        List<?> resources = (List<?>) sent(notice(subject, Status.OPEN)).get("Resources");
        Map<String, Object> resource = new LinkedHashMap<>();
        ((Map<?, ?>) resources.getFirst())
                .forEach((key, value) -> resource.put(key.toString(), value));
        return resource;
    }

    private static Notice notice(String subject, Status status) {
        return new Notice(
                new Finding(
                        Kind.ROLE_GONE,
                        subject,
                        "123456789012",
                        "mallory",
                        "the role is gone",
                        List.of("put it back"),
                        List.of("look at it", "repair it"),
                        "event-1"),
                status,
                SINCE);
    }
}
