package dev.profileguard.bench;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.rehearsal.Rehearsal;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.iam.IamClient;

/// One process of a function, started by [Processes]: it prints what its events cost.
final class FunctionProcess {
    private static final int STEADY_FROM = 1_000;

    /// As many as before a snapshot.
    private static final int READS = 50;

    private FunctionProcess() {}

    /// Handles events.
    ///
    /// @param arguments the job; how many rounds are rehearsed before the first event; how many
    ///   events follow the first
    public static void main(String[] arguments) throws IOException {
        Job job = Job.valueOf(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int more = Integer.parseInt(arguments[2]);
        IamClient admin = IamClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
        job.needed(admin, Job.profile(0));
        double cpu = Invocation.cpuNow();
        long began = System.nanoTime();
        Platform platform = LambdaPlatform.live();
        RequestStreamHandler function = job.function().apply(platform);
        double created = (System.nanoTime() - began) / 1e6;
        double createdCpu = Invocation.cpuNow() - cpu;
        double init = rounds > 0 ? primed(job, rounds, platform) : 0;
        Invocation first = Invocation.of(function, job, 0);
        print("init", init);
        print("created", created);
        print("createdCpu", createdCpu);
        print("first", first.millis());
        print("firstCpu", first.cpu());
        List<Invocation> all = new ArrayList<>();
        for (int i = 1; i <= more; i++) {
            job.needed(admin, Job.profile(i));
            all.add(Invocation.of(function, job, i));
        }
        if (!all.isEmpty()) {
            print("second", all.getFirst().millis());
            print("secondCpu", all.getFirst().cpu());
            List<Invocation> last =
                    all.subList(
                            all.size() > STEADY_FROM ? STEADY_FROM : all.size() / 2, all.size());
            print("steady", median(last, Invocation::millis));
            print("steadyCpu", mean(last, Invocation::cpu));
            print("steadyKb", median(last, Invocation::kilobytes));
        }
        System.exit(0); // threads of clients may still wait
    }

    /// As before a snapshot: a rehearsal, and the reads of the function.
    private static double primed(Job job, int rounds, Platform platform) {
        long began = System.nanoTime();
        Rehearsal.play(System.getenv(), job.function(), rounds);
        Ports ports = platform.ports(Mode.OBSERVE, System.getenv("BASELINE_TABLE"));
        for (int i = 0; i < READS; i++) {
            ports.guard().load(new ProfileName("bench-priming"));
        }
        ports.reader().profile(new ProfileName("bench-priming"));
        return (System.nanoTime() - began) / 1e6;
    }

    private static void print(String name, double value) {
        System.out.printf(Locale.ROOT, "figure %s %f%n", name, value);
    }

    private static double median(List<Invocation> all, ToDoubleFunction<Invocation> figure) {
        return all.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList()
                .get(all.size() / 2);
    }

    private static double mean(List<Invocation> all, ToDoubleFunction<Invocation> figure) {
        return all.stream().mapToDouble(figure).average().orElse(0);
    }
}
