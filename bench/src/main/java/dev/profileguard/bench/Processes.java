package dev.profileguard.bench;

import static dev.profileguard.bench.Cost.median;

import dev.profileguard.bench.EventProcess.Life;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Prints what the first events of new processes cost, and those of a process that has handled a
/// thousand. Each process is a JVM with the flags of the template, or a Python, and talks to a
/// sandbox in another process over HTTP. See docs/performance.md.
final class Processes {
    /// Those of `template.yaml`, and what Lambda chooses for 512 MB.
    static final List<String> FLAGS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx410m");

    /// As before a snapshot, see [dev.profileguard.lambda.rehearsal.Rehearsal].
    private static final int REHEARSED = 50;

    /// How many events follow the first where several kinds of processes are compared.
    private static final int LATER = 11;

    private static final int[] ROUNDS = {0, 1, 10, 50, 100, 250, 500};
    private static final int[] FEW_ROUNDS = {0, 50};
    private static final int[] SIZES = {100, 1_000};

    private final Account account;
    private final String classPath;
    private final int processes;

    private Processes(Account account, String classPath, int processes) {
        this.account = account;
        this.classPath = classPath;
        this.processes = processes;
    }

    /// Measures.
    ///
    /// @param arguments the checkout; the class path of the functions; how many processes of each
    ///   kind; how many events of a process for the steady state; then each yardstick: its name,
    ///   `=` and its command
    public static void main(String[] arguments) throws IOException {
        int status = 1;
        int events = Integer.parseInt(arguments[3]);
        try (Account account = Account.start(Path.of(arguments[0]))) {
            Processes all = new Processes(account, arguments[1], Integer.parseInt(arguments[2]));
            List<String> yardsticks = List.of(arguments).subList(4, arguments.length);
            for (int size : SIZES) {
                account.grow(size);
                all.printBeside(yardsticks);
            }
            all.printJobs();
            all.printRounds();
            all.printSteady(events);
            status = 0;
        } finally {
            System.exit(status); // a thread of DynamoDB Local sleeps on after its shutdown
        }
    }

    /// The same job by this project and by others, in processes that start with it.
    private void printBeside(List<String> yardsticks) throws IOException {
        System.out.printf(
                "%nA role is put back, in an account with %d profiles; from the start of the"
                        + " process; ms, medians of %d processes%n",
                account.profiles(), processes);
        System.out.printf(
                "%-28s %8s %12s %8s %8s %8s %14s %8s%n",
                "", "cold", "written at", "CPU", "2nd", "CPU", "10 later, CPU", "peak MB");
        printLives("Profile Guard", function(Job.REVERT, 0));
        Path cache = Files.createTempFile("profile-guard", ".aot");
        try {
            train(Job.REVERT, cache);
            printLives(
                    "Profile Guard, AOT cache", function(Job.REVERT, 0, "-XX:AOTCache=" + cache));
        } finally {
            Files.deleteIfExists(cache);
        }
        for (String yardstick : yardsticks) {
            int end = yardstick.indexOf('=');
            printLives(
                    yardstick.substring(0, end),
                    List.of(yardstick.substring(end + 1).split(" ", -1)));
        }
    }

    private void printLives(String name, List<String> command) throws IOException {
        List<Life> lives = lives(Job.REVERT, command, LATER);
        System.out.printf(
                Locale.ROOT,
                "%-28s %8.0f %12.0f %8.0f %8.1f %8.1f %14.1f %8.0f%n",
                name,
                median(lives, Life::cold),
                median(lives, Life::written),
                median(lives, life -> life.first().cpuSoFar()),
                median(lives, life -> life.second().millis()),
                median(lives, life -> life.second().cpu()),
                median(lives, life -> Cost.meanCpu(life.later().subList(1, LATER))),
                median(lives, Life::peakMegabytes));
    }

    private void printJobs() throws IOException {
        System.out.printf("%nEach job%n");
        System.out.printf(
                "%-12s %8s %12s %8s %8s %8s   %16s %8s%n",
                "", "cold", "written at", "CPU", "2nd", "CPU", "after rehearsal", "CPU");
        for (Job job : Job.values()) {
            List<Life> cold = lives(job, function(job, 0), 1);
            List<Life> restored = lives(job, function(job, REHEARSED), 0);
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %8.0f %12.0f %8.0f %8.1f %8.1f   %16.1f %8.1f   x%.2f of cold%n",
                    job,
                    median(cold, Life::cold),
                    median(cold, Life::written),
                    median(cold, life -> life.first().cpuSoFar()),
                    median(cold, life -> life.second().millis()),
                    median(cold, life -> life.second().cpu()),
                    median(restored, life -> life.first().millis()),
                    median(restored, life -> life.first().cpu()),
                    median(restored, life -> life.first().millis()) / median(cold, Life::cold));
        }
    }

    private void printRounds() throws IOException {
        System.out.printf("%nWhat more rounds of the rehearsal bring, job %s%n", Job.REVERT);
        System.out.printf("%8s %12s %16s %8s%n", "rounds", "init, s", "first event, ms", "CPU");
        for (int rounds : processes == 1 ? FEW_ROUNDS : ROUNDS) {
            List<Life> lives = lives(Job.REVERT, function(Job.REVERT, rounds), 0);
            System.out.printf(
                    Locale.ROOT,
                    "%8d %12.1f %16.1f %8.1f%n",
                    rounds,
                    median(lives, Life::primed) / 1000,
                    median(lives, life -> life.first().millis()),
                    median(lives, life -> life.first().cpu()));
        }
    }

    private void printSteady(int events) throws IOException {
        System.out.printf("%nThe second half of %d events of one process%n", events);
        System.out.printf(
                "%-12s %10s %10s %14s %8s%n", "", "ms", "CPU ms", "allocated kB", "peak MB");
        for (Job job : Job.values()) {
            Life life = EventProcess.life(account, job, function(job, 0), events);
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %10.2f %10.2f %14.0f %8.0f%n",
                    job,
                    median(life.steady(), Cost::millis),
                    Cost.meanCpu(life.steady()),
                    median(life.steady(), Cost::kilobytes),
                    life.peakMegabytes());
        }
    }

    private List<Life> lives(Job job, List<String> command, int more) throws IOException {
        List<Life> all = new ArrayList<>();
        for (int process = 0; process < processes; process++) {
            all.add(EventProcess.life(account, job, command, more));
        }
        return all;
    }

    /// Makes the cache from one process that rehearses and handles a few events, as the container
    /// image does: see `functions/image/with-cache`.
    private void train(Job job, Path cache) throws IOException {
        EventProcess.life(
                account,
                job,
                function(
                        job,
                        REHEARSED,
                        "-XX:AOTCacheOutput=" + cache,
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-AOTRecordTraining"),
                LATER);
        if (Files.size(cache) == 0) {
            throw new IllegalStateException("There is no AOT cache at " + cache);
        }
    }

    private List<String> function(Job job, int rounds, String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of(more));
        command.addAll(
                List.of(
                        "-cp",
                        classPath,
                        FunctionProcess.class.getName(),
                        job.name(),
                        Integer.toString(rounds)));
        return command;
    }
}
