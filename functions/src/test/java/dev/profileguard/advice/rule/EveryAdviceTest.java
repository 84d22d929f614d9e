package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.known;
import static dev.profileguard.advice.rule.AdviceExamples.none;
import static dev.profileguard.advice.rule.AdviceExamples.profile;
import static dev.profileguard.advice.rule.AdviceExamples.role;
import static dev.profileguard.advice.rule.AdviceExamples.use;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.event.PolicyJson;
import dev.profileguard.finding.PrintedCommands;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.DecodedMessage;
import dev.profileguard.iam.policy.Decoding;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.text.Shell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The advice about every kind of failure: with calls that say everything, something or nothing,
/// and with every state of what was read.
class EveryAdviceTest {
    @Test
    void coversEveryDiagnosis() {
        assertThat(calls().map(Diagnosis::of).collect(toSet()))
                .isEqualTo(EnumSet.allOf(Diagnosis.class));
    }

    @Test
    void aTextHasNoTraceOfAValueThatIsMissing() {
        for (String text : texts()) {
            assertThat(text)
                    .as(text)
                    .isNotBlank()
                    .doesNotContain("  ", " :", " ,", " .", "''", "\"\"", "``", "()")
                    .doesNotContainPattern("\\bnull\\b|NotRead|Optional|: *$")
                    .isEqualTo(text.strip());
        }
    }

    @Test
    void aCommandHasNamesOfTheCallOrPlaceholdersInCapitals() {
        Set<String> values = new TreeSet<>();
        for (List<String> words : Shell.words(List.copyOf(commands()))) {
            assertThat(words).as("%s", words).allMatch(word -> !word.isBlank());
            for (int i = 1; i < words.size() - 1; i++) {
                if (NAMING.contains(words.get(i))) {
                    values.addAll(Arrays.asList(words.get(i + 1).split("[=,]", -1)));
                }
            }
        }

        values.removeIf(PLACEHOLDER.asMatchPredicate());
        values.removeAll(Set.of("Name", "Values", "instance-id"));
        assertThat(values).isNotEmpty().isSubsetOf(NAMES);
    }

    @Test
    void everyCommandIsOneForTheShell() {
        Set<String> commands = commands();

        assertThat(Shell.words(List.copyOf(commands))).hasSameSizeAs(commands);
    }

    @Test
    void everyActionInAStatementIsOneOfIam() throws Exception {
        Set<Object> actions = new LinkedHashSet<>();
        for (String text : texts()) {
            for (String json : documents(text)) {
                Map<String, Object> document = JSON.std.mapFrom(json);
                Object statements = document.getOrDefault("Statement", List.of(document));
                for (Object each : statements instanceof List<?> list ? list : List.of()) {
                    actions.add(each instanceof Map<?, ?> fields ? fields.get("Action") : each);
                }
            }
        }

        assertThat(actions)
                .contains("ec2:RunInstances", "iam:PassRole", "sts:AssumeRole")
                .allMatch(
                        each -> each instanceof String action && ACTION.matcher(action).matches());
    }

    /// The texts that people see.
    private static Set<String> texts() {
        Set<String> texts = new LinkedHashSet<>();
        calls().forEach(call ->
                facts().forEach(facts -> {
                    Advice advice = Advice.of(call, facts);
                    texts.add(advice.cause());
                    texts.addAll(advice.proofs());
                    texts.addAll(advice.todo());
                    texts.add(advice.page());
                }));
        return texts;
    }

    private static Set<String> commands() {
        Set<String> commands = new LinkedHashSet<>();
        texts().forEach(text -> commands.addAll(PrintedCommands.in(text)));
        return commands;
    }

    /// The policies and statements in a text: arguments of commands, and what ends a sentence.
    private static List<String> documents(String text) {
        List<String> documents = new ArrayList<>();
        List<String> commands = PrintedCommands.in(text);
        for (List<String> words :
                commands.isEmpty() ? List.<List<String>>of() : Shell.words(commands)) {
            words.stream().filter(word -> word.startsWith("{")).forEach(documents::add);
        }
        int start = text.indexOf("{\"Effect\"");
        if (commands.isEmpty() && start >= 0) {
            documents.add(text.substring(start));
        }
        return documents;
    }

    /// A kind of failure.
    ///
    /// @param message with `ROLE`, `PROFILE`, `INSTANCE` and `ASSOCIATION` in place of names
    private record Kind(String service, String operation, String code, String message) {
        /// With everything, with the message alone, and with nothing but what decides the
        /// diagnosis.
        Stream<FailedCall> calls() {
            String named =
                    message.replace("ROLE", ROLE)
                            .replace("PROFILE", PROFILE)
                            .replace("INSTANCE", AdviceExamples.INSTANCE_ID)
                            .replace("ASSOCIATION", AdviceExamples.ENDED);
            String unnamed =
                    message.replaceAll("ROLE|PROFILE|INSTANCE|ASSOCIATION", "")
                            .replaceAll(" +", " ");
            return Stream.of(
                    new FailedCall(service, operation, code, named, "eu-west-1", REQUEST),
                    new FailedCall(service, operation, code, unnamed, "eu-west-1", REQUEST),
                    new FailedCall(service, operation, code, named, "", Map.of()),
                    new FailedCall(service, operation, code, unnamed, "", Map.of()),
                    new FailedCall(service, operation, code, unnamed, "", EMPTY_REQUEST),
                    new FailedCall("", "", code, named, "", Map.of()),
                    new FailedCall("", "", code, unnamed, "", Map.of()),
                    new FailedCall("monitoring.amazonaws.com", "", code, unnamed, "", Map.of()),
                    new FailedCall(
                            "monitoring.amazonaws.com",
                            "PutMetricData",
                            code,
                            unnamed,
                            "cn-north-1",
                            Map.of()));
        }
    }

    private static Stream<FailedCall> calls() {
        return KINDS.stream().flatMap(Kind::calls);
    }

    private static List<Facts> facts() {
        RoleName name = new RoleName("app");
        Facts whole =
                Facts.NONE
                        .withProfile(known(profile("web", "app")))
                        .withRole(known(role("app")))
                        .withTrust(PolicyJson.trust(name, TRUST_WITHOUT_EC2))
                        .withHolders(List.of(profile("web", "app")))
                        .withUse(new ProfileUse(List.of(use("web")), List.of()))
                        .withPolicies(known(new PolicyNames(List.of(POLICY), List.of("inline"))))
                        .withAssociation(known(use("web")))
                        .withCaller(known("arn:aws:iam::123456789012:role/ci"))
                        .withDecoded(new Decoding.Known(DECODED));
        Facts nothing =
                Facts.NONE
                        .withProfile(none())
                        .withRole(none())
                        .withHolders(List.of())
                        .withUse(ProfileUse.NONE)
                        .withPolicies(none())
                        .withAssociation(none())
                        .withCaller(none())
                        .withRepeated(none())
                        .withDecoded(new Decoding.Failed("STS: AccessDenied: no"));
        return List.of(
                Facts.NONE,
                whole,
                nothing,
                whole.withProfile(known(profile("web", null)))
                        .withUse(new ProfileUse(List.of(), List.of("eu-west-1: AccessDenied")))
                        .withTrust(PolicyJson.trust(name, "no JSON"))
                        .withPolicies(known(new PolicyNames(List.of(), List.of())))
                        .withDecoded(new Decoding.Known(EMPTY_MESSAGE)),
                whole.withUse(
                                new ProfileUse(
                                        List.of(use("web")), List.of("eu-west-1: AccessDenied")))
                        .withTrust(PolicyJson.trust(name, TRUST_OF_EC2)),
                whole.withHolders(
                                Stream.of("a", "b", "c", "d")
                                        .map(each -> profile(each, "app"))
                                        .toList())
                        .withUse(ProfileUse.NONE));
    }

    private static final String ROLE = "app";
    private static final String PROFILE = "web";
    private static final String POLICY = "arn:aws:iam::123456789012:policy/p";
    private static final String ROLE_ARN = "arn:aws:iam::123456789012:role/app";
    private static final String ENCODED = " Encoded authorization failure message: AbC-_1";

    private static final String TRUST_WITHOUT_EC2 =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"eks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
    private static final String TRUST_OF_EC2 = TRUST_WITHOUT_EC2.replace("eks.", "ec2.");

    private static final DecodedMessage DECODED =
            new DecodedMessage(
                    true,
                    List.of(
                            new DecodedMessage.Deny(
                                    "OnlySmall",
                                    List.of("ec2:RunInstances"),
                                    List.of("*"),
                                    List.of("ec2:InstanceType")),
                            new DecodedMessage.Deny("", List.of(), List.of(), List.of())),
                    "arn:aws:sts::123456789012:assumed-role/ci/run-1",
                    "RunInstances",
                    "arn:aws:ec2:eu-west-1:123456789012:instance/*",
                    "{\"allowed\":false}");
    private static final DecodedMessage EMPTY_MESSAGE =
            new DecodedMessage(false, List.of(), "", "", "", "{\"allowed\":false}");

    private static final Map<String, Object> REQUEST =
            Map.of(
                    "iamInstanceProfile",
                    Map.of("name", PROFILE),
                    "instanceProfileName",
                    PROFILE,
                    "roleName",
                    ROLE,
                    "nodeRole",
                    ROLE_ARN,
                    "roleArn",
                    ROLE_ARN,
                    "instanceId",
                    AdviceExamples.INSTANCE_ID,
                    "associationId",
                    AdviceExamples.ENDED,
                    "durationSeconds",
                    7_200);
    private static final Map<String, Object> EMPTY_REQUEST =
            Map.of(
                    "iamInstanceProfile",
                    Map.of("name", ""),
                    "instanceProfileName",
                    "",
                    "roleName",
                    "",
                    "nodeRole",
                    "",
                    "roleArn",
                    "",
                    "instanceId",
                    "",
                    "associationId",
                    "",
                    "durationSeconds",
                    "");

    private static final Set<String> NAMING =
            Set.of(
                    "--role-name",
                    "--instance-profile-name",
                    "--user-name",
                    "--instance-id",
                    "--instance-ids",
                    "--association-id",
                    "--association-ids",
                    "--policy-arn",
                    "--role-arn",
                    "--policy-source-arn",
                    "--region",
                    "--iam-instance-profile",
                    "--filters");
    private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z][A-Z_]*");
    private static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9-]*:[A-Z*][A-Za-z0-9*]*");
    private static final Set<String> NAMES =
            Set.of(
                    ROLE,
                    PROFILE,
                    PROFILE + "-2",
                    "a",
                    "b",
                    "c",
                    "ci",
                    "alice",
                    "eu-west-1",
                    "cn-north-1",
                    POLICY,
                    ROLE_ARN,
                    "arn:aws:iam::123456789012:user/alice",
                    "arn:aws:iam::123456789012:role/ci",
                    AdviceExamples.INSTANCE_ID,
                    AdviceExamples.CURRENT,
                    AdviceExamples.ENDED);

    private static final String IAM = "iam.amazonaws.com";
    private static final String EC2 = "ec2.amazonaws.com";
    private static final String STS = "sts.amazonaws.com";
    private static final String EKS = "eks.amazonaws.com";

    private static Kind denied(String service, String operation, String rest) {
        return new Kind(service, operation, "AccessDenied", rest);
    }

    private static String refusal(String action, String resource, String why) {
        return "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: %s on resource: %s %s"
                .formatted(action, resource, why);
    }

    private static final List<Kind> KINDS =
            Stream.of(
                            Stream.of(
                                            "",
                                            "because no identity-based policy allows it",
                                            "with an explicit deny in an identity-based policy",
                                            "because no permissions boundary allows it",
                                            "with an explicit deny in a permissions boundary",
                                            "because no service control policy allows it",
                                            "with an explicit deny in a service control policy",
                                            "with an explicit deny in a resource control policy",
                                            "because no session policy allows it",
                                            "because no VPC endpoint policy allows it",
                                            "because no resource-based policy allows it",
                                            "with an explicit deny in a resource-based policy",
                                            "because no role trust policy allows it",
                                            "with an explicit deny")
                                    .flatMap(why ->
                                            Stream.of(
                                                    denied(
                                                            STS,
                                                            "AssumeRole",
                                                            refusal(
                                                                    "sts:AssumeRole",
                                                                    "arn:aws:iam::123456789012:role/ROLE",
                                                                    why)),
                                                    denied(
                                                            EC2,
                                                            "RunInstances",
                                                            "You are not authorized. "
                                                                    + why
                                                                    + ENCODED),
                                                    denied(
                                                            EC2,
                                                            "RunInstances",
                                                            refusal(
                                                                    "iam:PassRole",
                                                                    "arn:aws:iam::123456789012:role/ROLE",
                                                                    why)),
                                                    denied(
                                                            EKS,
                                                            "CreateNodegroup",
                                                            refusal("iam:PassRole", "", why)),
                                                    denied(IAM, "", "Not allowed " + why),
                                                    denied(
                                                            IAM,
                                                            "CreateRole",
                                                            refusal(
                                                                    "iam:CreateRole",
                                                                    "arn:aws:iam::210987654321:role/ROLE",
                                                                    why)))),
                            Stream.of(
                                    new Kind(
                                            EC2,
                                            "RunInstances",
                                            "InvalidParameterValue",
                                            "Value (PROFILE) for parameter iamInstanceProfile.name"
                                                + " is invalid. Invalid IAM Instance Profile name"),
                                    new Kind(
                                            EC2,
                                            "RunInstances",
                                            "InvalidParameterValue",
                                            "Value () for parameter iamInstanceProfile.name is"
                                                + " invalid. Invalid IAM Instance Profile name"),
                                    new Kind(
                                            EC2,
                                            "RunInstances",
                                            "InvalidParameterValue",
                                            "Invalid IAM Instance Profile ARN 'PROFILE'"),
                                    new Kind(
                                            EC2,
                                            "RunInstances",
                                            "InvalidParameterValue",
                                            "Value (role/ROLE) for parameter"
                                                + " iamInstanceProfile.name is invalid. Invalid IAM"
                                                + " Instance Profile name"),
                                    new Kind(
                                            EC2,
                                            "RunInstances",
                                            "InvalidParameterValue",
                                            "IAM Instance Profile \"PROFILE\" has no associated IAM"
                                                    + " Roles"),
                                    new Kind(
                                            IAM,
                                            "DeleteInstanceProfile",
                                            "DeleteConflict",
                                            "Cannot delete entity, must remove roles from instance"
                                                    + " profile first."),
                                    new Kind(IAM, "DeleteRole", "DeleteConflict", "Cannot delete"),
                                    new Kind(
                                            EC2,
                                            "ReplaceIamInstanceProfileAssociation",
                                            "IncorrectState",
                                            "The association ASSOCIATION is not the active"
                                                    + " association"),
                                    new Kind(
                                            EC2,
                                            "DisassociateIamInstanceProfile",
                                            "IncorrectState",
                                            "The association ASSOCIATION is not the active"
                                                    + " association"),
                                    new Kind(
                                            EC2,
                                            "AssociateIamInstanceProfile",
                                            "IncorrectState",
                                            "There is an existing association for instance"
                                                    + " INSTANCE"),
                                    new Kind(
                                            IAM,
                                            "CreateInstanceProfile",
                                            "EntityAlreadyExists",
                                            "Instance Profile PROFILE already exists."),
                                    new Kind(
                                            IAM,
                                            "CreateRole",
                                            "EntityAlreadyExists",
                                            "Role with name ROLE already exists."),
                                    new Kind(
                                            IAM,
                                            "AddRoleToInstanceProfile",
                                            "LimitExceeded",
                                            "Cannot exceed quota for"
                                                    + " InstanceSessionsPerInstanceProfile: 1"),
                                    new Kind(
                                            STS,
                                            "AssumeRole",
                                            "ValidationError",
                                            "The requested DurationSeconds exceeds the 1 hour"
                                                    + " session limit for roles assumed by role"
                                                    + " chaining."),
                                    new Kind(
                                            STS,
                                            "AssumeRole",
                                            "ValidationError",
                                            "The requested DurationSeconds exceeds the"
                                                    + " MaxSessionDuration set for this role."),
                                    new Kind(
                                            IAM,
                                            "DeleteRole",
                                            "NoSuchEntity",
                                            "The role with name ROLE cannot be found."),
                                    new Kind(
                                            IAM,
                                            "RemoveRoleFromInstanceProfile",
                                            "NoSuchEntity",
                                            "Instance Profile PROFILE cannot be found."),
                                    new Kind(
                                            EKS,
                                            "CreateNodegroup",
                                            "InvalidParameterException",
                                            "The role with name ROLE is not valid"),
                                    new Kind(
                                            EKS,
                                            "CreateNodegroup",
                                            "InvalidParameterException",
                                            "Following required service principals"
                                                + " [ec2.amazonaws.com] were not found in the trust"
                                                + " relationships of nodeRole"
                                                + " arn:aws:iam::123456789012:role/ROLE")),
                            Stream.of(
                                            "LimitExceeded",
                                            "MalformedPolicyDocument",
                                            "PolicyNotAttachable",
                                            "PackedPolicyTooLarge",
                                            "UnmodifiableEntity",
                                            "ConcurrentModification",
                                            "AlreadyExists",
                                            "ServiceLinkedRoleFailure",
                                            "RegionDisabled",
                                            "ExpiredToken",
                                            "InvalidParameterValue",
                                            "Throttling",
                                            "ServiceUnavailable",
                                            "Other",
                                            "")
                                    .flatMap(code ->
                                            Stream.of(
                                                    new Kind(
                                                            IAM,
                                                            "CreateRole",
                                                            code,
                                                            "It says why."),
                                                    new Kind(
                                                            "autoscaling.amazonaws.com",
                                                            "CreateAutoScalingGroup",
                                                            code,
                                                            ""))))
                    .<Kind>flatMap(each -> each)
                    .toList();
}
