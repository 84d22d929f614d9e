package dev.profileguard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.Priming;
import dev.profileguard.lambda.rehearsal.Rehearsal;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/// One process of a function, started by [EventProcess]: it handles an event a line, and prints
/// what it cost.
final class FunctionProcess {
    private FunctionProcess() {}

    /// Handles events until there are no more.
    ///
    /// @param arguments the job; how many rounds are rehearsed before the first event
    public static void main(String[] arguments) throws IOException {
        Job job = Job.valueOf(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Platform platform = LambdaPlatform.live();
        RequestStreamHandler function = job.function().apply(platform);
        if (rounds > 0) {
            prime(job, rounds, platform);
        }
        BufferedReader events = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String event = events.readLine(); event != null; event = events.readLine()) {
            System.out.println(Invocation.of(function, job, event).line());
        }
        System.exit(0); // threads of clients may still wait
    }

    /// As before a snapshot: a rehearsal, and the reads of the function.
    private static void prime(Job job, int rounds, Platform platform) {
        long began = System.nanoTime();
        Rehearsal.play(System.getenv(), job.function(), rounds);
        Ports ports = platform.ports(Mode.OBSERVE, System.getenv("BASELINE_TABLE"));
        ProfileName nobodys = new ProfileName("bench-priming");
        ports.reader().profile(nobodys);
        Priming.repeat(() -> ports.guard().load(nobodys));
        System.out.println(EventProcess.PRIMED + (System.nanoTime() - began) / 1e6);
    }
}
