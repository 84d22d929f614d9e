package dev.profileguard.advice;

import dev.profileguard.advice.rule.Advice;
import dev.profileguard.advice.rule.AdviceDecision;
import dev.profileguard.advice.rule.AdviceFindings;
import dev.profileguard.advice.rule.Diagnosis;
import dev.profileguard.advice.rule.Facts;
import dev.profileguard.advice.rule.Investigation;
import dev.profileguard.event.PolicyJson;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.failure.FailureBurst;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads what proves the cause of a refused call, and explains it.
record Explanation(Failure failure, FailureBurst burst) {
    /// The plan for a failure that has nothing to do with roles or profiles; null: it has.
    static @Nullable Plan otherReason(Failure failure) {
        Diagnosis diagnosis = Diagnosis.of(failure.call());
        return AdviceFindings.kind(diagnosis, failure.call()) != null
                ? null
                : Plan.leave(
                        AdviceDecision.OTHER_REASON,
                        "%s failed with %s, which has nothing to do with roles or instance profiles"
                                .formatted(failure.call().operation(), failure.call().code()));
    }

    /// The steps to the explanation.
    ///
    /// @param finish adds what is stored
    Step step(UnaryOperator<Plan> finish) {
        return new Investigation(failure.call(), failure.by())
                .then(facts -> finish.apply(plan(facts)));
    }

    private static Facts withTrust(Facts facts) {
        RoleDetail role = facts.role().orNull();
        return role == null
                ? facts
                : facts.withTrust(PolicyJson.trust(role.name(), role.trustPolicy()));
    }

    private Plan plan(Facts facts) {
        Instant repeated = facts.repeated().orNull();
        if (repeated != null) {
            return Plan.leave(
                    AdviceDecision.SUCCEEDED_LATER,
                    "The same call by the same actor succeeded at %s".formatted(repeated));
        }
        Advice advice = Advice.of(failure.call(), withTrust(facts));
        Finding.Kind kind = AdviceFindings.kind(advice.diagnosis(), failure.call());
        return kind == null
                ? Plan.leave(AdviceDecision.OTHER_REASON, advice.cause())
                : Plan.leave(
                        AdviceDecision.EXPLAINED,
                        advice.cause(),
                        AdviceFindings.finding(
                                kind,
                                failure.subject(),
                                failure.by(),
                                failure.call(),
                                advice,
                                burst));
    }
}
