package dev.profileguard;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.advice.FailureAdvisorHandler;
import dev.profileguard.advice.rule.AdviceDecision;
import dev.profileguard.backfill.BackfillDecision;
import dev.profileguard.backfill.BackfillHandler;
import dev.profileguard.backfill.Cursor;
import dev.profileguard.backfill.PlanStore;
import dev.profileguard.backfill.Position;
import dev.profileguard.backfill.SweepRequest;
import dev.profileguard.canary.CanaryDecision;
import dev.profileguard.canary.CanaryHandler;
import dev.profileguard.control.PauseDecision;
import dev.profileguard.event.Json;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.EventSink;
import dev.profileguard.finding.delivery.FindingLedger;
import dev.profileguard.finding.delivery.FindingRecord;
import dev.profileguard.finding.delivery.TopicFormat;
import dev.profileguard.finding.delivery.Undelivered;
import dev.profileguard.guard.ProfileGuardHandler;
import dev.profileguard.guard.rule.Drift;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.lambda.Platform;
import dev.profileguard.noderole.NodeRoleCheckHandler;
import dev.profileguard.noderole.NodeRoleRule;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.provision.ProfileProvisionerHandler;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionFor;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.rotation.rule.RotationDecision;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.ProvenanceStore;
import dev.profileguard.state.ProvenanceTags;
import dev.profileguard.state.Release;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.TagRecordStore;
import dev.profileguard.state.repair.Repair;
import dev.profileguard.state.repair.RepairRecord;
import dev.profileguard.state.repair.RepairRecordStore;
import dev.profileguard.state.trend.SweepTrend;
import dev.profileguard.state.trend.SweepTrendStore;
import dev.profileguard.state.trend.SweptPoint;
import dev.profileguard.sweep.result.SweepDecision;
import dev.profileguard.tag.TagEnforcerHandler;
import dev.profileguard.tag.rule.TagDecision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The names that people and machines read outside of the functions, as they have been since they
/// were first read: dashboards, alarms, queries, tables and stored items depend on them. A class or
/// constant may be renamed; a name here stays. `MetricLineTest` has the metrics.
class OutsideNamesTest {
    /// Of all functions together: each has an enum of its own.
    @Test
    void decisions() {
        assertThat(decisionTexts())
                .containsExactlyInAnyOrderElementsOf(
                        words(
                                """
                                off not-for-us never-touched not-guarded incomplete
                                nothing-recorded recorded no-drift revert cannot-repair adopted
                                superseded guard-ended released unexplained withheld associating canary plan-changed
                                breaker-open shown not-for-ec2 role-gone has-profile opted-out
                                left-to-code not-yet provision name-taken quota-reached
                                deletion-expected retire in-use
                                blocked not-blocked failed compliant tagged cannot-tag gone sent
                                came-back profile-gone answered not-ready unavailable
                                node-role-right node-role-wrong node-role-repaired
                                not-a-node-role
                                profile-usable profile-useless
                                explained counted succeeded-later other-reason
                                rotation-open rotation-stopped rotation-unused rotation-finished
                                rotation-cancelled new-profile-made new-profile-there
                                rotation-refused
                                sweep-complete delivers delivery-fault throttled
                                paused not-paused not-sent
                                """));
    }

    private static Set<String> decisionTexts() {
        return Stream.<Decision[]>of(
                        Decision.Common.values(),
                        GuardDecision.values(),
                        ProvisionDecision.values(),
                        TagDecision.values(),
                        NodeRoleDecision.values(),
                        AdviceDecision.values(),
                        RotationDecision.values(),
                        CanaryDecision.values(),
                        PauseDecision.values(),
                        BackfillDecision.values(),
                        SweepDecision.values())
                .flatMap(Stream::of)
                .map(Decision::text)
                .collect(Collectors.toSet());
    }

    @Test
    void findingKindsOfEachRuleAndTheirSeverities() {
        assertThat(
                        texts(
                                Finding.Kind.values(),
                                kind ->
                                        "%s %s %s"
                                                .formatted(
                                                        kind.rule().text(),
                                                        kind.text(),
                                                        kind.severity().text())))
                .containsExactlyInAnyOrderElementsOf(
                        lines(
                                """
                                ProfileGuard role-reverted warning
                                ProfileGuard profile-restored critical
                                ProfileGuard association-outdated critical
                                ProfileGuard profile-recreated critical
                                ProfileGuard role-recreated critical
                                ProfileGuard role-gone critical
                                ProfileGuard guard-tag-reverted warning
                                ProfileGuard baseline-recorded info
                                ProfileGuard adoption-unproven critical
                                ProfileGuard baseline-provisional warning
                                ProfileGuard change-adopted info
                                ProfileGuard guard-ended warning
                                ProfileGuard changed-under-release warning
                                ProfileGuard released warning
                                ProfileGuard release-refused warning
                                ProfileGuard breaker-open critical
                                ProfileGuard trusted-change-undone warning
                                ProfileGuard drift-unexplained warning
                                ProfileGuard role-withheld critical
                                ProfileGuard nothing-recorded warning
                                ProfileGuard guard-exempt warning
                                ProfileGuard guard-failed warning
                                ProfileGuard guard-foreign-event warning
                                ProfileGuard guard-state-unreadable critical
                                ProfileGuard writes-paused critical
                                ProfileProvisioner profile-created info
                                ProfileProvisioner profile-name-taken warning
                                ProfileProvisioner profile-left-empty warning
                                ProfileProvisioner profile-unfinished warning
                                ProfileProvisioner profile-quota-reached critical
                                ProfileProvisioner profile-retired warning
                                ProfileProvisioner role-blocked-by-profiles warning
                                ProfileProvisioner provision-failed warning
                                ProfileProvisioner provision-foreign-event warning
                                ProfileProvisioner provision-state-unreadable critical
                                TagEnforcer tags-added info
                                TagEnforcer tag-put-back warning
                                TagEnforcer tag-missing warning
                                TagEnforcer tag-case-corrected info
                                TagEnforcer tag-value-replaced warning
                                TagEnforcer tag-value-not-allowed warning
                                TagEnforcer tags-inherited info
                                TagEnforcer inherited-tag-differs warning
                                TagEnforcer tags-full warning
                                TagEnforcer tag-breaker-open critical
                                TagEnforcer tags-failed warning
                                TagEnforcer tags-foreign-event warning
                                TagEnforcer tags-state-unreadable critical
                                NodeRoleCheck node-trust-wrong critical
                                NodeRoleCheck node-policy-missing critical
                                NodeRoleCheck node-registry-access-missing critical
                                NodeRoleCheck node-permission-denied critical
                                NodeRoleCheck node-policy-unreadable warning
                                NodeRoleCheck node-cni-on-node-role info
                                NodeRoleCheck node-cni-wrong-family warning
                                NodeRoleCheck node-pod-identity-missing warning
                                NodeRoleCheck node-access-entry-outdated critical
                                NodeRoleCheck node-role-too-broad warning
                                NodeRoleCheck node-role-shared warning
                                NodeRoleCheck node-role-has-path warning
                                NodeRoleCheck node-profile-missing warning
                                NodeRoleCheck node-breaker-open critical
                                NodeRoleCheck profile-useless warning
                                NodeRoleCheck node-role-failed warning
                                NodeRoleCheck node-role-foreign-event warning
                                NodeRoleCheck node-role-state-unreadable critical
                                FailureAdvisor launch-failed warning
                                FailureAdvisor association-failed warning
                                FailureAdvisor delete-blocked warning
                                FailureAdvisor access-denied warning
                                FailureAdvisor already-exists info
                                FailureAdvisor session-too-long warning
                                FailureAdvisor call-failed info
                                FailureAdvisor advice-failed warning
                                FailureAdvisor advice-foreign-event warning
                                FailureAdvisor advice-state-unreadable warning
                                ProfileRotation rotation-unfinished warning
                                ProfileRotation rotation-failed warning
                                ProfileRotation rotation-foreign-event warning
                                ProfileRotation rotation-state-unreadable critical
                                Backfill sweep-failed warning
                                Backfill delivery-fault warning
                                Canary function-unavailable critical
                                Canary canary-unrepaired critical
                                """));
    }

    @Test
    void actions() {
        assertThat(ACTIONS)
                .extracting(Action::name)
                .containsExactlyInAnyOrderElementsOf(
                        words(
                                """
                                CreateProfile DeleteProfile AddRole RemoveRole TagProfile
                                UntagProfile TagRole UpdateTrustPolicy AttachPolicy AssociateInstance
                                """));
        assertThat(ACTIONS)
                .extracting(Object::getClass)
                .as("all of them are tried")
                .hasSameSizeAs(Action.class.getPermittedSubclasses());
    }

    @Test
    void drifts() {
        List<Drift> drifts =
                List.of(
                        new Drift.ProfileGone(BASELINE),
                        new Drift.ProfileRecreated(FOUND, BASELINE),
                        new Drift.RoleSwapped(ROLE, RECORDED),
                        new Drift.RoleMissing(RECORDED),
                        new Drift.RoleUnexpected(ROLE),
                        new Drift.RoleRecreated(ROLE, RECORDED),
                        new Drift.GuardTagLost(null));

        assertThat(drifts)
                .extracting(Drift::name)
                .containsExactlyInAnyOrderElementsOf(
                        words(
                                """
                                ProfileGone ProfileRecreated RoleSwapped RoleMissing
                                RoleUnexpected RoleRecreated GuardTagLost
                                """));
        assertThat(drifts).hasSameSizeAs(Drift.class.getPermittedSubclasses());
    }

    @Test
    void whatElseIsOneOfSeveral() {
        assertThat(texts(Effect.values(), Effect::text))
                .containsExactlyInAnyOrderElementsOf(
                        words(
                                """
                                done already would-do role-gone tags-full quota-reached
                                rejected
                                """));
        assertThat(texts(Mode.values(), Mode::text))
                .containsExactlyInAnyOrder("off", "observe", "enforce");
        assertThat(texts(Finding.Severity.values(), Finding.Severity::text))
                .containsExactlyInAnyOrder("info", "warning", "critical");
        assertThat(texts(Notice.Status.values(), Notice.Status::text))
                .containsExactlyInAnyOrder("occurred", "open", "resolved");
        assertThat(texts(Rule.values(), Rule::text))
                .containsExactlyInAnyOrder(
                        "ProfileGuard",
                        "ProfileProvisioner",
                        "TagEnforcer",
                        "NodeRoleCheck",
                        "FailureAdvisor",
                        "ProfileRotation",
                        "Backfill",
                        "Canary");
        assertThat(Rule.ofSweeps().stream().map(Rule::inSweeps))
                .containsExactlyInAnyOrder(
                        "guard", "provision", "tags", "nodes", "failures", "rotations");
        assertThat(texts(SweepRequest.Mode.values(), SweepRequest.Mode::text))
                .containsExactlyInAnyOrder("plan", "apply", "sweep");
        assertThat(texts(ProvisionFor.values(), ProvisionFor::text))
                .containsExactlyInAnyOrder("all", "unless-iac");
        assertThat(texts(TopicFormat.values(), TopicFormat::text))
                .containsExactlyInAnyOrder("email", "chat");
        assertThat(texts(TaggedType.values(), TaggedType::resourceType))
                .containsExactlyInAnyOrder("iam:role", "iam:instance-profile");
        assertThat(texts(TaggedType.values(), TaggedType::text))
                .containsExactlyInAnyOrder("role", "instance-profile");
    }

    @Test
    void tagsThatPeopleSetOrFind() {
        assertThat(
                        Stream.of(
                                GuardedProfiles.TAG + "=" + GuardedProfiles.LOCKED,
                                Provisioning.OPT_OUT + "=" + Provisioning.OFF,
                                NodeRoleRule.TAG + "=" + NodeRoleRule.TAG_VALUE,
                                ProvenanceTags.CREATED_BY,
                                ProvenanceTags.FOR_ROLE,
                                Canary.TAG,
                                Canary.ANSWERED,
                                GuardedProfiles.TAG + "=" + Canary.TAKEN_OFF))
                .containsExactlyElementsOf(
                        words(
                                """
                                profile-guard=locked profile-guard:provision=off
                                profile-guard=eks-node-role
                                profile-guard:created-by profile-guard:for-role
                                profile-guard:canary profile-guard:answered profile-guard=canary
                                """));
    }

    @Test
    void findingsAndNotices() {
        Notice notice = new Notice(FINDING, Notice.Status.OCCURRED, NOW);

        assertThat(notice.json())
                .containsOnlyKeys(
                        words(
                                """
                                id status since rule kind severity subject account actor cause
                                done todo eventId
                                """));
        assertThat(notice.id())
                .isEqualTo("ProfileGuard/role-gone/instance-profile/prod-web/e-1/occurred");
        assertThat(new Undelivered("EventBridge", "no", notice).json())
                .containsOnlyKeys("sink", "error", "notice");
        assertThat(EventSink.SOURCE).isEqualTo("profile-guard");
    }

    @Test
    void guardsAnswers() throws IOException {
        SampleFunction guard = new SampleFunction(ProfileGuardHandler::new);
        new GuardRecordStore(guard.dynamo(), "t").save(RECORD);

        Map<String, Object> shown = guard.answer("{\"show\": {\"profile\": \"prod-web\"}}");

        assertThat(shown)
                .containsOnlyKeys(
                        words(
                                """
                                subject decision why actions findings eventId found baseline
                                release drift wouldDo withholdRoles withheld unproven nextLook usage
                                repairs
                                """));
        assertThat(keys(shown, "found")).containsExactly("id", "path", "role", "tags");
        assertThat(keys(shown, "baseline"))
                .containsExactlyElementsOf(
                        words(
                                """
                                id path role tags asOf by eventId provisional
                                """));
        assertThat(keys(shown, "release")).containsExactly("from", "until", "active", "reason");
        assertThat(keys(shown, "repairs")).containsExactly("at", "undone", "eventId");
        assertThat(guard.answer("{\"adopt\": {\"profile\": \"prod-web\"}}"))
                .containsEntry("decision", "adopted");
        assertThat(
                        guard.answer(
                                "{\"release\": {\"profile\": \"prod-web\", \"minutes\": 5,"
                                        + " \"reason\": \"r\"}}"))
                .containsEntry("decision", "released");
    }

    @Test
    void provisionersAnswers() throws IOException {
        SampleFunction provisioner = new SampleFunction(ProfileProvisionerHandler::new);

        Map<String, Object> checked = provisioner.answer("{\"check\": {\"role\": \"lonely\"}}");

        assertThat(checked)
                .containsEntry("decision", "provision")
                .containsOnlyKeys(
                        words(
                                """
                                subject decision why actions findings eventId mode
                                """));
        assertThat(keys(checked, "actions"))
                .containsExactly("action", "subject", "description", "outcome");
        assertThat(keys(checked, "findings"))
                .containsExactlyElementsOf(
                        words(
                                """
                                rule kind severity subject account actor cause done todo eventId
                                """));
        assertThat(provisioner.counted()).containsExactly("Reactions", "InfoFindings");
        assertThat(provisioner.answer("{\"show\": {\"role\": \"lonely\"}}"))
                .containsKeys("wouldDecide", "wouldDo", "wouldTell");
        assertThat(
                        keys(
                                provisioner.answer(
                                        "{\"Records\": [{\"messageId\": \"m\", \"body\": \"\"}]}"),
                                "batchItemFailures"))
                .containsExactly("itemIdentifier");
    }

    @Test
    void tagEnforcersAnswers() throws IOException {
        SampleFunction enforcer = new SampleFunction(TagEnforcerHandler::new);

        Map<String, Object> profile = enforcer.answer("{\"show\": {\"profile\": \"prod-web\"}}");
        Map<String, Object> role = enforcer.answer("{\"show\": {\"role\": \"web\"}}");

        assertThat(profile).containsKeys("profile", "role", "tags");
        assertThat(keys(profile, "tags")).containsExactly("key", "profile", "role", "policy");
        assertThat(role).containsKeys("role", "tags", "profiles");
        assertThat(keys(role, "profiles")).containsExactly("profile", "role", "tags");
        assertThat(enforcer.answer("{\"check\": {\"role\": \"web\"}}"))
                .as("of a role and its profile together")
                .containsOnlyKeys(
                        words(
                                """
                                subject decision why actions findings eventId outcomes
                                """));
        assertThat(enforcer.answer("{\"check\": {\"profile\": \"prod-web\"}}"))
                .containsEntry("decision", "tagged");
    }

    @Test
    void advisorsAnswers() throws IOException {
        SampleFunction advisor = new SampleFunction(FailureAdvisorHandler::new);

        assertThat(advisor.answer("{\"failures\": {\"hours\": 24}}"))
                .containsOnlyKeys(
                        words(
                                """
                                subject decision why actions findings eventId since failures leftOut
                                """))
                .containsEntry("decision", "shown");
        assertThat(
                        advisor.answer(
                                SampleFunction.event("FailureAdvisor/launch-refused")
                                        .replace("09:30:00Z", "09:00:00Z")))
                .containsEntry("decision", "explained");
        assertThat(advisor.dynamo().attributes())
                .containsExactlyElementsOf(
                        words(
                                "count expires first last leader pauseSeconds profile schema seen"
                                        + " version"));
        assertThat(advisor.dynamo().keys())
                .singleElement()
                .asString()
                .matches("profile=failure#[0-9a-f]{64}");
    }

    @Test
    void backfillsAnswers() throws IOException {
        SampleFunction backfill = new SampleFunction(BackfillHandler::new);

        assertThat(
                        backfill.answer(
                                "{\"mode\": \"plan\", \"rules\": [\"provision\", \"guard\","
                                        + " \"tags\"], \"names\": [\"lonely\", \"prod-*\"]}"))
                .containsOnlyKeys(
                        words(
                                """
                                mode run part counts total failed lines linesLeftOut report page
                                listed trend faults plan cursor
                                """));
    }

    @Test
    void canarysAnswers() throws IOException {
        SampleFunction canary =
                new SampleFunction(
                        CanaryHandler::new,
                        Map.of("CANARY_PROFILE", "profile-guard-CanaryProfile"));

        assertThat(canary.answer("{\"send\": {}}")).containsEntry("decision", "profile-gone");
        assertThat(canary.answer(SampleFunction.event("Canary/came-back")))
                .containsEntry("decision", "came-back")
                .containsKeys("deliverySeconds", "secondsSinceWrite");
        assertThat(canary.measured()).containsExactly("DeliverySeconds");
    }

    @Test
    void baselineTable() {
        RecordingDynamo guard = new RecordingDynamo();
        new GuardRecordStore(guard, "t").save(RECORD);
        new GuardRecordStore(guard, "t")
                .save(RECORD.with(new GuardRecord.Unexplained(NOW, "gone")));
        RecordingDynamo tags = new RecordingDynamo();
        new TagRecordStore(tags, "t")
                .save(
                        TagRecord.none("role/web")
                                .withInherited("Team", "red", "own")
                                .withInherited("Team", "blue", "red")
                                .with(REPAIR, List.of("CostCenter")));
        RecordingDynamo provenance = new RecordingDynamo();
        new ProvenanceStore(provenance, "t")
                .save(
                        FOUND.name(),
                        null,
                        new ProvenanceRecord(ROLE.id(), NOW).of(FOUND.id()).retiredAt(NOW));

        RecordingDynamo repairs = new RecordingDynamo();
        new RepairRecordStore(repairs, "t").save(RepairRecord.none("role/Web").with(REPAIR));

        assertThat(guard.attributes())
                .containsExactlyElementsOf(
                        words(
                                """
                                baseline baseline.asOf baseline.by baseline.eventId
                                baseline.path baseline.profileId baseline.roleId
                                baseline.roleName baseline.tags baseline.tags.Owner former
                                former[].profileId former[].right former[].since name profile
                                release release.decided release.from release.reason release.until repairs
                                repairs[].at repairs[].eventId repairs[].undone schema unexplained
                                unexplained.since unexplained.state version
                                """));
        assertThat(guard.keys()).containsOnly("profile=prod-web");
        assertThat(tags.attributes())
                .containsExactlyElementsOf(
                        words(
                                """
                                before before.Team carried carried.Team profile repairs
                                repairs[].at repairs[].eventId repairs[].undone schema version written
                                written.costcenter
                                """));
        assertThat(tags.keys()).containsOnly("profile=tags#role/web");
        assertThat(provenance.attributes())
                .containsExactly("at", "profile", "profileId", "retired", "roleId", "schema");
        assertThat(provenance.keys()).containsOnly("profile=made#prod-web");
        assertThat(repairs.attributes())
                .containsExactlyElementsOf(
                        words(
                                """
                                profile repairs repairs[].at repairs[].eventId repairs[].undone
                                schema version
                                """));
        assertThat(repairs.keys()).containsOnly("profile=repairs#role/web");
    }

    @Test
    void trendOfTheBaselineTable() {
        RecordingDynamo dynamo = new RecordingDynamo();
        new SweepTrendStore(dynamo, "t")
                .save(new SweepTrend(List.of(new SweptPoint(NOW, 1, 2, 3, 4, 5))));

        assertThat(dynamo.attributes())
                .containsExactlyElementsOf(
                        words(
                                """
                                points points[].critical points[].done points[].failed points[].open
                                points[].time points[].warning profile schema
                                """));
        assertThat(dynamo.keys()).containsOnly("profile=trend#sweeps");
    }

    @Test
    void findingsTable() {
        RecordingDynamo dynamo = new RecordingDynamo();
        FindingLedger ledger = new FindingLedger(dynamo, "t");
        List<FindingRecord.Entry> begun = FindingRecord.intentsOf(List.of(FINDING), "me", NOW);
        ledger.addIntents(Rule.PROFILE_GUARD, FINDING.subject(), begun);
        ledger.save(
                new FindingRecord(
                        Rule.PROFILE_GUARD, FINDING.subject(), begun, begun, Map.of("k", NOW), 0));
        ledger.save(
                new FindingRecord(
                        Rule.PROFILE_GUARD, FINDING.subject(), List.of(), begun, Map.of(), 0));

        List<String> entry =
                words(
                        """
                        account actor cause claimedAt claimedBy done eventId kind since
                        status subject todo
                        """);
        List<String> expected =
                new ArrayList<>(
                        words(
                                """
                                begun entries expires name occurred occurred.k rule schema
                                subject version
                                """));
        entry.forEach(name -> expected.add("begun[]." + name));
        entry.forEach(name -> expected.add("entries[]." + name));
        assertThat(dynamo.attributes()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(dynamo.keys()).containsOnly("subject=ProfileGuard instance-profile/prod-web");
        assertThat(dynamo.expressions())
                .containsExactly(
                        "SET rule = :rule, name = :name, begun = list_append(if_not_exists(begun,"
                            + " :none), :more), entries = if_not_exists(entries, :none), occurred ="
                            + " if_not_exists(occurred, :nothing), version = if_not_exists(version,"
                            + " :zero) + :one, expires = :expires, schema = :schema");
    }

    @Test
    void planTable() {
        RecordingDynamo dynamo = new RecordingDynamo();
        PlanStore.Planned item = new PlanStore.Planned("k", "role/web", "tags", ACTIONS, "f");
        new PlanStore(dynamo, "t").add("plan-1", 1, List.of(item), NOW);
        RecordingDynamo noted = new RecordingDynamo();
        new PlanStore(noted, "t").note("plan-1", item, PlanStore.Planned.State.STARTED);

        assertThat(dynamo.attributes())
                .containsExactlyElementsOf(
                        words(
                                """
                                actions actions[].action actions[].after actions[].association
                                actions[].before actions[].formerId actions[].instance
                                actions[].keys actions[].path actions[].policy
                                actions[].profile actions[].region actions[].role actions[].tags
                                actions[].tags[].key actions[].tags[].value expires fingerprint
                                index item part plan rule schema subject
                                """));
        assertThat(noted.expressions()).containsExactly("SET state = :state");
        assertThat(dynamo.texts("actions[].action"))
                .containsExactlyInAnyOrderElementsOf(
                        words(
                                """
                                create-profile delete-profile add-role remove-role tag-profile
                                untag-profile tag-role update-trust-policy attach-policy
                                associate-instance
                                """));
    }

    @Test
    void cursors() {
        SweepRequest request =
                new SweepRequest(SweepRequest.Mode.PLAN, List.of("guard"), List.of(), null, null);
        String[] parts =
                new Cursor("run-1", 1, request, new Position("a"), "plan-1", Map.of())
                        .text()
                        .split("\\.", -1);
        String json = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);

        assertThat(parts[0]).isEqualTo("1");
        assertThat(Json.read("the cursor", json))
                .containsOnlyKeys(
                        words(
                                """
                                run part mode rules names asked after again failed rounds plan counts
                                found
                                """));
    }

    @Test
    void environmentVariables() {
        String findings =
                """
                FINDINGS_TOPIC FINDINGS_FORMAT FINDINGS_EVENTS FINDINGS_BUS FINDINGS_SCHEMA
                SECURITY_HUB FINDINGS_TABLE UNDELIVERED_FINDINGS PAUSED
                """;
        String guard =
                """
                GUARD_MODE GUARDED_PROFILES EXEMPT_NAMES TRUSTED_PRINCIPALS MANUAL_REQUESTS
                BREAKER_REVERTS BREAKER_WINDOW_MINUTES BASELINE_TABLE OWN_ROLES
                UNATTRIBUTED_GRACE_MINUTES WITHHOLD_ROLES REPAIR_ASSOCIATIONS INSTANCE_REGIONS
                CANARY_PROFILE CANARY_ROLE
                """;
        String provisioner =
                """
                PROVISION_MODE PROVISION_FOR PROVISION_DELAY_SECONDS
                RETIRE_UNUSED_HOURS GUARDED_PROFILES EXEMPT_NAMES INHERITED_TAGS
                BASELINE_TABLE MANUAL_REQUESTS OWN_ROLES INSTANCE_REGIONS CANARY_PROFILE
                """;
        String enforcer =
                """
                TAG_MODE TAG_POLICY TAG_DEFAULTS INHERITED_TAGS
                INHERITED_TAGS_WIN ROLE_TAGS_FROM_PROFILES EXEMPT_NAMES OWN_ROLES BREAKER_REVERTS
                BREAKER_WINDOW_MINUTES BASELINE_TABLE MANUAL_REQUESTS CANARY_PROFILE
                """;
        String nodes =
                """
                NODE_ROLE_MODE NODE_ROLE_NAMES READ_EKS_CLUSTERS INSTANCE_REGIONS EXEMPT_NAMES
                MANUAL_REQUESTS AWS_REGION CANARY_PROFILE
                BASELINE_TABLE TRUSTED_PRINCIPALS BREAKER_REVERTS BREAKER_WINDOW_MINUTES
                """;
        String backfill =
                """
                SWEEP_REQUESTS_PER_SECOND SWEEP_MODE UNATTRIBUTED_GRACE_MINUTES OWN_ROLES
                WITHHOLD_ROLES REPAIR_ASSOCIATIONS INSTANCE_REGIONS SWEEP_INVENTORY
                PLAN_TABLE REPORTS_BUCKET DELIVERY_RULES DEAD_LETTER_QUEUES DELIVERY_CHECKS
                """;

        assertThat(new SampleFunction(ProfileGuardHandler::new).asked())
                .containsExactlyInAnyOrderElementsOf(words(findings + guard + "RETRIES_QUEUE"));
        assertThat(new SampleFunction(ProfileProvisionerHandler::new).asked())
                .containsExactlyInAnyOrderElementsOf(words(findings + provisioner));
        assertThat(new SampleFunction(TagEnforcerHandler::new).asked())
                .containsExactlyInAnyOrderElementsOf(words(findings + enforcer));
        assertThat(new SampleFunction(BackfillHandler::new).asked())
                .containsExactlyInAnyOrderElementsOf(
                        Set.copyOf(words(guard + provisioner + enforcer + nodes + backfill)));
        assertThat(new SampleFunction(NodeRoleCheckHandler::new).asked())
                .containsExactlyInAnyOrderElementsOf(words(findings + nodes));
        assertThat(new SampleFunction(CanaryHandler::new).asked())
                .containsExactlyInAnyOrderElementsOf(
                        words(
                                findings
                                        + "CANARY_PROFILE CANARY_FUNCTIONS GUARD_MODE"
                                        + " BASELINE_TABLE"));
        assertThat(new SampleFunction(FailureAdvisorHandler::new).asked())
                .containsExactlyInAnyOrderElementsOf(
                        words(
                                findings
                                        + "ADVICE_MODE DECODE_AUTHORIZATION_MESSAGES"
                                        + " FAILURES_TABLE INSTANCE_REGIONS"
                                        + " MANUAL_REQUESTS"));
    }

    @Test
    void environmentVariableForUnreadableMessages() throws IOException {
        String batch = "{\"Records\": [{\"messageId\": \"m-1\", \"body\": \"no json\"}]}";
        List<Function<Platform, RequestStreamHandler>> functions =
                List.of(
                        ProfileGuardHandler::new,
                        ProfileProvisionerHandler::new,
                        TagEnforcerHandler::new,
                        FailureAdvisorHandler::new);
        for (Function<Platform, RequestStreamHandler> each : functions) {
            SampleFunction function = new SampleFunction(each);
            Set<String> before = Set.copyOf(function.asked());

            function.answer(batch);

            assertThat(function.asked())
                    .filteredOn(name -> !before.contains(name))
                    .containsExactly("FAILURES_QUEUE");
        }
    }

    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    private static final RoleName WEB = new RoleName("web");
    private static final Role ROLE = new Role(WEB, "AROA1", "/");
    private static final InstanceProfile FOUND =
            new InstanceProfile(
                    new ProfileName("prod-web"), "AIPA1", "/", ROLE, Tags.of("Owner", "ops"));
    private static final Baseline BASELINE = Baseline.of(FOUND, NOW, "alice", "e-1");
    private static final Baseline.RecordedRole RECORDED = new Baseline.RecordedRole(WEB, "AROA1");
    private static final Repair REPAIR = new Repair(NOW, "e-1", "mallory");
    private static final GuardRecord RECORD =
            GuardRecord.none(FOUND.name())
                    .with(BASELINE)
                    .with(new Release(NOW, NOW.plusSeconds(60), "a reason", NOW))
                    .with(REPAIR)
                    .replaced("AIPAOLD", NOW);
    private static final List<Action> ACTIONS =
            List.of(
                    new Action.CreateProfile(FOUND.name(), "/", FOUND.tags()),
                    new Action.DeleteProfile(FOUND.name()),
                    new Action.AddRole(FOUND.name(), WEB),
                    new Action.RemoveRole(FOUND.name(), WEB),
                    new Action.TagProfile(FOUND.name(), FOUND.tags()),
                    new Action.UntagProfile(FOUND.name(), Set.of("Owner")),
                    new Action.TagRole(WEB, FOUND.tags()),
                    new Action.UpdateTrustPolicy(WEB, "{}", "{\"Version\":\"2012-10-17\"}"),
                    new Action.AttachPolicy(WEB, "arn:aws:iam::aws:policy/ReadOnlyAccess"),
                    new Action.AssociateInstance(
                            FOUND.name(), "eu-west-1", "i-1", "iip-assoc-1", "AIPAOLD"));
    private static final Finding FINDING =
            new Finding(
                    Finding.Kind.ROLE_GONE,
                    FOUND.name().subject(),
                    "123456789012",
                    "mallory",
                    "did it",
                    List.of("nothing"),
                    List.of("look"),
                    "e-1");

    private static <T> List<String> texts(T[] values, Function<T, String> text) {
        return Arrays.stream(values).map(text).toList();
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+", -1));
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    /// The keys of an object, or of the first one in a list.
    private static List<String> keys(Map<String, Object> json, String field) {
        Object value = json.get(field);
        Map<?, ?> object = (Map<?, ?>) (value instanceof List<?> list ? list.getFirst() : value);
        return object.keySet().stream().map(Object::toString).toList();
    }
}
