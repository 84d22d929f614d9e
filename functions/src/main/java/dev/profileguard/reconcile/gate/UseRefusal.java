package dev.profileguard.reconcile.gate;

import dev.profileguard.finding.Commands;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a profile is not deleted, or does not get its role: instances use it, or EC2 could not be
/// asked.
///
/// @param decision about the role or profile
/// @param undo the action that undoes what was done; null: none does
public record UseRefusal(
        ProfileName profile, ProfileUse use, Decision decision, @Nullable Action undo)
        implements Remediation.Refusal {
    /// The instances and regions that a finding names.
    private static final int MOST = 20;

    @Override
    public Plan.Verdict verdict() {
        return new Plan.Verdict(decision, reason());
    }

    /// The reason, as a part of a sentence.
    public String reason() {
        return use.instances().isEmpty()
                ? "EC2 could not be asked which instances use %s (%s)"
                        .formatted(profile, listed(use.unknown()))
                : "instances use %s: %s"
                        .formatted(
                                profile,
                                listed(
                                        use.instances().stream()
                                                .map(UseRefusal::described)
                                                .toList()));
    }

    private static String listed(List<String> texts) {
        return texts.stream().limit(MOST).collect(Collectors.joining(", "))
                + (texts.size() > MOST ? ", and more" : "");
    }

    private static String described(InstanceUse use) {
        return "%s in %s (%s)".formatted(use.instanceId(), use.region(), use.state());
    }

    /// What to do before the profile can be deleted.
    public List<String> todo() {
        List<String> todo = new ArrayList<>();
        use.instances().stream()
                .limit(MOST)
                .map(each ->
                        "If instance %s does not need the profile any more: %s"
                                .formatted(each.instanceId(), Commands.endUse(each)))
                .forEach(todo::add);
        if (!use.isComplete()) {
            todo.add(
                    "Let the function call EC2 in these regions, or list the regions to be asked in"
                            + " InstanceRegions");
        }
        return todo;
    }
}
