package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.query.CallsAhead;
import dev.profileguard.aws.query.ThreadedCalls;
import dev.profileguard.sandbox.aws.iam.IamCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ServiceFailureException;
import software.amazon.awssdk.services.iam.model.Tag;

/// Reads that are made before their turn change nothing: not what a sweep plans, writes or says,
/// and not the number of its calls. Each read takes place at a random moment between the one at
/// which it is started and the one at which its answer is needed, or in a thread of its own.
class ReadsAheadTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aPlanIsTheSame(long seed) {
        Map<String, Object> inTurn = planned(seed, most -> CallsAhead.NONE);

        planned(seed, most -> new AnyTime(most, new Random(seed)))
                .forEach((what, value) -> assertThat(value).as(what).isEqualTo(inTurn.get(what)));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void aSweepIsTheSame(long seed) {
        Map<String, Object> inTurn = swept(seed, most -> CallsAhead.NONE);

        swept(seed, most -> new AnyTime(most, new Random(seed)))
                .forEach((what, value) -> assertThat(value).as(what).isEqualTo(inTurn.get(what)));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void aPlanAndASweepByThreadsAreTheSame(long seed) {
        Map<String, Object> inTurn = planned(seed, most -> CallsAhead.NONE);
        Map<String, Object> swept = swept(seed, most -> CallsAhead.NONE);

        planned(seed, ThreadedCalls::new)
                .forEach((what, value) -> assertThat(value).as(what).isEqualTo(inTurn.get(what)));
        swept(seed, ThreadedCalls::new)
                .forEach((what, value) -> assertThat(value).as(what).isEqualTo(swept.get(what)));
    }

    @Test
    void aPlanReadsAsManyProfilesAheadAsItsRateNeeds() {
        try (SweptAccount account = account("100")) {
            List<Integer> started = new ArrayList<>();
            account.sandbox()
                    .callsAhead(most -> {
                        started.add(most);
                        return CallsAhead.NONE;
                    });

            account.backfill("{\"mode\": \"plan\"}");

            assertThat(started).containsExactly(10);
        }
    }

    @Test
    void anInvocationThatRunsOutOfTimeReadsNothingForTheNextOne() {
        try (SweptAccount account = account("500")) {
            fill(account, new Random(5));
            account.sandbox().callsAhead(most -> new AnyTime(most, new Random(5)));
            account.forget();

            int parts = account.oneSubjectEach("\"mode\": \"plan\"").size();

            assertThat(parts).isGreaterThan(PROFILES);
            assertThat(account.calls().stream().filter("GetInstanceProfile"::equals).count())
                    .isLessThanOrEqualTo(parts);
        }
    }

    private static final int PROFILES = 24;

    private static Map<String, Object> planned(long seed, Calls calls) {
        try (SweptAccount account = account("160")) {
            fill(account, new Random(seed));
            account.sandbox().account().gate(new Faults(seed)::admit);
            account.sandbox().callsAhead(calls::atMost);
            account.forget();
            Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");
            return result(account, plan);
        }
    }

    private static Map<String, Object> swept(long seed, Calls calls) {
        try (SweptAccount account = account("160")) {
            fill(account, new Random(seed));
            account.sandbox().callsAhead(calls::atMost);
            account.backfill("{\"mode\": \"sweep\"}");
            change(account, new Random(seed));
            account.sandbox().account().gate(new Faults(seed)::admit);
            account.forget();
            Map<String, Object> swept = account.backfill("{\"mode\": \"sweep\"}");
            return result(account, swept);
        }
    }

    private static Map<String, Object> result(SweptAccount account, Map<String, Object> answer) {
        Map<String, Object> result = new TreeMap<>();
        result.put("lines", lines(answer).stream().map(ReadsAheadTest::withoutIds).toList());
        result.put("total", answer.get("total"));
        result.put("writes", account.writes());
        result.put(
                "calls",
                account.calls().stream()
                        .collect(
                                Collectors.groupingBy(
                                        call -> call, TreeMap::new, Collectors.counting())));
        account.sandbox().account().gate(call -> {});
        result.put("profiles", account.profiles());
        return result;
    }

    private static String withoutIds(String line) {
        return line.replaceAll("A(ROA|IPA)[A-Z0-9]{17}", "A$1");
    }

    private static SweptAccount account(String perSecond) {
        SweptAccount account = SweptAccount.owned("Team", "SweepRequestsPerSecond", perSecond);
        account.sandbox().clock().move(Duration.ofMinutes(1));
        return account;
    }

    /// Profiles of every kind: guarded by name or by a tag, with and without a role, with several
    /// profiles for a role, with wrong tags.
    private static void fill(SweptAccount account, Random random) {
        for (int i = 0; i < PROFILES; i++) {
            String role = "role-%02d".formatted(random.nextInt(PROFILES));
            String name = "%s-%02d".formatted(random.nextBoolean() ? "prod" : "dev", i);
            if (account.sandbox().account().role(role).isEmpty()) {
                account.role(role);
            }
            account.profile(name, random.nextInt(5) == 0 ? null : role);
            tag(account, name, random);
            if (random.nextInt(4) == 0) {
                account.as("admin").tagRole(r -> r.roleName(role).tags(tag("Team", "red")));
            }
        }
        account.later(Duration.ofHours(1));
    }

    private static void change(SweptAccount account, Random random) {
        account.profiles()
                .forEach((name, role) -> {
                    if (random.nextInt(3) == 0) {
                        tag(account, name, random);
                    }
                    if (random.nextInt(4) == 0 && !role.isEmpty()) {
                        SweptAccount.remove(account.as("mallory"), name, role);
                        SweptAccount.add(account.as("mallory"), name, "deployer");
                    }
                });
        account.later(Duration.ofHours(1));
    }

    private static void tag(SweptAccount account, String profile, Random random) {
        List<Tag> tags =
                Stream.of(
                                tag("Owner", "ops"),
                                tag("owner", "ops"),
                                tag("Team", "blue"),
                                tag("profile-guard", "locked"))
                        .filter(any -> random.nextInt(3) == 0)
                        .limit(2)
                        .toList();
        if (!tags.isEmpty()) {
            account.as("admin").tagInstanceProfile(r -> r.instanceProfileName(profile).tags(tags));
        }
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /// Some first reads of profiles are throttled or fail, whenever they are made.
    private static final class Faults {
        private final long seed;
        private final Map<String, Integer> reads = new HashMap<>();

        Faults(long seed) {
            this.seed = seed;
        }

        void admit(IamCall call) {
            if (call.request() instanceof GetInstanceProfileRequest read
                    && call.caller().arn().contains("Backfill")) {
                int before = reads.merge(read.instanceProfileName(), 1, Integer::sum);
                int kind = new Random(seed + read.instanceProfileName().hashCode()).nextInt(8);
                if (before == 1 && kind == 0) {
                    throw ServiceFailureException.builder().message("try again").build();
                }
                if (before <= 2 && kind == 1) {
                    throw throttling();
                }
            }
        }

        private static IamException throttling() {
            return (IamException)
                    IamException.builder()
                            .message("Rate exceeded")
                            .statusCode(400)
                            .awsErrorDetails(
                                    AwsErrorDetails.builder()
                                            .errorCode("Throttling")
                                            .errorMessage("Rate exceeded")
                                            .build())
                            .build();
        }
    }

    private interface Calls {
        CallsAhead atMost(int most);
    }

    /// Makes each call at any time until its answer is taken, on the same thread.
    private record AnyTime(int most, Random random, List<FutureTask<?>> waiting)
            implements CallsAhead {
        AnyTime(int most, Random random) {
            this(most, random, new ArrayList<>());
        }

        @Override
        public <T> Future<T> begin(Callable<T> call) {
            OnDemand<T> task = new OnDemand<>(call);
            waiting.add(task);
            while (!waiting.isEmpty() && random.nextInt(3) == 0) {
                waiting.remove(random.nextInt(waiting.size())).run();
            }
            return task;
        }

        @Override
        public void close() {}
    }

    private static final class OnDemand<T> extends FutureTask<T> {
        OnDemand(Callable<T> call) {
            super(call);
        }

        @Override
        public T get() throws ExecutionException, InterruptedException {
            run();
            return super.get();
        }
    }
}
