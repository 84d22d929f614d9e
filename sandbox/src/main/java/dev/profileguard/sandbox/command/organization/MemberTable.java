package dev.profileguard.sandbox.command.organization;

import static dev.profileguard.sandbox.terminal.Terminal.styled;

import dev.profileguard.sandbox.command.stack.CentralStack;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.text.ShellCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi.Style;
import software.amazon.awssdk.services.cloudformation.model.StackInstanceSummary;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The accounts of an organization, those first that are silent.
///
/// @param stackSet its name; empty: there is none yet
record MemberTable(List<MemberStatus> members, String stackSet, Instant now, Duration silence) {
    private static final String ROW = "%-12s  %-9s %-8s %-9s %-8s %-8s %-6s %-20s %s";

    static MemberTable of(CentralStack stack, Instant now) {
        Map<String, MemberStatus> all = new TreeMap<>();
        Map<String, StackInstanceSummary> instances = stack.members();
        instances.forEach((account, instance) ->
                all.put(account, MemberStatus.of(account, instance, Map.of())));
        for (Map<String, AttributeValue> item : stack.statuses()) {
            AttributeValue key = item.get("account");
            if (key != null) {
                all.put(key.s(), MemberStatus.of(key.s(), instances.get(key.s()), item));
            }
        }
        return new MemberTable(List.copyOf(all.values()), stack.stackSet(), now, stack.silence());
    }

    List<MemberStatus> silent() {
        return members.stream().filter(this::isSilent).toList();
    }

    List<String> lines() {
        return Stream.concat(silent().stream(), members.stream().filter(each -> !isSilent(each)))
                .map(each -> each.json(isSilent(each)).toString())
                .toList();
    }

    void print(Terminal terminal) {
        List<MemberStatus> silent = silent();
        if (!silent.isEmpty()) {
            terminal.line(
                    styled(
                            "%d of %d accounts are silent: no sweep was reported for %d hours"
                                    .formatted(silent.size(), members.size(), silence.toHours()),
                            Style.bold));
            silent.forEach(each -> explain(each, terminal));
            terminal.emptyLine();
        }
        terminal.line(
                styled(
                        ROW.formatted(
                                "ACCOUNT",
                                "VERSION",
                                "GUARD",
                                "PROVISION",
                                "TAGS",
                                "NODES",
                                "SWEEP",
                                "LAST SWEEP",
                                "OPEN FINDINGS"),
                        Style.bold));
        members.stream()
                .filter(each -> !each.status().isMissingNode())
                .forEach(each -> terminal.line(row(each)));
    }

    private boolean isSilent(MemberStatus member) {
        return member.isSilent(now, silence);
    }

    private void explain(MemberStatus member, Terminal terminal) {
        terminal.line(
                "  %s: %s; its stack: %s"
                        .formatted(
                                member.account(),
                                member.time() == null
                                        ? "it never reported"
                                        : "its last report is of " + member.time(),
                                member.deployment()));
        terminal.line("    " + advice(member));
    }

    private String advice(MemberStatus member) {
        if (member.instance() == null) {
            return "It has left the StackSet; its status goes away by itself after a week";
        }
        if (!member.instance().statusAsString().equals("CURRENT")) {
            return "See why it is not deployed: "
                    + ShellCommand.of("aws cloudformation list-stack-instances")
                            .option("--stack-set-name", stackSet)
                            .option("--stack-instance-account", member.account())
                            .text();
        }
        return "With credentials of that account: ./guard settings, then ./guard sweep; the log of"
                + " Backfill says why a status was not sent";
    }

    private static String row(MemberStatus member) {
        String sweep = member.status().path("sweep").path("ended").asText("-");
        long failed = member.status().path("sweep").path("failed").asLong(0);
        return ROW.formatted(
                        member.account(),
                        member.status().path("version").asText("-"),
                        member.mode("GuardMode"),
                        member.mode("ProvisionMode"),
                        member.mode("TagMode"),
                        member.mode("NodeRoleMode"),
                        member.mode("SweepMode"),
                        sweep,
                        findings(member)
                                + (failed == 0 ? "" : "; %d failed".formatted(failed))
                                + (member.status().path("paused").asBoolean() ? "; paused" : ""))
                .stripTrailing();
    }

    private static String findings(MemberStatus member) {
        List<String> counts =
                Stream.of("critical", "warning", "info")
                        .filter(each -> member.open(each) > 0)
                        .map(each -> "%d %s".formatted(member.open(each), each))
                        .toList();
        return counts.isEmpty() ? "none" : String.join(", ", counts);
    }
}
