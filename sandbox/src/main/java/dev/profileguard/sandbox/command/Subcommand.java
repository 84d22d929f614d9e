package dev.profileguard.sandbox.command;

import dev.profileguard.sandbox.command.baselines.BaselinesCommand;
import dev.profileguard.sandbox.command.baselines.CopyBaselinesCommand;
import dev.profileguard.sandbox.command.demo.DemoCommand;
import dev.profileguard.sandbox.command.explain.ExplainCommand;
import dev.profileguard.sandbox.command.noderole.NodeRoleCommand;
import dev.profileguard.sandbox.command.operate.AdoptCommand;
import dev.profileguard.sandbox.command.operate.ApplyCommand;
import dev.profileguard.sandbox.command.operate.AskCommand;
import dev.profileguard.sandbox.command.operate.MendCommand;
import dev.profileguard.sandbox.command.operate.PlanCommand;
import dev.profileguard.sandbox.command.operate.ReleaseCommand;
import dev.profileguard.sandbox.command.operate.RotateCommand;
import dev.profileguard.sandbox.command.operate.SettingsCommand;
import dev.profileguard.sandbox.command.operate.ShowCommand;
import dev.profileguard.sandbox.command.operate.SweepCommand;
import dev.profileguard.sandbox.command.operate.UsageCommand;
import dev.profileguard.sandbox.command.organization.OrganizationCommand;
import dev.profileguard.sandbox.command.prevention.PreventionCommand;
import dev.profileguard.sandbox.command.redrive.RedriveCommand;
import dev.profileguard.sandbox.command.rehearse.RehearseCommand;
import dev.profileguard.sandbox.command.replay.ReplayCommand;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The subcommands of `guard`, in the order in which its help lists them.
enum Subcommand {
    DEMO("demo", DemoCommand.class),
    SANDBOX("sandbox", SandboxCommand.class),
    INVOKE("invoke", InvokeCommand.class),
    REPLAY("replay", ReplayCommand.class),
    REHEARSE("rehearse", RehearseCommand.class),
    NODE_ROLE("node-role", NodeRoleCommand.class),
    EXPLAIN("explain", ExplainCommand.class),
    ASK("ask", AskCommand.class),
    SHOW("show", ShowCommand.class),
    SETTINGS("settings", SettingsCommand.class),
    ADOPT("adopt", AdoptCommand.class),
    BASELINES("baselines", BaselinesCommand.class),
    RELEASE("release", ReleaseCommand.class),
    PLAN("plan", PlanCommand.class),
    APPLY("apply", ApplyCommand.class),
    SWEEP("sweep", SweepCommand.class),
    USAGE("usage", UsageCommand.class),
    ROTATE("rotate", RotateCommand.class),
    MEND("mend", MendCommand.class),
    REDRIVE("redrive", RedriveCommand.class),
    COPY_BASELINES("copy-baselines", CopyBaselinesCommand.class),
    PREVENTION("prevention", PreventionCommand.class),
    ORGANIZATION("organization", OrganizationCommand.class);

    private static final Set<String> VERSION = Set.of("--version", "-V");

    private final String text;
    private final Class<?> type;

    Subcommand(String text, Class<?> type) {
        this.text = text;
        this.type = type;
    }

    /// As the user writes it.
    String text() {
        return text;
    }

    /// The class that picocli reads.
    Class<?> type() {
        return type;
    }

    static List<Subcommand> all() {
        return List.of(values());
    }

    /// Those that a command line can be about: only its first word names one. None, if it only asks
    /// for the version. All, if that word is another option, is missing or is misspelled.
    static List<Subcommand> neededFor(String... arguments) {
        if (arguments.length == 1 && VERSION.contains(arguments[0])) {
            return List.of();
        }
        return Arrays.stream(values())
                .filter(each -> arguments.length > 0 && arguments[0].equals(each.text))
                .findFirst()
                .map(List::of)
                .orElseGet(Subcommand::all);
    }
}
