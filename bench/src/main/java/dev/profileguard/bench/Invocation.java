package dev.profileguard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// One invocation of a function in this process.
final class Invocation {
    private Invocation() {}

    /// Lets a function handle an event, and says what it cost.
    static Cost of(RequestStreamHandler function, Job job, String event) throws IOException {
        Context context = context();
        InputStream input = new ByteArrayInputStream(event.getBytes(UTF_8));
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        cpuNow(); // loads what the next one needs
        double cpu = cpuNow();
        long bytes = bytesNow();
        long began = System.nanoTime();
        function.handleRequest(input, response, context);
        double millis = (System.nanoTime() - began) / 1e6;
        double kilobytes = (bytesNow() - bytes) / 1024.0;
        double soFar = cpuNow();
        job.check(response.toString(UTF_8));
        return new Cost(millis, soFar - cpu, kilobytes, soFar, peakMegabytes());
    }

    /// By the clock of the process, whose resolution is finer than that of the JVM's own figure.
    static double cpuNow() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.mapToDouble(Invocation::cpuOf).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double cpuOf(Path task) {
        try {
            return Double.parseDouble(Files.readString(task.resolve("schedstat")).split(" ", -1)[0])
                    / 1e6;
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }

    /// https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    private static double peakMegabytes() throws IOException {
        String peak =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .findFirst()
                        .orElseThrow();
        return Double.parseDouble(peak.replaceAll("[^0-9]", "")) / 1024;
    }

    private static long bytesNow() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    /// The context of an invocation that has just begun.
    static Context context() {
        return (Context)
                Proxy.newProxyInstance(
                        Invocation.class.getClassLoader(),
                        new Class<?>[] {Context.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getAwsRequestId" -> "bench";
                                    case "getFunctionName" -> "ProfileGuard";
                                    case "getInvokedFunctionArn" ->
                                            "arn:aws:lambda:us-east-1:"
                                                    + Job.ACCOUNT
                                                    + ":function:ProfileGuard";
                                    case "getRemainingTimeInMillis" -> 60_000;
                                    case "getMemoryLimitInMB" -> 512;
                                    default -> null;
                                });
    }
}
