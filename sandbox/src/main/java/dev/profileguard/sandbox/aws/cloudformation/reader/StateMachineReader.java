package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.StateMachineDefinition;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Reads `AWS::Serverless::StateMachine`, as far as the sandbox supports it: a definition in a
/// file, started by schedules.
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html
///
/// @param folder the template's folder, to which its paths are relative
record StateMachineReader(Intrinsics intrinsics, Path folder) {
    private static final Set<String> STARTERS = Set.of("Schedule", "ScheduleV2");

    /// @param into collects the schedules that start it
    StateMachineDefinition read(String id, Map<String, Object> resource, EventReader.Events into) {
        Map<String, Object> properties =
                intrinsics.resolveMap(TemplateNode.map(resource, "Properties"));
        if (!(properties.get("DefinitionUri") instanceof String uri)) {
            throw new TemplateException(
                    "DefinitionUri of %s must be a file: the sandbox has no Definition in the template and none in S3"
                            .formatted(id));
        }
        if (!TemplateNode.text(properties, "Type", "STANDARD").equals("STANDARD")) {
            throw new TemplateException(
                    "Type of %s must be STANDARD: the sandbox has no other".formatted(id));
        }
        Map<String, String> substitutions = new LinkedHashMap<>();
        TemplateNode.map(properties, "DefinitionSubstitutions")
                .forEach((name, value) -> substitutions.put(name, value.toString()));
        StateMachineDefinition machine =
                new StateMachineDefinition(
                        id,
                        intrinsics.name(id),
                        intrinsics.stack().arn("states", "stateMachine:" + intrinsics.name(id)),
                        folder.resolve(uri),
                        substitutions);
        TemplateNode.map(properties, "Events")
                .forEach((name, event) -> check(id, name, TemplateNode.map(event)));
        new EventReader(intrinsics, id, machine.arn()).read(resource, into);
        return machine;
    }

    private static void check(String id, String name, Map<String, Object> event) {
        String type = TemplateNode.text(event, "Type", "");
        if (!STARTERS.contains(type)) {
            throw new TemplateException(
                    "The event %s of %s must be a Schedule or a ScheduleV2, not '%s': nothing else starts a state machine in the sandbox"
                            .formatted(name, id, type));
        }
    }
}
