package dev.profileguard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// One invocation of a function in this process, and what it cost.
///
/// @param millis wall time
/// @param cpu of all threads, in milliseconds
/// @param kilobytes that this thread allocated
record Invocation(double millis, double cpu, double kilobytes) {
    /// Lets a function handle an event.
    static Invocation of(RequestStreamHandler function, Job job, int number) throws IOException {
        byte[] event = job.event(number).getBytes(UTF_8);
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        double cpu = cpuNow();
        long bytes = bytesNow();
        long began = System.nanoTime();
        function.handleRequest(new ByteArrayInputStream(event), response, context());
        Invocation cost =
                new Invocation(
                        (System.nanoTime() - began) / 1e6,
                        cpuNow() - cpu,
                        (bytesNow() - bytes) / 1024.0);
        job.check(response.toString(UTF_8));
        return cost;
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
