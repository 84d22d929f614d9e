package dev.profileguard.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.resource.PolicySearch;
import dev.profileguard.rotation.mend.rule.RecreatedRole;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MendingAnswerTest {
    @Test
    void repeatsTheRequestWithAllEarlierIds() {
        assertThat(again(ids(0))).isEqualTo(Map.of("role", "web"));
        assertThat(again(ids(1))).isEqualTo(Map.of("role", "web", "formerId", id(0)));
        assertThat(again(ids(2)))
                .isEqualTo(Map.of("role", "web", "formerId", List.of(id(0), id(1))));
    }

    @Test
    void repeatsARequestThatIsValidAndNamesTheIdsBeyondIt() {
        Map<String, ? extends @Nullable Object> details = answer(ids(12), Map.of()).details();

        assertThat(RotationRequest.read((Map<?, ?>) Objects.requireNonNull(details.get("again"))))
                .isEqualTo(new RotationRequest.Mend(WEB, ids(10), List.of()));
        assertThat(String.valueOf(details.get("unknown")))
                .contains("A request can name 10 earlier IDs. Note these too")
                .contains(id(10) + ", " + id(11));
        assertThat(String.valueOf(answer(ids(10), Map.of()).details().get("unknown")))
                .doesNotContain("Note these too");
    }

    @Test
    void saysHowMuchMoreThereIs() {
        Map<RoleName, TrustDocument> trust = new LinkedHashMap<>();
        IntStream.range(0, 4000).forEach(each -> trust.put(new RoleName("r" + each), TRUSTING));

        Outcome.Answered answer = answer(ids(1), trust);

        assertThat((List<?>) answer.details().get("steps")).hasSize(50);
        assertThat(answer.toString())
                .contains("50 things remember an earlier role web")
                .contains("Ask again then. More is left than is listed")
                .contains(
                        "3950 more trust policies name an earlier role: do the steps that are"
                                + " listed, then ask again");
    }

    private static final RoleName WEB = new RoleName("web");
    private static final TrustDocument TRUSTING =
            TrustDocument.of(
                    Map.of(
                            "Statement",
                            Map.of(
                                    "Effect",
                                    "Allow",
                                    "Principal",
                                    Map.of("AWS", id(0)),
                                    "Action",
                                    "sts:AssumeRole")));

    private static String id(int number) {
        return "AROAEXAMPLE%010d".formatted(number);
    }

    private static List<String> ids(int number) {
        return IntStream.range(0, number).mapToObj(MendingAnswerTest::id).toList();
    }

    private static @Nullable Object again(List<String> formerIds) {
        return ((Map<?, ?>)
                        Objects.requireNonNull(answer(formerIds, Map.of()).details().get("again")))
                .get("mend");
    }

    private static Outcome.Answered answer(
            List<String> formerIds, Map<RoleName, TrustDocument> trust) {
        RecreatedRole recreated =
                new RecreatedRole(
                        new RoleDetail(
                                new Role(WEB, "AROANEW", "/"),
                                "{}",
                                Tags.NONE,
                                null,
                                Instant.parse("2026-01-05T00:00:00Z")),
                        Objects.requireNonNull(Arn.parse("arn:aws:iam::123456789012:role/web")),
                        formerIds,
                        trust,
                        Map.of(),
                        ClusterUses.NOT_ASKED,
                        List.of());
        RotationRequest.Mend request = new RotationRequest.Mend(WEB, List.of(), List.of());
        return (Outcome.Answered)
                new MendingAnswer(request, recreated, PolicySearch.NONE, List.of()).outcome("r-1");
    }
}
