package dev.profileguard.sandbox.organization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.World;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.StackOutput;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The administrator's account with the central stack: its bus, its topic, its status table and the
/// state machine that sweeps all accounts.
public final class Centre {
    /// The name of the StackSet that makes the stacks of the accounts.
    public static final String MEMBERS = Stack.NAME + "-members";

    private static final String ARTIFACTS = Stack.NAME + "-artifacts";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FINDING_REPORTED =
            """
            {"source": ["profile-guard"],
             "detail-type": [{"anything-but": ["Profile Guard: status"]}],
             "detail": {"severity": ["warning", "critical"]}}
            """;
    private static final String STATUS_REPORTED =
            """
            {"source": ["profile-guard"], "detail-type": ["Profile Guard: status"]}
            """;

    private final Stack stack;
    private final Sandbox sandbox;
    private final SweepAll sweepAll;
    private final StatusTable statuses;

    private Centre(
            Stack stack,
            World world,
            FindingsBus bus,
            SweepRole role,
            Map<String, Sandbox> members) {
        this.stack = stack;
        sweepAll =
                new SweepAll(
                        stack.arn("states", "stateMachine:%s-SweepAll".formatted(Stack.NAME)),
                        role,
                        ARTIFACTS,
                        members,
                        world.scheduler(),
                        world.clock(),
                        this::keep);
        sandbox = Sandbox.in(world, template(stack, bus, sweepAll));
        statuses = new StatusTable(sandbox.dynamo(), sandbox.clock());
    }

    static Centre deployed(
            Stack stack,
            World world,
            FindingsBus bus,
            SweepRole role,
            Map<String, Sandbox> members) {
        Centre centre = new Centre(stack, world, bus, role, members);
        bus.add(FINDING_REPORTED, centre::tell);
        bus.add(STATUS_REPORTED, centre.statuses::record);
        return centre;
    }

    /// The administrator's account itself.
    public Sandbox sandbox() {
        return sandbox;
    }

    /// The state machine that sweeps all accounts.
    public SweepAll sweepAll() {
        return sweepAll;
    }

    /// The name of the table with the last status of each account.
    public String statusTable() {
        return StatusTable.NAME;
    }

    /// As a distributed map writes what failed.
    /// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
    private void keep(SweepRun run) {
        ArrayNode failed = JSON.createArrayNode();
        for (AccountSweep.Failed each : run.failed()) {
            failed.addObject()
                    .put("Input", input(each.account(), run))
                    .put("Status", "FAILED")
                    .put("Error", each.error())
                    .put("Cause", each.cause());
        }
        if (!failed.isEmpty()) {
            sandbox.reports()
                    .keep(
                            ARTIFACTS,
                            "sweeps/%s/%s/FAILED_0.json".formatted(run.name(), run.name()),
                            failed.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /// What the map gives each of its children.
    private static String input(String account, SweepRun run) {
        return JSON.createObjectNode()
                .put("account", account)
                .put("mode", run.mode())
                .put("name", run.name())
                .toString();
    }

    private void tell(BusEvent event) {
        JsonNode json = parsed(event);
        JsonNode finding = json.path("detail");
        String message =
                "\"%s in account %s: %s (%s) of %s, %s. %s\""
                        .formatted(
                                finding.path("severity").asText(),
                                json.path("account").asText(),
                                finding.path("kind").asText(),
                                finding.path("status").asText(),
                                finding.path("subject").asText(),
                                json.path("time").asText(),
                                finding.path("cause").asText());
        sandbox.notifyServices()
                .topics(
                        new Caller.Service(
                                "events.amazonaws.com", new Caller.Root(stack.account())))
                .publish(r -> r.topicArn(topic(stack)).message(message));
    }

    private static Template template(Stack stack, FindingsBus bus, SweepAll sweepAll) {
        return new Template(
                stack,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(StatusTable.definition(stack)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(ARTIFACTS),
                Map.of(),
                List.of(
                        new StackOutput("Artifacts", ARTIFACTS, ""),
                        new StackOutput("FindingsBus", bus.arn(), ""),
                        new StackOutput("FindingsTopic", topic(stack), ""),
                        new StackOutput("StatusTable", StatusTable.NAME, ""),
                        new StackOutput("Members", MEMBERS, ""),
                        new StackOutput("SweepAll", sweepAll.arn(), "")),
                List.of());
    }

    private static String topic(Stack stack) {
        return stack.arn("sns", "%s-FindingsTopic".formatted(Stack.NAME));
    }

    private static JsonNode parsed(BusEvent event) {
        try {
            return JSON.readTree(event.json());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The event is no JSON", e);
        }
    }
}
