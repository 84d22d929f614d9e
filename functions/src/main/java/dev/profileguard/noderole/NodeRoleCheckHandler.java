package dev.profileguard.noderole;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.cluster.Clusters;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.lambda.Attribution;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.rehearsal.Rehearsal;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.NodeRole;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.NodeRoleChecks;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.noderole.rule.NodeRoleRecipe;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.reconcile.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks the node roles of EKS clusters, and that EC2 may assume the role in a profile.
///
/// Input: CloudTrail's events, singly or in batches from the delay queue, and manual requests.
public final class NodeRoleCheckHandler extends FunctionHandler {
    private static final RoleName PRIMING_NAME = new RoleName("profile-guard-priming");

    private final NodeRoleSettings settings;
    private final Ports ports;

    /// For Lambda. Reads the settings before it creates any client.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public NodeRoleCheckHandler() {
        this(NodeRoleSettings.from(System.getenv()), LambdaPlatform.live());
        prime(
                () -> Rehearsal.play(System.getenv(), NodeRoleCheckHandler::new),
                () -> ports.reader().role(PRIMING_NAME),
                () -> ports.repairs().load(PRIMING_NAME.subject()));
    }

    /// For the sandbox and tests, which have their own platform.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public NodeRoleCheckHandler(Platform platform) {
        this(NodeRoleSettings.from(platform.environment()), platform);
    }

    private NodeRoleCheckHandler(NodeRoleSettings settings, Platform platform) {
        this(
                settings,
                platform,
                platform.eventPorts(settings.mode(), settings.table())
                        .asking(Attribution.forEvents(platform))
                        .asking(settings.clusters(platform, Clusters.Patience.OF_EVENTS)));
    }

    private NodeRoleCheckHandler(NodeRoleSettings settings, Platform platform, Ports ports) {
        super(
                platform,
                new Reconciler(settings.mode(), NodeRoleSettings.MODE, ports),
                settings.warnings());
        this.settings = settings;
        this.ports = ports;
    }

    @Override
    public Rule rule() {
        return Rule.NODE_ROLE_CHECK;
    }

    @Override
    public InvocationResult event(CloudTrailEvent event, Context context) {
        return switch (NodeRoleExtraction.in(event)) {
            case Extracted.NotForUs(String why) -> notForUs(why, event.id());
            case Extracted.Found(NodeRoleTrigger trigger) ->
                    reconcile(settings.tasks(trigger), context);
        };
    }

    @Override
    public boolean comesAgain(Outcome outcome) {
        return outcome.decision() == NodeRoleDecision.NOT_YET;
    }

    @Override
    public InvocationResult request(Map<String, Object> json, Context context) {
        return new InvocationResult(
                List.of(
                        switch (NodeRoleRequest.read(json)) {
                            case NodeRoleRequest.Show(RoleName role) -> show(role, context);
                            case NodeRoleRequest.Make make -> make(make, context);
                        }));
    }

    private Outcome show(RoleName name, Context context) {
        Call call =
                new Call(
                        new Actor.Unattributed(),
                        "show",
                        account(context),
                        context.getAwsRequestId(),
                        platform().clock().instant());
        NodeRoleChange change =
                new NodeRoleChange(
                        name, NodeRoleChange.Clue.NODE_ROLE, Set.of(), Set.of(Part.values()), call);
        Step.Answers answers = ports.answers();
        RoleDetail role = answers.to(new Read.OfRole(name));
        if (role == null) {
            throw new IllegalArgumentException("There is no role " + name);
        }
        List<Check> checks = new ArrayList<>();
        answers.follow(settings.rule().facts(change, role, node -> collect(node, change, checks)));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("checks", checks.stream().map(Check::json).toList());
        long wrong = checks.stream().filter(each -> each.result() == Check.Result.WRONG).count();
        return answered(
                name,
                wrong == 0
                        ? "Nothing is wrong with %s as a node role".formatted(name)
                        : "%d of %d answers about %s as a node role are wrong"
                                .formatted(wrong, checks.size(), name),
                details,
                context);
    }

    private static Plan collect(NodeRole node, NodeRoleChange change, List<Check> checks) {
        checks.addAll(NodeRoleChecks.of(node, change.parts()));
        return Plan.leave(Decision.Common.SHOWN, "");
    }

    private Outcome make(NodeRoleRequest.Make make, Context context) {
        NodeRoleRecipe recipe =
                new NodeRoleRecipe(
                        make.role(),
                        make.family(),
                        make.cni(),
                        settings.rule().partition(),
                        account(context));
        return answered(
                make.role(),
                "Nothing was made. These commands make %s as a node role, in this order"
                        .formatted(make.role()),
                new LinkedHashMap<>(recipe.json()),
                context);
    }

    private static Outcome answered(
            RoleName role, String why, Map<String, @Nullable Object> details, Context context) {
        return new Outcome.Answered(
                role.subject(),
                Decision.Common.SHOWN,
                why,
                List.of(),
                List.of(),
                details,
                context.getAwsRequestId());
    }
}
