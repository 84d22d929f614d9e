package dev.profileguard.sandbox.command;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Does what most commands do, while Java records for its cache which classes they load
/// (docs/decisions/aot-cache-of-the-tools.md). Prints nothing.
final class CacheTraining {
    private CacheTraining() {}

    /// Its one argument is the root folder of the project.
    public static void main(String[] arguments) throws IOException {
        GuardCommand.switchLoggingOff();
        Path root = Path.of(arguments[0]);
        Path template = root.resolve("template.yaml");
        run("--help");
        run(
                "replay",
                "--template=" + template,
                root.resolve("events/ProfileGuard").toString(),
                root.resolve("events/NodeRoleCheck").toString(),
                root.resolve("events/FailureAdvisor").toString());
        serve(template);
        System.exit(0);
    }

    private static void run(String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        GuardCommand.commandLineFor(arguments).setOut(nowhere).setErr(nowhere).execute(arguments);
    }

    private static void serve(Path template) throws IOException {
        try (Sandbox sandbox = Sandbox.prepare(template, Map.of());
                SandboxServer server = SandboxServer.start(sandbox, "127.0.0.1", 0)) {
            sandbox.lambda().warm();
            sandbox.begin();
            URI url = URI.create(server.url());
            post(url, "Action=CreateInstanceProfile&Version=2010-05-08&InstanceProfileName=web");
            post(url, "Action=ListRoles&Version=2010-05-08");
        }
    }

    private static void post(URI url, String form) throws IOException {
        URLConnection connection = url.toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=alice/20260101/us-east-1/iam/aws4_request");
        connection.getOutputStream().write(form.getBytes(StandardCharsets.UTF_8));
        ((HttpURLConnection) connection).getResponseCode();
    }
}
