package dev.profileguard;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.profileguard.aws.SdkIamWriter;
import dev.profileguard.aws.compute.QueryComputeWriter;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.event.Json;
import dev.profileguard.finding.delivery.FindingSink;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.reconcile.Task;
import dev.profileguard.text.QuotedError;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

@AnalyzeClasses(packages = "dev.profileguard", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.profileguard.";

    /// From the ground up. A package uses those of its own floor and of the floors below it.
    private static final List<Set<String>> FLOORS =
            List.of(
                    Set.of("text"),
                    Set.of(
                            "iam",
                            "iam.policy",
                            "iam.trust",
                            "instance",
                            "page",
                            "cluster",
                            "compute",
                            "resource"),
                    Set.of(
                            "aws",
                            "aws.client",
                            "aws.compute",
                            "aws.ec2",
                            "aws.eks",
                            "aws.lambda",
                            "aws.query",
                            "aws.resource",
                            "aws.securityhub",
                            "aws.sts",
                            "event",
                            "finding",
                            "finding.delivery"),
                    Set.of(
                            "state",
                            "state.stored",
                            "state.failure",
                            "state.history",
                            "state.pause",
                            "state.repair",
                            "state.trend",
                            "state.usage"),
                    Set.of("reconcile", "reconcile.gate"),
                    Set.of("control", "lambda.log"),
                    Set.of("lambda"),
                    Set.of("lambda.rehearsal"),
                    Set.of("sweep", "sweep.result", "sweep.page"),
                    Set.of(
                            "tag.policy",
                            "tag.rule",
                            "guard.rule",
                            "provision.rule",
                            "noderole.rule",
                            "advice.rule",
                            "advice.prevention",
                            "rotation.rule",
                            "rotation.mend.rule"),
                    Set.of(
                            "canary",
                            "guard",
                            "guard.baselines",
                            "noderole",
                            "provision",
                            "tag",
                            "advice",
                            "rotation"),
                    Set.of("backfill", "backfill.baselines"),
                    Set.of("training"));

    /// What a reader can take in.
    private static final int MOST_FILES_IN_A_PACKAGE = 24;

    @ArchTest
    static void nothingPointsUp(JavaClasses all) {
        List<String> upwards =
                all.stream()
                        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                        .filter(each -> isOurs(each.getTargetClass()))
                        .filter(each -> floor(each.getOriginClass()) < floor(each.getTargetClass()))
                        .map(Dependency::getDescription)
                        .toList();

        Assertions.assertThat(upwards).isEmpty();
    }

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.profileguard.(**)").should().beFreeOfCycles();

    /// What one function needs of another stands below both. Only Backfill knows them all.
    @ArchTest
    static void functionsDoNotUseEachOther(JavaClasses all) {
        List<String> functions =
                List.of("canary", "guard", "provision", "tag", "advice", "rotation");

        List<String> across =
                all.stream()
                        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                        .filter(each -> isOurs(each.getTargetClass()))
                        .filter(each -> functions.contains(room(each.getOriginClass())))
                        .filter(each -> functions.contains(room(each.getTargetClass())))
                        .filter(each ->
                                !room(each.getOriginClass()).equals(room(each.getTargetClass())))
                        .map(Dependency::getDescription)
                        .toList();

        Assertions.assertThat(across).isEmpty();
    }

    @ArchTest
    static void aPackageHoldsWhatAReaderCanTakeIn(JavaClasses all) {
        Map<String, Long> files =
                all.stream()
                        .filter(each -> each.getEnclosingClass().isEmpty())
                        .filter(each -> !each.getSimpleName().equals("package-info"))
                        .collect(groupingBy(JavaClass::getPackageName, counting()));

        Assertions.assertThat(files).isNotEmpty();
        Assertions.assertThat(files.values()).allMatch(count -> count <= MOST_FILES_IN_A_PACKAGE);
    }

    @ArchTest
    static void rulesAndWhatTheyReachAreValues(JavaClasses all) {
        classes()
                .that(areReachedFromRulesIn(all))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                        "java.lang..",
                                        "java.math..",
                                        "java.time..",
                                        "java.util..",
                                        "org.jspecify..",
                                        "dev.profileguard..")
                                .or(type(InetAddress.class))) // as a literal, never looked up
                .check(all);
    }

    @ArchTest
    static void rulesAndWhatTheyReachHaveNoClock(JavaClasses all) {
        noClasses()
                .that(areReachedFromRulesIn(all))
                .should(callMethod(Instant.class, "now"))
                .orShould(callMethod(System.class, "currentTimeMillis"))
                .orShould(callMethod(System.class, "nanoTime"))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .check(all);
    }

    /// What a function reads or writes, the reconciler reads or writes for it.
    @ArchTest
    static final ArchRule tasksOnlySayWhatIsToBeDone =
            noClasses()
                    .that()
                    .implement(Task.class)
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(IamReader.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(IamWriter.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(InstantSource.class)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage("software.amazon..", "com.amazonaws..");

    @ArchTest
    static final ArchRule onlyTheWriterChangesIam =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(SdkIamWriter.class.getName())
                    .should()
                    .callCodeUnitWhere(
                            iamCall(Pattern.compile("(?!get|list|simulate|builder$).*")));

    /// In EC2 and Auto Scaling: `QueryCalls.call` makes only calls that read.
    @ArchTest
    static final ArchRule onlyTheWriterChangesWhatStartsInstances =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(QueryComputeWriter.class.getName())
                    .should()
                    .accessTargetWhere(
                            DescribedPredicate.describe(
                                    "a call that changes something, or a reference to it",
                                    (JavaAccess<?> access) ->
                                            access.getTargetOwner().isEquivalentTo(QueryCalls.class)
                                                    && access.getName().startsWith("change")));

    @ArchTest
    static final ArchRule loggingAndMetricsComeAfterTheRepair =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..finding..")
                    .and()
                    .haveSimpleNameNotContaining("PowertoolsReporting")
                    .and()
                    .haveNameNotMatching(".*(LazyLogging|LogConfiguration|EscapedLayout).*")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "software.amazon.lambda.powertools.logging..",
                            "org.apache.logging..",
                            "org.slf4j..");

    /// What Lambda writes to the log as it is. A rehearsal puts a stream that discards in its
    /// place.
    @ArchTest
    static final ArchRule nothingIsPrinted =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("dev.profileguard.lambda.rehearsal.Silence")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .orShould(callMethod(Throwable.class, "printStackTrace"));

    /// Its JSON has no hidden character.
    @ArchTest
    static final ArchRule onlyJsonWritesJson =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(Json.class.getName())
                    .should()
                    .callCodeUnitWhere(
                            call(
                                    "com.fasterxml.jackson.jr.ob.JSON",
                                    Pattern.compile("asString|asBytes|write.*|compose.*")));

    /// Each is in `DestinationsTest`, with hostile text in every field of a finding.
    @ArchTest
    static void everyDestinationIsTested(JavaClasses all) {
        Assertions.assertThat(
                        all.stream()
                                .filter(each -> each.isAssignableTo(FindingSink.class))
                                .filter(each -> !each.isInterface())
                                .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("EventSink", "LogSink", "SecurityHubSink", "TopicSink");
        Pattern sending =
                Pattern.compile("publish|publishBatch|putEvents|sendMessage|sendMessageBatch");
        noClasses()
                .that()
                .haveSimpleNameNotContaining("EventSink")
                .and()
                .haveSimpleNameNotContaining("TopicSink")
                .and()
                .haveSimpleNameNotContaining("DeadLetters")
                .and() // the function itself gets these messages back
                .haveSimpleNameNotContaining("DelayQueue")
                .should()
                .callCodeUnitWhere(call("software.amazon.awssdk.services.sns.SnsClient", sending))
                .orShould()
                .callCodeUnitWhere(call("software.amazon.awssdk.services.sqs.SqsClient", sending))
                .orShould()
                .callCodeUnitWhere(
                        call(
                                "software.amazon.awssdk.services.eventbridge.EventBridgeClient",
                                sending))
                .check(all);
    }

    /// Lambda writes the messages of an error and its causes to the log and to the response. The
    /// training runs in a build only.
    @ArchTest
    static void everyFunctionShowsItsErrorsSafely(JavaClasses all) {
        List<JavaMethod> functions =
                all.stream()
                        .filter(each -> each.isAssignableTo(RequestStreamHandler.class))
                        .filter(each -> !room(each).equals("training"))
                        .flatMap(each -> each.getMethods().stream())
                        .filter(method -> method.getName().equals("handleRequest"))
                        .toList();

        Assertions.assertThat(functions)
                .hasSize(3)
                .allMatch(method ->
                        method.getMethodCallsFromSelf().stream()
                                .anyMatch(call ->
                                        call.getTargetOwner().isEquivalentTo(QuotedError.class)));
    }

    /// The classes of the rules, and all of ours that they use, directly or not.
    private static DescribedPredicate<JavaClass> areReachedFromRulesIn(JavaClasses all) {
        Set<JavaClass> reached = new LinkedHashSet<>();
        Deque<JavaClass> next = new ArrayDeque<>();
        all.stream().filter(each -> isRule(each)).forEach(next::add);
        while (!next.isEmpty()) {
            JavaClass each = next.remove();
            if (isOurs(each) && reached.add(each)) {
                each.getDirectDependenciesFromSelf()
                        .forEach(used -> next.add(used.getTargetClass()));
            }
        }
        Assertions.assertThat(reached).hasSizeGreaterThan(100);
        return DescribedPredicate.describe(
                "are rules or reached from rules", each -> reached.contains(each));
    }

    private static boolean isRule(JavaClass each) {
        String name = packageOf(each);
        return name.endsWith(".rule") || name.equals("tag.policy");
    }

    private static boolean isOurs(JavaClass each) {
        return each.getPackageName().startsWith(ROOT);
    }

    private static String packageOf(JavaClass each) {
        return each.getPackageName().substring(ROOT.length());
    }

    /// The first part of the package's name below ours, such as `guard`.
    private static String room(JavaClass each) {
        return packageOf(each).split("\\.", -1)[0];
    }

    private static int floor(JavaClass each) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(packageOf(each))) {
                return floor;
            }
        }
        throw new AssertionError(each + " is on no floor: add its package to FLOORS");
    }

    private static DescribedPredicate<JavaCall<?>> iamCall(Pattern method) {
        return call("software.amazon.awssdk.services.iam.IamClient", method);
    }

    private static DescribedPredicate<JavaCall<?>> call(String type, Pattern method) {
        DescribedPredicate<CodeUnitCallTarget> matching =
                DescribedPredicate.describe(
                        "a method that matches " + method,
                        target -> method.matcher(target.getName()).matches());
        DescribedPredicate<CodeUnitCallTarget> onTheType =
                DescribedPredicate.describe(
                        "of " + type, target -> target.getOwner().getFullName().equals(type));
        return JavaCall.Predicates.target(onTheType.and(matching).forSubtype()).forSubtype();
    }
}
