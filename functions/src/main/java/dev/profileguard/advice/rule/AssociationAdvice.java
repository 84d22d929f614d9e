package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The advice about the association of an instance with a profile.
record AssociationAdvice(FailedCall call, Named named, Facts facts) {
    Advice advice(Diagnosis diagnosis) {
        InstanceUse current = facts.association().orNull();
        if (current != null && current.associationId() != null) {
            return current(diagnosis, current, current.associationId());
        }
        return facts.association().isNone()
                ? none(diagnosis)
                : new Advice(diagnosis, cause(diagnosis), List.of(), look(), page(diagnosis));
    }

    private Advice current(Diagnosis diagnosis, InstanceUse current, String association) {
        String proof =
                "The current association of instance %s in %s is %s, with %s"
                        .formatted(
                                current.instanceId(),
                                current.region(),
                                association,
                                current.profileArn());
        List<String> todo = new ArrayList<>();
        ProfileName wanted = named.profile();
        if (wanted != null && current.profileArn().endsWith("/" + wanted)) {
            todo.add("Nothing: the instance uses %s already".formatted(wanted));
        } else if (call.operation().startsWith("Disassociate")) {
            todo.add(AdviceCommands.disassociate(current.region(), association));
        } else {
            todo.add(
                    AdviceCommands.replaceAssociation(
                            current.region(), association, profile(wanted)));
        }
        return new Advice(diagnosis, cause(diagnosis), List.of(proof), todo, page(diagnosis));
    }

    private Advice none(Diagnosis diagnosis) {
        String instance = named.instance();
        List<String> todo =
                call.operation().startsWith("Disassociate")
                        ? List.of("Nothing: no profile is associated with the instance any more")
                        : List.of(
                                AdviceCommands.associate(
                                        call.region(),
                                        instance.isEmpty() ? "INSTANCE" : instance,
                                        profile(named.profile())));
        return new Advice(
                diagnosis,
                cause(diagnosis),
                List.of("EC2 shows no current association of %s".formatted(shown(instance))),
                todo,
                page(diagnosis));
    }

    private String shown(String instance) {
        if (!instance.isEmpty()) {
            return instance;
        }
        return named.association().isEmpty() ? "the instance" : named.association();
    }

    private String cause(Diagnosis diagnosis) {
        String instance = named.instance().isEmpty() ? "The instance" : named.instance();
        String association =
                named.association().isEmpty() ? "The association" : named.association();
        return diagnosis == Diagnosis.ASSOCIATION_EXISTS
                ? "%s has an instance profile already: an instance has one at a time, and a second one is not associated but replaces it"
                        .formatted(instance)
                : "%s is not the current association of its instance: it was replaced or ended, and each replacement has a new ID"
                        .formatted(association);
    }

    private List<String> look() {
        String association = named.association().isEmpty() ? "ASSOCIATION" : named.association();
        return List.of(
                named.instance().isEmpty()
                        ? "Look for its instance, then for that instance's current association: %s; %s"
                                .formatted(
                                        AdviceCommands.showAssociationById(
                                                call.region(), association),
                                        AdviceCommands.showAssociation(call.region(), "INSTANCE"))
                        : "Look for the current association: "
                                + AdviceCommands.showAssociation(call.region(), named.instance()),
                "Then, with its ID: "
                        + (call.operation().startsWith("Disassociate")
                                ? AdviceCommands.disassociate(call.region(), "ASSOCIATION")
                                : AdviceCommands.replaceAssociation(
                                        call.region(), "ASSOCIATION", profile(named.profile()))));
    }

    private static String profile(@Nullable ProfileName wanted) {
        return wanted == null ? "PROFILE" : wanted.value();
    }

    private static String page(Diagnosis diagnosis) {
        return diagnosis == Diagnosis.ASSOCIATION_EXISTS ? Pages.ASSOCIATE : Pages.REPLACE;
    }
}
