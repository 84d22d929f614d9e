package dev.profileguard.sandbox.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.identity.OrganizationPolicy;
import dev.profileguard.sandbox.command.LastCommand;
import dev.profileguard.sandbox.command.demo.stage.Attempt;
import dev.profileguard.sandbox.command.demo.stage.Deployment;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import dev.profileguard.sandbox.command.stack.Surroundings;
import dev.profileguard.sandbox.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/// The demo's acts of the attacks of docs/security.md, in accounts with the policies that `guard
/// prevention` makes from the parameters of the act: what AWS refuses, and what stays with the
/// guard.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreventedAttacksTest {
    private static final Path TEMPLATE = Path.of("../template.yaml");
    private static final Pattern NUMBER = Pattern.compile("Attack (\\d+): .*");

    /// What she may do all the same, by the number of the attack.
    private static final Map<Integer, List<String>> ACCEPTED =
            Map.of(
                    1, List.of("ec2:AssociateIamInstanceProfile"),
                    2, List.of("iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"),
                    4, List.of("events:PutEvents"),
                    7, List.of("iam:TagInstanceProfile"),
                    13, List.of("iam:AttachRolePolicy"));

    /// What the list of what is not covered says about it.
    private static final Map<Integer, String> NOT_COVERED =
            Map.of(
                    1, "`ec2:AssociateIamInstanceProfile`",
                    2, "Profiles that are not guarded",
                    4, "Events that another account sends",
                    7, "Profiles that are not guarded",
                    13, "Policies of roles that are not the stack's");

    private final Map<String, Played> played = new TreeMap<>();
    private final Map<Integer, List<Attempt>> hers = new TreeMap<>();

    /// @param failed the number of expectations of the demo that are not met
    private record Played(int failed, List<Attempt> attempts, String notCovered, String output) {}

    @BeforeAll
    void playAll(@TempDir Path folder) throws IOException {
        for (Act.Definition act : AttackActs.ALL) {
            played.put(act.name(), play(act, Files.createDirectory(folder.resolve(act.name()))));
        }
        for (Played each : played.values()) {
            for (Attempt attempt : each.attempts()) {
                NUMBER.matcher(attempt.scene())
                        .results()
                        .filter(number -> attempt.by().equals("mallory"))
                        .forEach(number -> hersIn(number).add(attempt));
            }
        }
    }

    @Test
    void areAllThatTheSecurityPageHas() throws IOException {
        List<Integer> numbers =
                Pattern.compile("^### (\\d+)[.] ", Pattern.MULTILINE)
                        .matcher(Files.readString(Path.of("../docs/security.md")))
                        .results()
                        .map(heading -> Integer.valueOf(heading.group(1)))
                        .toList();

        assertThat(numbers).hasSizeGreaterThan(12);
        assertThat(hers.keySet()).containsExactlyElementsOf(new TreeSet<>(numbers));
    }

    /// Where the policy of the table refuses a call too, DynamoDB may name that one.
    @Test
    void areRefusedByAPolicyOfTheOrganization() {
        Map<Integer, List<Attempt>> others = new TreeMap<>(hers);
        assertThat(others.remove(7)).isNotEmpty().allMatch(Attempt::isAccepted);

        others.forEach((number, attempts) -> {
            List<String> refusals =
                    attempts.stream()
                            .filter(each -> !each.isAccepted())
                            .map(Attempt::refusal)
                            .toList();
            assertThat(refusals.getFirst())
                    .as("attack " + number)
                    .contains("user/mallory is not authorized to perform")
                    .containsPattern("explicit deny in a (service control|resource-based) policy");
            assertThat(refusals)
                    .as("attack " + number)
                    .anyMatch(each -> each.contains("explicit deny in a service control policy"));
        });
    }

    @Test
    void leaveNothingElseToHer() {
        Map<Integer, List<String>> accepted = new TreeMap<>();
        hers.forEach((number, attempts) ->
                attempts.stream()
                        .filter(Attempt::isAccepted)
                        .forEach(each ->
                                accepted.computeIfAbsent(number, none -> new ArrayList<>())
                                        .add(each.call())));

        assertThat(accepted).isEqualTo(new TreeMap<>(ACCEPTED));
    }

    @Test
    void areToldWhereTheyAreLeftToTheGuard() {
        assertThat(NOT_COVERED.keySet()).isEqualTo(ACCEPTED.keySet());
        NOT_COVERED.forEach((number, text) ->
                assertThat(played.values())
                        .as("attack " + number)
                        .allSatisfy(each -> assertThat(each.notCovered()).contains(text)));
    }

    @Test
    void areStoppedByTheGuardWhereThePoliciesLeaveThem() {
        assertThat(of("attack-tag").failed()).as("7").isZero();
        assertThat(of("attack-role").output())
                .as("4")
                .contains("ok       the baseline is still web");
        assertThat(of("attack-node-role").output())
                .as("13")
                .contains("ok       EC2 cannot assume the role");
    }

    @Test
    void leaveTheOthersToTheirWork() {
        assertThat(played.values())
                .flatExtracting(Played::attempts)
                .filteredOn(each -> List.of("deployer", "alice", "admin").contains(each.by()))
                .isNotEmpty()
                .noneMatch(each -> each.refusal().contains("is not authorized to perform"));
    }

    private Played of(String act) {
        Played found = played.get(act);
        assertThat(found).isNotNull();
        return found == null ? new Played(0, List.of(), "", "") : found;
    }

    private List<Attempt> hersIn(MatchResult number) {
        return hers.computeIfAbsent(Integer.valueOf(number.group(1)), none -> new ArrayList<>());
    }

    private static Played play(Act.Definition act, Path folder) throws IOException {
        StringWriter output = new StringWriter();
        guard(act.parameters(), folder);
        try (Sandbox sandbox = Sandbox.start(TEMPLATE, act.parameters(), Sandbox.Mode.TEST_CLOCK)) {
            sandbox.onWarning(warning -> {});
            attach(sandbox, "SERVICE_CONTROL", "service-control-policy", folder);
            attach(sandbox, "RESOURCE_CONTROL", "resource-control-policy", folder);
            Stage stage =
                    Stage.open(
                            sandbox,
                            new Terminal(new PrintWriter(output), Ansi.OFF),
                            act.function(),
                            act.about(),
                            new Deployment(TEMPLATE, act.parameters()),
                            scene -> {});
            act.act().apply(stage).play();
            return new Played(
                    stage.failed(),
                    stage.attempts(),
                    Files.readString(folder.resolve("not-covered.md")),
                    output.toString());
        }
    }

    /// Makes the policies. Who prepares an act is excepted.
    private static void guard(Map<String, String> parameters, Path folder) {
        Map<String, String> given = new TreeMap<>(parameters);
        List<String> words =
                new ArrayList<>(
                        List.of("prevention", "--template", TEMPLATE.toString(), "--output"));
        words.add(folder.toString());
        Stream.of("alice", "admin", "terraform")
                .forEach(name -> words.addAll(List.of("--except", "arn:aws:iam::*:user/" + name)));
        words.add("--parameter-overrides");
        given.forEach((name, value) -> words.add(name + "=" + value));
        LastCommand command = new LastCommand();
        int status = command.run(Surroundings.ofProcess(), words.toArray(String[]::new));
        assertThat(status).as(command.errors()).isZero();
    }

    private static void attach(Sandbox sandbox, String type, String name, Path folder)
            throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String fileName = String.valueOf(file.getFileName());
                if (fileName.startsWith(name)) {
                    sandbox.organizationPolicies()
                            .attach(
                                    OrganizationPolicy.Type.valueOf(type),
                                    fileName,
                                    Files.readString(file));
                }
            }
        }
    }
}
