package dev.profileguard.iam.trust;

import dev.profileguard.text.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The statement that a trust policy lacks, so that somebody may assume the role.
public final class TrustRepair {
    private final Map<String, Object> statement;
    private final boolean isForEc2;

    private TrustRepair(Map<String, Object> principal, boolean isForEc2) {
        this.isForEc2 = isForEc2;
        statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", principal);
        statement.put("Action", "sts:AssumeRole");
    }

    /// Lets EC2 assume the role.
    ///
    /// @param service the name of EC2 as a principal, such as `ec2.amazonaws.com`
    public static TrustRepair ofEc2(String service) {
        return new TrustRepair(Map.of("Service", service), true);
    }

    /// Lets a role or user assume the role.
    ///
    /// @param arn of the principal
    public static TrustRepair of(String arn) {
        return new TrustRepair(Map.of("AWS", arn), false);
    }

    /// The statement as JSON.
    public String text() {
        return JsonText.of(statement);
    }

    /// A trust policy with this statement alone, as JSON.
    public String alone() {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", List.of(statement));
        return JsonText.of(policy);
    }

    /// Whether the statement lets EC2 assume a role with this trust policy, whatever the conditions
    /// of other statements.
    public boolean isSureIn(TrustDocument policy) {
        TrustDocument repaired = policy.with(statement);
        return repaired != null && repaired.answer() instanceof TrustPolicy.Answer.Yes;
    }

    /// A trust policy with this statement and all its own, as JSON; null: it cannot be read, or EC2
    /// may not assume the role even then.
    public @Nullable String in(TrustDocument policy) {
        TrustDocument repaired = policy.with(statement);
        if (repaired == null) {
            return null;
        }
        boolean isStillDenied = isForEc2 && repaired.answer() instanceof TrustPolicy.Answer.No;
        return isStillDenied ? null : JsonText.of(repaired.json());
    }
}
