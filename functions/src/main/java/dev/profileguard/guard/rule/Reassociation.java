package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.state.FormerProfile;
import dev.profileguard.state.GuardRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Associates instances again with a profile that was deleted and created again. They still have
/// the ID of the deleted one, and get no credentials.
///
/// An instance gets the credentials of the role in the profile by that. So the profile must be
/// right, and the instance must have used the deleted profile since before somebody changed it.
///
/// @param occasion the event or the sweep because of which the profile was read
/// @param profile as it is, right
/// @param use the instances that EC2 shows under the name of the profile
public record Reassociation(
        Change occasion, InstanceProfile profile, GuardRecord record, ProfileUse use) {
    /// The instances that one evaluation associates, and that a finding names. The others follow in
    /// the next evaluations.
    static final int MOST = 20;

    private static final String RUNNING = "running";
    private static final Set<String> ENDED = Set.of("shutting-down", "terminated");

    /// Whether instances are associated again.
    public enum Switch {
        /// They are.
        ON,
        /// People do that.
        OFF;

        /// Whether a plan leaves a profile that is right, and that was deleted before. Who created
        /// it again is another question.
        boolean isDue(GuardPlan plan) {
            GuardRecord record = plan.next();
            return this == ON
                    && plan.decision() == GuardDecision.NO_DRIFT
                    && plan instanceof GuardPlan.Remember
                    && record.baseline() != null
                    && record.baseline().role() != null
                    && record.withheld() == null
                    && !record.former().isEmpty();
        }
    }

    /// Whether nothing is left to do, as far as all regions say.
    boolean isOver() {
        return outdated().isEmpty() && use.isComplete();
    }

    /// The decision's reason.
    String why() {
        return outdated().isEmpty()
                ? "EC2 could not be asked in all regions which instances have an old ID of %s"
                        .formatted(profile.name())
                : "%s %s an ID that %s had before it was deleted"
                        .formatted(
                                instances(outdated().size()),
                                outdated().size() == 1 ? "has" : "have",
                                profile.name());
    }

    /// The writes, with their report; empty: there are none.
    List<Remediation> remediations() {
        List<Action> actions =
                outdated().stream()
                        .filter(each -> obstacle(each) == null)
                        .limit(MOST)
                        .map(this::action)
                        .toList();
        return actions.isEmpty()
                ? List.of()
                : List.of(
                        new Remediation(actions, done -> List.of(finding(done.own())), null)
                                .reportedInPart());
    }

    private Action action(InstanceUse each) {
        return new Action.AssociateInstance(
                profile.name(),
                each.region(),
                each.instanceId(),
                String.valueOf(each.associationId()),
                each.profileId());
    }

    private List<InstanceUse> outdated() {
        return use.instances().stream()
                .filter(each -> former(each) != null && !ENDED.contains(each.state()))
                .toList();
    }

    private @Nullable FormerProfile former(InstanceUse each) {
        return record.former().stream()
                .filter(former ->
                        former.id().equals(each.profileId()) && !former.id().equals(profile.id()))
                .findFirst()
                .orElse(null);
    }

    /// Why an instance is left to people; null: it is not.
    ///
    /// EC2 replaces the profile of running instances only, see
    /// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/attach-iam-role.html
    private @Nullable String obstacle(InstanceUse each) {
        FormerProfile former = former(each);
        if (former == null || each.associationId() == null) {
            return "EC2 shows no association";
        }
        if (each.mayHaveBegunSince(former.right())) {
            return "it may have started to use the profile while that differed from its baseline";
        }
        return each.state().equals(RUNNING)
                ? null
                : "it is %s, and EC2 replaces the profile of running instances only"
                        .formatted(each.state());
    }

    /// The report.
    ///
    /// @param performed the actions that were performed; empty: none yet
    Finding finding(List<PerformedAction> performed) {
        List<InstanceUse> outdated = outdated();
        List<String> done = done(performed);
        return new Finding(
                Kind.ASSOCIATION_OUTDATED,
                profile.name().subject(),
                occasion.call().account(),
                occasion.actor().described(),
                cause(outdated),
                done.isEmpty() ? List.of("nothing") : done,
                todo(outdated, performed),
                occasion.eventId());
    }

    private String cause(List<InstanceUse> outdated) {
        String ids =
                outdated.stream()
                        .map(InstanceUse::profileId)
                        .distinct()
                        .collect(Collectors.joining(", "));
        List<String> parts = new ArrayList<>();
        if (!outdated.isEmpty()) {
            parts.add(
                    "the profile was deleted, and %s its old ID %s instead of %s, which gives no credentials"
                            .formatted(
                                    outdated.size() == 1
                                            ? "1 instance has"
                                            : outdated.size() + " instances have",
                                    ids,
                                    profile.id()));
        }
        use.unknown().stream().limit(MOST).forEach(parts::add);
        return String.join("; ", parts);
    }

    /// One text for the actions of a region with the same result.
    private static List<String> done(List<PerformedAction> performed) {
        Map<String, List<String>> instances = new TreeMap<>();
        for (PerformedAction each : performed) {
            if (each.action() instanceof Action.AssociateInstance associate) {
                String result =
                        each.reason() == null
                                ? each.effect().text()
                                : "%s (%s)".formatted(each.effect().text(), each.reason());
                instances
                        .computeIfAbsent(
                                "in %s with %s again: %s"
                                        .formatted(associate.region(), associate.profile(), result),
                                text -> new ArrayList<>())
                        .add(associate.instance());
            }
        }
        return instances.entrySet().stream()
                .map(each ->
                        "associate %s %s"
                                .formatted(String.join(", ", each.getValue()), each.getKey()))
                .toList();
    }

    private List<String> todo(List<InstanceUse> outdated, List<PerformedAction> performed) {
        List<String> todo = new ArrayList<>();
        Map<String, List<InstanceUse>> left = new TreeMap<>();
        for (InstanceUse each : outdated) {
            String reason = obstacle(each);
            if (reason == null) {
                reason = refusal(each, performed);
            }
            if (reason != null) {
                left.computeIfAbsent(reason, text -> new ArrayList<>()).add(each);
            }
        }
        left.forEach((reason, instances) -> todo.add(todo(reason, instances)));
        long able = outdated.stream().filter(each -> obstacle(each) == null).count();
        if (able > MOST) {
            todo.add(
                    "%s %s within minutes"
                            .formatted(
                                    instances(able - MOST),
                                    able - MOST == 1 ? "follows" : "follow"));
        }
        if (!use.isComplete()) {
            todo.add(
                    "Let the function call EC2 in these regions, or list the regions to be asked in"
                            + " InstanceRegions");
        }
        return todo;
    }

    /// Why EC2 did not associate an instance again; null: it did, or was not asked yet.
    private static @Nullable String refusal(InstanceUse use, List<PerformedAction> performed) {
        return performed.stream()
                .filter(each -> each.effect() == Effect.REJECTED)
                .filter(each ->
                        each.action() instanceof Action.AssociateInstance associate
                                && associate.instance().equals(use.instanceId())
                                && associate.region().equals(use.region()))
                .map(each -> String.valueOf(each.reason()))
                .findFirst()
                .orElse(null);
    }

    private String todo(String reason, List<InstanceUse> instances) {
        return "%s (%s): if it may have role %s, run: %s"
                .formatted(
                        instances.stream()
                                .limit(MOST)
                                .map(each -> each.instanceId() + " in " + each.region())
                                .collect(Collectors.joining(", ")),
                        reason,
                        role(),
                        instances.stream()
                                .limit(MOST / 2)
                                .map(this::command)
                                .collect(Collectors.joining("; ")));
    }

    private String role() {
        return profile.role() == null ? "none" : profile.role().name().value();
    }

    private String command(InstanceUse each) {
        String association = each.associationId();
        String name = profile.name().value();
        String associate = AdviceCommands.associate(each.region(), each.instanceId(), name);
        if (association == null) {
            return associate;
        }
        return each.state().equals(RUNNING)
                ? AdviceCommands.replaceAssociation(each.region(), association, name)
                : "%s; %s".formatted(Commands.endUse(each), associate);
    }

    private static String instances(long count) {
        return count == 1 ? "1 instance" : count + " instances";
    }
}
