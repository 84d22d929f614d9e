package dev.profileguard.reconcile;

import static dev.profileguard.reconcile.EngineRun.ADD;
import static dev.profileguard.reconcile.EngineRun.PROFILE;
import static dev.profileguard.reconcile.EngineRun.ROLE;
import static dev.profileguard.reconcile.EngineRun.TAG;
import static dev.profileguard.reconcile.EngineRun.doing;
import static dev.profileguard.reconcile.EngineRun.left;
import static dev.profileguard.reconcile.EngineRun.task;
import static dev.profileguard.reconcile.EngineRun.tooEarly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.repair.Repair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What is remembered, and when: before the first write what a killed attempt may leave behind,
/// after the last one what came of them.
class RememberingTest {
    @Test
    void remembersBeforeTheFirstWrite() {
        run.of(task("one", doing(TAG, ADD).remembering(before())));

        assertThat(run.ports.log)
                .containsExactly(
                        "save making of prod-web",
                        "save tags of role/web",
                        "announce 1 of one",
                        TAG.described(),
                        ADD.described());
    }

    @Test
    void remembersNothingBeforeWritesThatObservingLeavesOut() {
        run.mode = Mode.OBSERVE;
        run.ports.effects.put(TAG.described(), Effect.WOULD_DO);

        run.of(task("one", doing(TAG).remembering(before())));

        assertThat(run.ports.logged("save")).isEmpty();
    }

    @Test
    void remembersNothingWhereNothingIsToBeWritten() {
        Remediation reported =
                Remediation.of(List.of(), List.of(EngineRun.finding("no write helps")));
        Plan report =
                Plan.of(
                        EngineRun.Verdict.LEFT,
                        "No write helps",
                        List.of(reported),
                        List.of(),
                        Coverage.COMPLETE);

        run.of(
                task("left", left().remembering(before())),
                task("reported", report.remembering(before())));

        assertThat(run.ports.log).isEmpty();
        assertThat(run.causes()).containsExactly("no write helps");
    }

    @Test
    void leavesATagRecordAloneThatHasNotChanged() {
        TagRecord same = TagRecord.none("role/web");

        run.of(
                task(
                        "one",
                        doing(TAG)
                                .remembering(
                                        new Memory.BeforeWriting(
                                                List.of(new Memory.Entry.OfTags(same, same))))));

        assertThat(run.ports.logged("save")).isEmpty();
    }

    @Test
    void remembersWhatTheWritesCameToOnceTheyAreDone() {
        run.ports.guard.put(PROFILE, recorded("web"));
        run.ports.beforeWriting = action -> run.ports.log.add("at " + run.ports.now());

        run.of(task("one", repairing(recorded("web"), recorded("web"))));

        assertThat(run.ports.log).endsWith(ADD.described(), "at " + NOW, "save guard of prod-web");
        assertThat(stored().repairs()).extracting(Repair::at).containsExactly(NOW);
    }

    @Test
    void remembersNoRepairWhereOthersDidItAll() {
        run.ports.guard.put(PROFILE, recorded("web"));
        run.ports.effects.put(ADD.described(), Effect.ALREADY);

        run.of(task("one", repairing(recorded("web"), recorded("web"))));

        assertThat(stored()).isEqualTo(recorded("web"));
        assertThat(run.ports.logged("save")).isEmpty();
    }

    @Test
    void remembersTheProfileThatWasMadeAsIamShowsIt() {
        run.ports.guard.put(PROFILE, recorded("web"));
        List<Memory.Written> written = new ArrayList<>();
        Action create = new Action.CreateProfile(PROFILE, "/", Tags.NONE);
        Remediation making = new Remediation(List.of(create, ADD), done -> List.of(), PROFILE);
        int[] reads = {0};
        run.ports.beforeReading =
                name -> {
                    if (++reads[0] == 3) {
                        run.ports.profiles.put(name, EngineRun.profile("prod-web", ROLE));
                    }
                };

        run.of(
                task(
                        "one",
                        plan(
                                making,
                                new Memory.OfGuard(
                                        recorded("web"),
                                        recorded("web"),
                                        (record, came) -> {
                                            written.add(came);
                                            return record;
                                        }))));

        assertThat(written)
                .containsExactly(
                        new Memory.Written(NOW, EngineRun.profile("prod-web", ROLE), null));
        assertThat(run.ports.logged("wait")).containsExactly("wait 1", "wait 2");
    }

    @Test
    void storesAndReportsWhatWasAdoptedBeforeAWriteThatFails() {
        run.ports.guard.put(PROFILE, recorded("web"));
        run.failing(ADD, new IllegalStateException("not allowed"));

        assertThatThrownBy(() -> run.of(task("one", adopting()))).hasMessage("not allowed");

        assertThat(run.ports.guard.get(PROFILE)).isEqualTo(recorded("web-v2").nextVersion());
        assertThat(run.causes()).containsExactly("adopted");
    }

    @Test
    void storesTheRepairOnTopOfWhatWasAdopted() {
        run.ports.guard.put(PROFILE, recorded("web"));

        run.of(task("one", adopting()));

        GuardRecord stored = Objects.requireNonNull(run.ports.guard.get(PROFILE));
        assertThat(stored.version()).isEqualTo(recorded("web").version() + 2);
        assertThat(stored.repairs()).hasSize(1);
        assertThat(run.causes()).containsExactly("adopted", "put back");
    }

    private static Plan adopting() {
        Plan repairing = repairing(recorded("web"), recorded("web-v2"));
        Memory.OfGuard memory = (Memory.OfGuard) repairing.memory();
        return repairing.remembering(
                new Memory.OfGuard(
                        memory.read(),
                        new Memory.Adopted(
                                recorded("web-v2"), List.of(EngineRun.finding("adopted"))),
                        null,
                        memory.next(),
                        memory.afterWrites()));
    }

    @Test
    void looksAgainWhereIamDoesNotShowWhatItMade() {
        Action create = new Action.CreateProfile(PROFILE, "/", Tags.NONE);
        Remediation making = new Remediation(List.of(create), done -> List.of(), PROFILE);
        Plan plan = plan(making, new Memory.Nothing());

        assertThatThrownBy(() -> run.of(task("one", plan, tooEarly())))
                .isInstanceOf(ChangedMeanwhileException.class);

        assertThat(run.ports.logged("read")).hasSize(4);
        assertThat(run.ports.logged("wait"))
                .containsExactly("wait 1", "wait 2", "wait 4", "wait 1", "wait 2", "wait 4");
    }

    @Test
    void beginsAgainWhereSomebodyRememberedSomethingAndNothingWasWritten() {
        run.ports.guard.put(PROFILE, recorded("web"));
        run.ports.beforeRemembering = () -> run.ports.guard.put(PROFILE, recorded("other", 2));
        List<GuardRecord> seen = new ArrayList<>();

        run.of(
                new EngineRun.RuleTask(
                        "one",
                        null,
                        attempt ->
                                Step.need(
                                        new Read.OfGuardRecord(PROFILE),
                                        record -> {
                                            seen.add(record);
                                            return left().remembering(
                                                            new Memory.OfGuard(
                                                                    record, record.with(REPAIR)));
                                        })));

        assertThat(seen).containsExactly(recorded("web"), recorded("other", 2));
        assertThat(roleIn(stored())).isEqualTo("other");
        assertThat(stored().repairs()).containsExactly(REPAIR);
    }

    @Test
    void addsWhatTheWritesCameToToWhatSomebodyElseRememberedMeanwhile() {
        run.ports.guard.put(PROFILE, recorded("web"));
        run.ports.beforeRemembering =
                () -> run.ports.guard.put(PROFILE, recorded("web", 2).with(REPAIR));

        run.of(task("one", repairing(recorded("web"), recorded("web"))));

        assertThat(stored().repairs()).extracting(Repair::at).containsExactly(REPAIR.at(), NOW);
        assertThat(run.ports.logged("wait")).isEmpty();
        assertThat(run.causes()).containsExactly("put back");
    }

    @Test
    void looksAgainWhereSomebodyRecordedAnotherRoleDuringTheRepair() {
        run.ports.guard.put(PROFILE, recorded("web"));
        run.ports.beforeRemembering = () -> run.ports.guard.put(PROFILE, recorded("other", 2));

        run.of(task("one", repairing(recorded("web"), recorded("web")), left()));

        assertThat(stored().repairs()).extracting(Repair::at).containsExactly(NOW);
        assertThat(roleIn(stored())).isEqualTo("other");
        assertThat(run.ports.logged("wait")).containsExactly("wait 1");
        assertThat(run.causes()).containsExactly("put back");
    }

    @Test
    void tellsTheSameOnceHoweverManyAttemptsFoundIt() {
        run.ports.guard.put(PROFILE, recorded("web"));
        run.ports.beforeRemembering = () -> run.ports.guard.put(PROFILE, recorded("other", 2));

        run.of(
                task(
                        "one",
                        repairing(recorded("web"), recorded("web")),
                        repairing(recorded("other", 3), recorded("other", 3))));

        assertThat(run.causes()).containsExactly("put back");
    }

    @Test
    void tellsOfTheRepairThatCouldNotBeRemembered() {
        run.ports.beforeRemembering =
                () -> {
                    throw new IllegalStateException("the table is down");
                };

        assertThatThrownBy(() -> run.of(task("one", repairing(recorded("web"), recorded("web")))))
                .hasMessage("the table is down");

        assertThat(run.only().decision()).isEqualTo(EngineRun.Verdict.CUT_SHORT);
        assertThat(run.causes()).containsExactly("put back");
    }

    private static final Instant NOW = InMemoryPorts.START;
    private static final Repair REPAIR = new Repair(NOW.minusSeconds(60), "event-0", "earlier");

    private final EngineRun run = new EngineRun();

    private static Memory before() {
        TagRecord none = TagRecord.none("role/web");
        TagRecord next =
                new TagRecord("role/web", Map.of("Owner", "me"), Map.of(), Map.of(), List.of(), 0);
        return new Memory.BeforeWriting(
                List.of(
                        new Memory.Entry.OfProvenance(
                                PROFILE, null, new ProvenanceRecord(ROLE.id(), NOW)),
                        new Memory.Entry.OfTags(none, next)));
    }

    /// Adds the role, and remembers when.
    private static Plan repairing(GuardRecord read, GuardRecord next) {
        Remediation adding =
                new Remediation(List.of(ADD), done -> List.of(EngineRun.finding("put back")), null);
        return plan(
                adding,
                new Memory.OfGuard(
                        read,
                        next,
                        (record, written) -> {
                            Instant last = written.last();
                            return last == null
                                    ? record
                                    : record.with(new Repair(last, "event-1", "put back"));
                        }));
    }

    private static Plan plan(Remediation remediation, Memory memory) {
        return Plan.of(
                        EngineRun.Verdict.DONE,
                        "It is done",
                        List.of(remediation),
                        List.of(),
                        Coverage.COMPLETE)
                .remembering(memory);
    }

    private static GuardRecord recorded(String role) {
        return recorded(role, 1);
    }

    private static GuardRecord recorded(String role, long version) {
        Baseline baseline =
                new Baseline(
                        "AIPA1",
                        "/",
                        new Baseline.RecordedRole(new RoleName(role), "AROA-" + role),
                        Tags.NONE,
                        NOW.minusSeconds(3600),
                        "somebody",
                        "event-0");
        return new GuardRecord(PROFILE, baseline, null, List.of(), version);
    }

    private GuardRecord stored() {
        return Objects.requireNonNull(run.ports.guard.get(PROFILE));
    }

    private static String roleIn(GuardRecord record) {
        Baseline baseline = Objects.requireNonNull(record.baseline());
        return Objects.requireNonNull(baseline.role()).name().value();
    }
}
