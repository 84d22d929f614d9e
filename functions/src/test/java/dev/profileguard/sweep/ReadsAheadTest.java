package dev.profileguard.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.profileguard.aws.query.CallsAhead;
import dev.profileguard.aws.query.ThreadedCalls;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.Tags;
import dev.profileguard.iam.policy.PolicyReader;
import dev.profileguard.reconcile.Read;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadsAheadTest {
    @Test
    void readsSeveralAtTheSameTimeAndEachOnce() {
        CountDownLatch all = new CountDownLatch(MOST);
        ReadsAhead ahead = ahead(name -> await(all));
        names(MOST).forEach(name -> begin(ahead, name));

        assertThat(names(MOST).stream().map(ahead::profile))
                .containsExactlyElementsOf(
                        names(MOST).stream().map(ReadsAheadTest::found).toList());
        assertThat(reads).containsExactlyInAnyOrderElementsOf(names(MOST));
    }

    @Test
    void anErrorBelongsToItsOwnProfile() {
        ReadsAhead ahead =
                ahead(name -> {
                    if (name.equals(name(1)) && reads.stream().filter(name::equals).count() == 1) {
                        throw new IllegalStateException("IAM failed for " + name);
                    }
                });
        names(3).forEach(name -> begin(ahead, name));

        assertThat(ahead.profile(name(0))).isEqualTo(found(name(0)));
        assertThatThrownBy(() -> ahead.profile(name(1))).hasMessage("IAM failed for web-1");
        assertThat(ahead.profile(name(2))).isEqualTo(found(name(2)));
        assertThat(ahead.profile(name(1))).as("a second read").isEqualTo(found(name(1)));
    }

    @Test
    void beginsNoMoreThanCanBeTaken() {
        ReadsAhead ahead = ahead(name -> {});

        names(20).forEach(name -> begin(ahead, name));

        assertThat(ahead.isFull()).isTrue();
        names(20).forEach(ahead::profile);
        assertThat(reads).hasSize(20);
        assertThat(ahead.isFull()).isFalse();
    }

    @Test
    void whatAnActionChangesIsReadAgain() {
        ReadsAhead ahead = ahead(name -> {});
        begin(ahead, name(0));
        begin(ahead, name(1));

        ahead.forget(new Action.AddRole(name(1), new RoleName("web")));
        ahead.profile(name(0));
        ahead.profile(name(1));

        assertThat(onTheCallersThread).containsExactly(name(1));
    }

    @Test
    void whatASubjectDidNotNeedIsDropped() {
        ReadsAhead ahead = ahead(name -> {});
        names(MOST).forEach(name -> begin(ahead, name));

        names(MOST).forEach(name -> ahead.passed(new Subject.OfProfile(name)));

        assertThat(ahead.isFull()).isFalse();
    }

    @Test
    void withoutCallsAheadReadsInTurn() {
        ReadsAhead ahead = new ReadsAhead(CallsAhead.NONE, iam(name -> {}), policies());

        begin(ahead, name(0));

        assertThat(reads).isEmpty();
        assertThat(ahead.profile(name(0))).isEqualTo(found(name(0)));
    }

    private static final int MOST = 8;

    private final CallsAhead calls = new ThreadedCalls(MOST);
    private final Queue<ProfileName> reads = new ConcurrentLinkedQueue<>();
    private final Queue<ProfileName> onTheCallersThread = new ConcurrentLinkedQueue<>();
    private final Thread caller = Thread.currentThread();

    @AfterEach
    void tearDown() {
        calls.close();
    }

    private ReadsAhead ahead(Consumer<ProfileName> before) {
        return new ReadsAhead(calls, iam(before), policies());
    }

    private static void begin(ReadsAhead ahead, ProfileName name) {
        ahead.begin(new Read.OfProfile(name), new Subject.OfProfile(name));
    }

    private IamReader iam(Consumer<ProfileName> before) {
        IamReader iam = mock(IamReader.class);
        when(iam.profile(any()))
                .thenAnswer(call -> {
                    ProfileName name = call.getArgument(0);
                    reads.add(name);
                    if (Thread.currentThread().equals(caller)) {
                        onTheCallersThread.add(name);
                    }
                    before.accept(name);
                    return found(name);
                });
        return iam;
    }

    private static PolicyReader policies() {
        return mock(PolicyReader.class);
    }

    private static void await(CountDownLatch all) {
        all.countDown();
        try {
            if (!all.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the reads are not made at the same time");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ProfileName> names(int count) {
        return IntStream.range(0, count).mapToObj(ReadsAheadTest::name).toList();
    }

    private static ProfileName name(int i) {
        return new ProfileName("web-" + i);
    }

    private static InstanceProfile found(ProfileName name) {
        return new InstanceProfile(name, "AIPA" + name.value(), "/", null, new Tags(Map.of()));
    }
}
