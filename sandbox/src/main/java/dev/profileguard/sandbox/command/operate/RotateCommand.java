package dev.profileguard.sandbox.command.operate;

import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `guard rotate`: replaces a profile that something runs on by a new one.
@Command(
        name = "rotate",
        description = {
            "Replace an instance profile that something runs on by a new one.",
            "Shows the steps to a new profile with the role for everything that uses the old one,"
                    + " with their commands. With RotationMode=enforce, ProfileRotation makes the"
                    + " new profile, and with --do it does the steps that can be done through AWS,"
                    + " and the command waits for them. Run it again to continue."
        })
public final class RotateCommand extends Verb {
    private static final String FUNCTION = "ProfileRotation";

    @Parameters(
            arity = "0..1",
            paramLabel = "PROFILE",
            description = "The name of the profile that is replaced.")
    private String profile = "";

    @ArgGroup private Step step = new Step();

    /// What else than to start a rotation, or to go on with it.
    static final class Step {
        @Option(names = "--status", description = "Show how far the rotation is.")
        private boolean status;

        @Option(
                names = "--finish",
                description =
                        "Delete the old profile, if nothing uses it. Waits up to five minutes.")
        private boolean finish;

        @Option(
                names = "--cancel",
                description =
                        "Delete the new profile, if nothing uses it. Waits up to five minutes.")
        private boolean cancel;

        @Option(names = "--list", description = "Show all rotations that are not over.")
        private boolean list;
    }

    @Option(
            names = "--role",
            paramLabel = "NAME",
            description = "The role in the new profile (default: that of the old one).")
    private String role = "";

    @Option(
            names = "--to",
            paramLabel = "NAME",
            description = "The new profile (default: the old name with the day).")
    private String to = "";

    @Option(
            names = "--gke-cluster",
            paramLabel = "NAME",
            description = "A cluster of GKE on AWS that is linked to the profile.")
    private String cluster = "";

    @Option(
            names = "--gke-node-pool",
            paramLabel = "NAME",
            description = "A node pool of that cluster, instead of its control plane.")
    private String nodePool = "";

    @Option(
            names = "--location",
            paramLabel = "NAME",
            description = "Where Google Cloud manages that cluster, such as us-west1.")
    private String location = "";

    @Option(names = "--do", description = "Do what can be done through AWS, and wait for it.")
    private boolean carriesOut;

    /// Picocli calls this one.
    public RotateCommand() {}

    @Override
    void check() {
        if (profile.isBlank() != step.list) {
            throw wrong(
                    step.list
                            ? "--list takes no profile"
                            : "Give the name of the profile, or --list");
        }
        if (cluster.isBlank() != location.isBlank() || (cluster.isBlank() && !nodePool.isBlank())) {
            throw wrong(
                    nodePool.isBlank()
                            ? "--gke-cluster and --location belong together"
                            : "--gke-node-pool needs --gke-cluster and --location");
        }
        boolean starts = !(step.status || step.finish || step.cancel || step.list);
        boolean saysHow =
                carriesOut || Stream.of(role, to, cluster).anyMatch(each -> !each.isBlank());
        if (!starts && saysHow) {
            throw wrong("Only the start of a rotation takes more options");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        if (step.list) {
            return report(functions.ask(FUNCTION, "{\"list\": true}"));
        }
        if (step.status) {
            return ask(functions, FUNCTION, "status", Map.of("profile", profile));
        }
        if (step.finish || step.cancel) {
            return end(functions, step.finish ? "finish" : "cancel");
        }
        return carriesOut
                ? report(watch().untilNothingIsUnderWay(() -> start(functions)))
                : report(start(functions));
    }

    private Answer start(Functions functions) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("profile", profile);
        put(fields, "role", role);
        put(fields, "to", to);
        if (!cluster.isBlank()) {
            Map<String, Object> link = new LinkedHashMap<>();
            put(link, "gkeCluster", cluster);
            put(link, "gkeNodePool", nodePool);
            put(link, "location", location);
            fields.put("for", List.of(link));
        }
        if (carriesOut) {
            fields.put("do", true);
        }
        return functions.ask(FUNCTION, "start", fields);
    }

    private static void put(Map<String, Object> fields, String name, String value) {
        if (!value.isBlank()) {
            fields.put(name, value);
        }
    }

    private boolean end(Functions functions, String command) {
        return report(
                watch().untilDeleted(() ->
                        functions.ask(FUNCTION, command, Map.of("profile", profile))));
    }

    private RotationWatch watch() {
        return new RotationWatch(errors(), RotationWatch.SLEEP);
    }

    /// A rotation that is carried out is done when nothing uses the old profile any more; its end
    /// is done when the profile is gone.
    @Override
    List<String> left(Answer answer) {
        List<String> left = new ArrayList<>();
        String decision = answer.json().path("decision").asText();
        boolean mustEnd = step.finish || step.cancel;
        if ((mustEnd || carriesOut) && decision.equals("rotation-open")) {
            left.add(answer.json().path("why").asText());
        }
        if (mustEnd && decision.equals("rotation-unused")) {
            left.add(answer.json().path("why").asText());
        }
        return left;
    }

    @Override
    void print(Answer answer, Terminal terminal) {
        new RotationText(terminal).print(answer);
    }
}
