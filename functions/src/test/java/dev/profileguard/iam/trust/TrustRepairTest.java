package dev.profileguard.iam.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrustRepairTest {
    @Test
    void addsItsStatementAfterThoseOfThePolicy() {
        assertThat(TrustRepair.ofEc2("ec2.amazonaws.com").in(policy("Allow", "eks.amazonaws.com")))
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[%s,%s]}"
                                .formatted(
                                        statement("\"Service\":\"eks.amazonaws.com\""),
                                        statement("\"Service\":\"ec2.amazonaws.com\"")));
    }

    @Test
    void letsAPrincipalAssumeARoleThatEc2CannotAssume() {
        String arn = "arn:aws:iam::123456789012:role/ci";

        assertThat(TrustRepair.of(arn).text()).isEqualTo(statement("\"AWS\":\"" + arn + "\""));
        assertThat(TrustRepair.of(arn).in(policy("Deny", "ec2.amazonaws.com")))
                .endsWith(statement("\"AWS\":\"" + arn + "\"") + "]}");
    }

    @Test
    void doesNotHelpAgainstAStatementThatDeniesEc2() {
        assertThat(TrustRepair.ofEc2("ec2.amazonaws.com").in(policy("Deny", "ec2.amazonaws.com")))
                .isNull();
    }

    @Test
    void repairsNoPolicyThatCannotBeRead() {
        TrustDocument none = TrustDocument.unreadable("why");

        assertThat(none.isReadable()).isFalse();
        assertThat(TrustRepair.ofEc2("ec2.amazonaws.com").in(none)).isNull();
        assertThat(TrustRepair.of("arn").in(none)).isNull();
    }

    private static String statement(String principal) {
        return "{\"Effect\":\"Allow\",\"Principal\":{%s},\"Action\":\"sts:AssumeRole\"}"
                .formatted(principal);
    }

    private static TrustDocument policy(String effect, String service) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", effect);
        statement.put("Principal", Map.of("Service", service));
        statement.put("Action", "sts:AssumeRole");
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", List.of(statement));
        return TrustDocument.of(policy);
    }
}
