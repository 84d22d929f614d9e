package dev.profileguard.sandbox.command.explain.reader;

import dev.profileguard.advice.rule.FailedCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes a [RecognisedFailure] of what was found of it, and of what stands around it.
final class Assembly {
    private static final String PASS_ROLE = "PassRole";

    private static final Pattern RESOURCE =
            Pattern.compile(
                    "(?:arn:[^:]{0,20}:iam::[^:]{0,20}:)?(instance[- ]profile|role)[ /](.{1,300})");

    private final LogText log;
    private final CompactText compact;
    private final Region region;
    private final Printed printed;
    private final int floor;
    private final int next;
    private final Surroundings surroundings;
    private final Map<String, String> said;

    /// @param floor the end of the failure before
    /// @param next the start of the failure after it
    Assembly(
            LogText log, CompactText compact, Region region, Printed printed, int floor, int next) {
        this.region = region;
        this.log = log;
        this.compact = compact;
        this.printed = printed;
        this.floor = floor;
        this.next = next;
        String known = operationOfMarks();
        surroundings =
                Surroundings.of(
                                log.text(),
                                compact.origin(printed.start()),
                                compact.origin(printed.end()),
                                compact.origin(floor))
                        .of(known, statedService());
        said = printed.spoken().map(Spoken::values).orElse(Map.of());
    }

    RecognisedFailure failure() {
        String operation = operation();
        String service = service(operation);
        Map<String, String> names = names();
        String code = code();
        return new RecognisedFailure(
                new FailedCall(
                        service,
                        operation,
                        code,
                        message(),
                        region(),
                        RequestParameters.of(operation, names, said.getOrDefault("resource", ""))),
                names,
                new RequestId(compact, printed, next).found(),
                printed.marks().stream()
                        .map(each -> each.form().tool())
                        .filter(each -> !each.isEmpty())
                        .distinct()
                        .collect(Collectors.joining("; ")),
                log.lineAt(compact.origin(printed.start())));
    }

    private String region() {
        return region.of(
                compact.origin(floor),
                compact.origin(printed.start()),
                compact.origin(printed.end()));
    }

    /// The service that the error itself names.
    private String statedService() {
        String ofSentence = printed.spoken().map(each -> each.sentence().service()).orElse("");
        return orElse(printed.field(Mark::service), ofSentence);
    }

    private String code() {
        String code = printed.field(Mark::code);
        String expected = printed.spoken().map(each -> each.sentence().code()).orElse("");
        return code.isEmpty() || expected.endsWith(code) ? orElse(expected, code) : code;
    }

    private String operation() {
        String operation = orElse(operationOfMarks(), surroundings.operation());
        String inferred = printed.spoken().map(each -> each.sentence().operation()).orElse("");
        return orElse(operation, orElse(inferred, deniedOperation()));
    }

    private String operationOfMarks() {
        return printed.field(Mark::operation);
    }

    /// The operation that has the name of the denied action. `iam:PassRole` is not an operation: it
    /// is asked when another operation passes a role.
    private String deniedOperation() {
        String action = deniedAction();
        String name = action.substring(action.indexOf(':') + 1);
        return name.equals(PASS_ROLE) ? "" : name;
    }

    private String deniedAction() {
        String action = said.getOrDefault("action", "");
        return action.indexOf(':') > 0 ? action : "";
    }

    private String service(String operation) {
        String ofOperation = Operations.serviceOf(operation).orElse("");
        String ofMarks = operationOfMarks().isEmpty() ? "" : printed.field(Mark::service);
        String action = deniedAction();
        String ofAction =
                deniedOperation().isEmpty() || !deniedOperation().equals(operation)
                        ? ""
                        : Operations.eventSource(action.substring(0, action.indexOf(':')));
        return orElse(ofMarks, orElse(ofOperation, orElse(statedService(), ofAction)));
    }

    private String message() {
        Optional<Spoken> spoken = printed.spoken();
        return spoken.isPresent()
                ? spoken.get().text()
                : new FreeMessage(log.text(), compact, printed, floor, next).found();
    }

    private Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        said.forEach((slot, value) -> {
            switch (slot) {
                case "profile" -> names.put("instance profile", value);
                case "role", "instance", "association", "user", "action" -> names.put(slot, value);
                case "resource" -> names.putAll(named(value));
                default -> {}
            }
        });
        surroundings.names().forEach(names::putIfAbsent);
        return names;
    }

    /// The kind and the name of a resource, from its ARN or from `instance profile web`.
    private static Map<String, String> named(String resource) {
        Matcher match = RESOURCE.matcher(resource);
        String path = match.matches() ? match.group(2) : "";
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty()
                ? Map.of("resource", resource)
                : Map.of(match.group(1).replace('-', ' '), name);
    }

    private static String orElse(String first, String second) {
        return first.isEmpty() ? second : first;
    }
}
