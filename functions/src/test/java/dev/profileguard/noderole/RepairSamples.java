package dev.profileguard.noderole;

import static dev.profileguard.noderole.NodeRoleSamples.AT;
import static dev.profileguard.noderole.NodeRoleSamples.MALLORY;
import static dev.profileguard.noderole.NodeRoleSamples.NAME;
import static dev.profileguard.noderole.NodeRoleSamples.PULL;
import static dev.profileguard.noderole.NodeRoleSamples.WORKER;
import static dev.profileguard.noderole.NodeRoleSamples.bare;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static dev.profileguard.noderole.NodeRoleSamples.trust;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.JsonFields;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Clue;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Node roles that somebody broke, and the calls that CloudTrail recorded about them.
final class RepairSamples {
    static final Instant CREATED = AT.minusSeconds(3600);
    static final String TRUSTED = "arn:aws:iam::*:role/ci/*";
    static final Actor PIPELINE =
            new Actor.RoleSession("arn:aws:iam::123456789012:role/ci/deploy", "run-1");
    static final String LAMBDA = trust("lambda.amazonaws.com");

    static NodeRoleSamples broken() {
        return right().trusting(LAMBDA).created(CREATED).repairing(TRUSTED);
    }

    /// A role of another name than those of the setting.
    static NodeRoleSamples workers() {
        return broken().named("workers")
                .recorded(
                        event(
                                "e-1",
                                "UpdateAssumeRolePolicy",
                                MALLORY,
                                AT,
                                null,
                                Map.of("roleName", "workers", "policyDocument", LAMBDA)));
    }

    static NodeRoleSamples workerless() {
        return bare().attach(PULL).created(CREATED).repairing(TRUSTED);
    }

    static NodeRoleChange sweepOf(NodeRoleSamples role) {
        return role.change(
                NodeRoleSamples.call("Sweep"), Clue.ALL_DECIDES, Set.of(), Set.of(Part.values()));
    }

    static Plan afterDetachment(NodeRoleSamples role) {
        return role.plan(
                "DetachRolePolicy", Clue.NODE_ROLE, Set.of(WORKER), Part.TRUST, Part.POLICIES);
    }

    /// The only finding of a plan's only remediation, after its action had this effect.
    static Finding only(Plan plan, Effect effect) {
        assertThat(plan.remediations()).hasSize(1);
        Remediation remediation = plan.remediations().getFirst();
        List<PerformedAction> performed =
                remediation.actions().stream()
                        .map(each -> new PerformedAction(each, effect))
                        .toList();
        List<Finding> findings =
                remediation.report().of(new Remediation.Done(performed, performed, null));
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    static String statement(String service) {
        return "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"%s\"},\"Action\":\"sts:AssumeRole\"}"
                .formatted(service);
    }

    static String arn(String policy) {
        return "arn:aws:iam::aws:policy/" + policy;
    }

    static CloudTrailEvent created(String id, Actor actor, Instant time) {
        return event(
                id,
                "CreateRole",
                actor,
                time,
                null,
                Map.of("roleName", NAME.value(), "assumeRolePolicyDocument", LAMBDA));
    }

    static CloudTrailEvent trustSet(String id, Actor actor, Instant time) {
        return trustSet(id, actor, time, LAMBDA);
    }

    static CloudTrailEvent trustSet(String id, Actor actor, Instant time, String document) {
        return event(
                id,
                "UpdateAssumeRolePolicy",
                actor,
                time,
                null,
                Map.of("roleName", NAME.value(), "policyDocument", document));
    }

    static CloudTrailEvent attached(String id, Actor actor, String policy, Instant time) {
        return call(id, "AttachRolePolicy", actor, time, NAME.value(), policy);
    }

    static CloudTrailEvent detached(String id, Actor actor, String policy, Instant time) {
        return call(id, "DetachRolePolicy", actor, time, NAME.value(), policy);
    }

    static CloudTrailEvent call(
            String id, String name, Actor actor, Instant time, String role, String policy) {
        return event(
                id, name, actor, time, null, Map.of("roleName", role, "policyArn", arn(policy)));
    }

    static CloudTrailEvent event(
            String id,
            String name,
            Actor actor,
            Instant time,
            @Nullable String error,
            Map<String, Object> request) {
        return new CloudTrailEvent(
                "iam.amazonaws.com",
                name,
                id,
                time,
                NodeRoleSamples.ACCOUNT,
                "us-east-1",
                error,
                null,
                null,
                actor,
                new JsonFields("detail.requestParameters", request),
                new JsonFields("detail.responseElements", Map.of()));
    }

    private RepairSamples() {}
}
