package dev.profileguard.sandbox.command;

import dev.profileguard.event.Json;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `sam local` needs to run the functions against a sandbox: SAM knows neither its address nor
/// the names of its tables and queues, and takes them from a file.
///
/// See
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-invoke.html
final class SamLocal {
    /// This machine, as a container sees it. Docker Desktop knows the name; `samconfig.toml` tells
    /// it to Docker on Linux, by `--add-host`.
    private static final String HOST = "host.docker.internal";

    /// The bridge to which Docker on Linux connects containers by default. Docker Desktop has none
    /// on this machine: its containers reach what listens on the loopback interface. See
    /// https://docs.docker.com/engine/network/drivers/bridge/
    private static final String BRIDGE = "docker0";

    private SamLocal() {}

    /// The address of this machine on Docker's bridge; empty: there is none.
    static Optional<InetAddress> bridge() throws IOException {
        NetworkInterface bridge = NetworkInterface.getByName(BRIDGE);
        return bridge == null
                ? Optional.empty()
                : bridge.inetAddresses().filter(Inet4Address.class::isInstance).findFirst();
    }

    /// The file for the functions of a template.
    static Path file(Path template) {
        return template.resolveSibling(".aws-sam").resolve("sandbox.json");
    }

    /// Writes the environment variables of all functions.
    static void write(Path template, Template stack, int port) throws IOException {
        Path file = file(template);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Json.text(variables(stack, port)) + "\n");
    }

    /// The variables of each function in the sandbox's stack, and the sandbox's address.
    static Map<String, @Nullable Object> variables(Template stack, int port) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (FunctionDefinition function : stack.functions()) {
            Map<String, String> variables = new LinkedHashMap<>(function.environment());
            variables.put("ENDPOINT_URL", "http://%s:%d".formatted(HOST, port));
            all.put(function.logicalId(), variables);
        }
        return all;
    }
}
