package dev.profileguard.sandbox.command.explain;

import dev.profileguard.advice.rule.Advice;
import dev.profileguard.advice.rule.Diagnosis;
import dev.profileguard.advice.rule.Facts;
import dev.profileguard.advice.rule.FailedCall;
import dev.profileguard.sandbox.command.explain.reader.FailureGroup;
import dev.profileguard.sandbox.command.explain.reader.RecognisedFailure;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints explanations: what was recognised of each failure, why AWS refused it, what to do.
final class ExplanationText {
    /// The number of different failures that are printed.
    private static final int MOST = 100;

    private static final int MOST_IDS = 3;

    private final Terminal terminal;

    ExplanationText(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Prints all.
    ///
    /// @return whether at least one is explained
    boolean print(List<FailureGroup> groups) {
        boolean explained = false;
        int number = 0;
        for (FailureGroup group : groups.subList(0, Math.min(MOST, groups.size()))) {
            explained |= print(++number, group);
        }
        if (groups.size() > MOST) {
            terminal.line("left out: %d further failures".formatted(groups.size() - MOST));
        }
        return explained;
    }

    private boolean print(int number, FailureGroup group) {
        FailedCall call = group.failure().call();
        terminal.line(
                Terminal.styled(
                        "%d. %s%s".formatted(number, title(call), times(group.count())),
                        Style.bold));
        field("message", call.message());
        field("about", about(group.failure()));
        field("region", call.region());
        field("request ID", ids(group.requestIds()));
        field("printed by", group.failure().printedBy());
        field("in line", group.failure().line() == 0 ? "" : "" + group.failure().line());
        field("not stated", missing(group.failure()));
        boolean explained = print(Advice.of(call, Facts.NONE));
        terminal.emptyLine();
        return explained;
    }

    private boolean print(Advice advice) {
        boolean known = advice.diagnosis() != Diagnosis.UNKNOWN;
        field(known ? "cause" : "not known", advice.cause());
        int step = 0;
        for (String todo : advice.todo()) {
            field(step == 0 ? "to do" : "", numbered(++step, todo));
        }
        field("page", advice.page());
        return known;
    }

    /// A step with its number, unless the step begins with one.
    private static String numbered(int step, String todo) {
        return todo.matches("(?s)\\d{1,2}\\. .*") ? todo : "%d. %s".formatted(step, todo);
    }

    private static String title(FailedCall call) {
        String code = call.code().isEmpty() ? "An error without a code" : call.code();
        String service = call.service().replaceFirst("\\.amazonaws\\.com(\\.cn)?$", "");
        String operation = (service + " " + call.operation()).strip();
        return operation.isEmpty() ? code : code + " from " + operation;
    }

    private static String times(int count) {
        return count == 1 ? "" : ", %d times".formatted(count);
    }

    private static String about(RecognisedFailure failure) {
        return failure.names().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String ids(List<String> ids) {
        String shown = ids.stream().limit(MOST_IDS).collect(Collectors.joining(", "));
        return ids.size() <= MOST_IDS
                ? shown
                : "%s and %d more".formatted(shown, ids.size() - MOST_IDS);
    }

    private static String missing(RecognisedFailure failure) {
        List<String> missing = new ArrayList<>();
        FailedCall call = failure.call();
        if (call.service().isEmpty()) {
            missing.add("service");
        }
        if (call.operation().isEmpty()) {
            missing.add("operation");
        }
        if (call.message().isEmpty()) {
            missing.add("message");
        }
        if (failure.names().isEmpty()) {
            missing.add("names");
        }
        if (call.region().isEmpty() && !call.service().startsWith("iam.")) {
            missing.add("region");
        }
        return String.join(", ", missing);
    }

    private void field(String label, String value) {
        if (!value.isEmpty()) {
            terminal.line("   %-12s%s".formatted(label.isEmpty() ? "" : label + ":", value));
        }
    }
}
