package dev.profileguard.sandbox.command;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.account.AccountFileException;
import dev.profileguard.sandbox.account.AccountOptions;
import dev.profileguard.sandbox.command.option.TemplateOptions;
import dev.profileguard.sandbox.host.Handlers.HandlerException;
import dev.profileguard.sandbox.http.SandboxServer;
import dev.profileguard.sandbox.organization.Organization;
import dev.profileguard.sandbox.terminal.Terminal;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `guard sandbox`: serves an account in which the template is deployed, until the user stops the
/// process.
@Command(
        name = "sandbox",
        description =
                "Serve IAM, STS, the Resource Groups Tagging API, Parameter Store, Lambda Invoke,"
                    + " DynamoDB, the calls of EC2, Auto Scaling and EKS that use instance profiles"
                    + " and roles of nodes, the stack and its state machine, and the CloudTrail,"
                    + " S3, EventBridge, SQS and SNS calls that the functions need, on one port,"
                    + " until you stop it.",
        footer = {
            "",
            "As in a deployed stack, a sweep runs at the start and then on SweepSchedule."
                    + " SweepMode=off disables it. The canary runs only if you set CanaryMinutes."
        })
final class SandboxCommand implements Callable<Integer> {
    private static final int MOST_ACCOUNTS = 100;
    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--port",
            defaultValue = "4500",
            description = "The port to listen on; 0 for any free one (default: 4500).")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: 127.0.0.1, this machine only).")
    private String host = "127.0.0.1";

    @Option(
            names = "--sam-local",
            description = {
                "Also serve functions that sam local runs in Docker: listen on the address of"
                        + " Docker's bridge too, and write their environment variables to"
                        + " .aws-sam/sandbox.json beside the template, which samconfig.toml names."
            })
    private boolean samLocal;

    @Option(
            names = "--accounts",
            paramLabel = "NUMBER",
            description = {
                "Serve an organization with this many accounts, 1 to 100, and the account that"
                        + " administers them. The access key USER@ACCOUNT is a user of an account;"
                        + " the accounts are 210000000001 and those that follow. Every other key is"
                        + " a user of the administrator's account."
            })
    private int accounts;

    @Mixin private TemplateOptions options = new TemplateOptions();

    @Mixin private AccountOptions account = new AccountOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be 0 to 65535, not " + port);
        }
        if (accounts < 0 || accounts > MOST_ACCOUNTS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--accounts must be 1 to %d, not %d".formatted(MOST_ACCOUNTS, accounts));
        }
        return accounts == 0 ? serveOne() : serveMany();
    }

    private int serveMany() throws InterruptedException {
        if (samLocal || account.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "--accounts goes with neither --sam-local nor --account");
        }
        Organization organization =
                Organization.running(options.file(), options.parameters(), accounts);
        SandboxServer server = serve(() -> SandboxServer.start(organization, host, port));
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(() -> {
                                    server.close();
                                    organization.close();
                                }));
        return ready(server);
    }

    private int ready(SandboxServer server) throws InterruptedException {
        Terminal terminal = Terminal.output(spec.commandLine());
        terminal.line("ready " + server.url());
        terminal.line(
                "Open %s in a browser to see the account and what happens in it"
                        .formatted(server.page()));
        terminal.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private int serveOne() throws InterruptedException {
        Sandbox sandbox = Sandbox.prepare(options.file(), options.parameters());
        load(sandbox);
        warm(sandbox);
        SandboxServer server = serve(() -> SandboxServer.start(sandbox, host, port));
        if (samLocal) {
            serveSamLocal(sandbox, server);
        }
        sandbox.begin();
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(() -> {
                                    server.close();
                                    sandbox.reports().close();
                                }));
        return ready(server);
    }

    private void load(Sandbox sandbox) {
        try {
            options.store(sandbox);
            account.load(sandbox.account(), Terminal.output(spec.commandLine()));
        } catch (AccountFileException | ParameterException e) {
            sandbox.close();
            throw e;
        }
    }

    private static void warm(Sandbox sandbox) {
        try {
            sandbox.lambda().warm();
        } catch (HandlerException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    private SandboxServer serve(Start start) {
        try {
            return start.server();
        } catch (BindException e) {
            throw new CommandException(
                    "Cannot listen on port %d of %s (%s). Choose another port with --port"
                            .formatted(port, host, e.getMessage()),
                    e);
        } catch (UnknownHostException e) {
            throw new CommandException("There is no address " + host, e);
        } catch (IOException e) {
            throw new CommandException("Cannot start the sandbox: " + e.getMessage(), e);
        }
    }

    private void serveSamLocal(Sandbox sandbox, SandboxServer server) {
        try {
            Optional<InetAddress> bridge = SamLocal.bridge();
            if (bridge.isPresent()) {
                server.listenToo(bridge.get());
            }
            SamLocal.write(options.file(), sandbox.template(), server.port());
        } catch (BindException e) {
            throw new CommandException(
                    "Cannot listen on port %d of Docker's bridge (%s). Choose another port with --port"
                            .formatted(server.port(), e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new CommandException(
                    "Cannot write %s for sam local: %s"
                            .formatted(SamLocal.file(options.file()), e.getMessage()),
                    e);
        }
    }

    /// Starts to serve.
    @FunctionalInterface
    private interface Start {
        SandboxServer server() throws IOException;
    }
}
