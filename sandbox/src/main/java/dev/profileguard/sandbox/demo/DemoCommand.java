package dev.profileguard.sandbox.demo;

import dev.profileguard.sandbox.Sandbox;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.iam.IamClient;

/// `guard demo`: plays the story, and ends with 0 when everything came out as it should.
@Command(name = "demo", description = "Show what Profile Guard does, on a sandbox of its own.")
public final class DemoCommand implements Callable<Integer> {
    private static final String TELLER = "narrator";

    @Option(
            names = "--template",
            defaultValue = "${sys:guard.template:-template.yaml}",
            description = "The template to deploy (default: the project's own).")
    private Path template = Path.of("template.yaml");

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public DemoCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        try (Sandbox sandbox = Sandbox.start(template, Story.PARAMETERS, Sandbox.Mode.TEST_CLOCK)) {
            return play(sandbox, out, ansi);
        }
    }

    private static int play(Sandbox sandbox, PrintWriter out, Ansi ansi) {
        IamClient teller = sandbox.iamAs(TELLER);
        Narrator narrator = new Narrator(sandbox.timeline(), out, ansi, Sandbox.user(TELLER).arn());
        Stage stage = new Stage(sandbox, narrator, teller);
        out.println("Profile Guard on a sandbox account, deployed from the template with");
        Story.PARAMETERS.forEach((name, value) -> out.println("   " + name + "=" + value));
        new Story(stage).play();
        out.println();
        out.println("The instance profiles in the end");
        narrator.lines(ProfileTable.rows(stage.profiles()));
        out.println();
        out.println(
                stage.failed() == 0
                        ? "Everything came out as it should."
                        : stage.failed() + " things did not come out as they should.");
        out.flush();
        return stage.failed() == 0 ? 0 : 1;
    }
}
