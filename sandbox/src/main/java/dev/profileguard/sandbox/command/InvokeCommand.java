package dev.profileguard.sandbox.command;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.event.Json;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.aws.lambda.InvocationContext;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.host.Handlers;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.text.VisibleText;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `guard invoke`: runs a function's real handler in this process, as Lambda does.
@Command(
        name = "invoke",
        description = {
            "Run a function on this machine, with the AWS endpoint, credentials and region in the"
                    + " environment variables.",
            "Prints the result as one line of JSON. Then reads paths of further events from"
                    + " standard input, one on each line, and does the same for each."
        })
final class InvokeCommand implements Callable<Integer> {
    @Option(
            names = "--template",
            defaultValue = "${sys:guard.template:-template.yaml}",
            description = "The template that declares the function (default: the project's own).")
    private Path template = Path.of("template.yaml");

    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description = "The function, such as ProfileGuard.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The file with the event, as JSON.")
    private String first = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        FunctionDefinition function = function();
        Terminal results = Terminal.reserveStandardOutput(); // no logs and metrics among them
        RequestStreamHandler handler = handler(function);
        boolean succeeded = print(results, invoke(function, handler, first));
        BufferedReader paths =
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        for (String path = paths.readLine(); path != null; path = paths.readLine()) {
            if (!path.isBlank()) {
                succeeded &= print(results, invoke(function, handler, path.strip()));
            }
        }
        return succeeded ? 0 : 1;
    }

    private FunctionDefinition function() {
        List<FunctionDefinition> functions = TemplateReader.read(template, Map.of()).functions();
        return functions.stream()
                .filter(each -> each.logicalId().equals(name) || each.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "There is no function %s. The functions are: %s"
                                        .formatted(
                                                name,
                                                functions.stream()
                                                        .map(FunctionDefinition::logicalId)
                                                        .collect(Collectors.joining(", ")))));
    }

    private static RequestStreamHandler handler(FunctionDefinition function) {
        try {
            return Handlers.live(function);
        } catch (Handlers.HandlerException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    private static InvocationResponse invoke(
            FunctionDefinition function, RequestStreamHandler handler, String path) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            byte[] event = read(path);
            handler.handleRequest(
                    new ByteArrayInputStream(event),
                    output,
                    InvocationContext.begin(
                            function,
                            UUID.randomUUID().toString(),
                            InstantSource.system(),
                            InvocationContext.to(Terminal.standardError()::line)));
        } catch (IOException | RuntimeException e) { // the exception is the result of the function
            return new InvocationResponse.Failed(e);
        }
        return new InvocationResponse.Returned(output.toString(StandardCharsets.UTF_8));
    }

    private static byte[] read(String path) throws IOException {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(path, null, "there is no such file");
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(path, null, "this is not a valid path");
        } catch (IOException e) {
            throw new FileSystemException(path, null, "cannot be read: " + e.getMessage());
        }
    }

    private static boolean print(Terminal results, InvocationResponse response) {
        switch (response) {
            case InvocationResponse.Returned returned -> results.json(returned.payload());
            case InvocationResponse.Failed failed -> results.json(line(failed));
        }
        return response instanceof InvocationResponse.Returned;
    }

    private static String line(InvocationResponse.Failed failed) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>(failed.json());
        error.remove("stackTrace");
        error.computeIfPresent(
                "errorMessage", (field, message) -> VisibleText.message(message.toString()));
        return Json.text(error);
    }
}
