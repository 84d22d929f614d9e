package dev.profileguard.sandbox;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.profileguard.iam.Glob;
import dev.profileguard.sandbox.input.Progress;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;

@AnalyzeClasses(packages = "dev.profileguard.sandbox", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.profileguard.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingPointsUp =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("time")
                    .definedBy("..sandbox.time..")
                    .layer("fault")
                    .definedBy("..sandbox.fault..")
                    .layer("timeline")
                    .definedBy("..sandbox.timeline..")
                    .layer("AWS")
                    .definedBy("..sandbox.aws..")
                    .layer("host")
                    .definedBy("..sandbox.host..")
                    .layer("input")
                    .definedBy("..sandbox.input..")
                    .layer("terminal")
                    .definedBy("..sandbox.terminal..")
                    .layer("account")
                    .definedBy("..sandbox.account..")
                    .layer("trail")
                    .definedBy("..sandbox.trail..")
                    .layer("sandbox")
                    .definedBy("dev.profileguard.sandbox")
                    .layer("organization")
                    .definedBy("..sandbox.organization..")
                    .layer("HTTP")
                    .definedBy("..sandbox.http..")
                    .layer("command")
                    .definedBy("..sandbox.command..")
                    .ensureAllClassesAreContainedInArchitecture()
                    .whereLayer("time")
                    .mayNotAccessAnyLayer()
                    .whereLayer("fault")
                    .mayNotAccessAnyLayer()
                    .whereLayer("timeline")
                    .mayNotAccessAnyLayer()
                    .whereLayer("AWS")
                    .mayOnlyAccessLayers("time", "fault", "timeline")
                    .whereLayer("host")
                    .mayOnlyAccessLayers("AWS", "time", "fault", "timeline")
                    .whereLayer("input")
                    .mayNotAccessAnyLayer()
                    .whereLayer("terminal")
                    .mayNotAccessAnyLayer()
                    .whereLayer("account")
                    .mayOnlyAccessLayers("input", "terminal", "AWS")
                    .whereLayer("trail")
                    .mayOnlyAccessLayers("input", "AWS")
                    .whereLayer("sandbox")
                    .mayOnlyAccessLayers("host", "AWS", "time", "fault", "timeline", "terminal")
                    .whereLayer("organization")
                    .mayOnlyAccessLayers("sandbox", "AWS", "time")
                    .whereLayer("HTTP")
                    .mayOnlyAccessLayers(
                            "sandbox", "organization", "AWS", "time", "fault", "timeline");

    /// But for the evaluator of policies, of which there is one for all.
    @ArchTest
    static final ArchRule theEmulatedAwsKnowsNothingOfTheFunctions =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..sandbox.aws..",
                            "..sandbox.time..",
                            "..sandbox.fault..",
                            "..sandbox.timeline..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("dev.profileguard..")
                                    .and(resideOutsideOfPackage("dev.profileguard.sandbox.."))
                                    .and(resideOutsideOfPackage("dev.profileguard.text.."))
                                    .and(resideOutsideOfPackage("dev.profileguard.iam.policy.."))
                                    .and(not(type(Glob.class))));

    /// Everything else prints through it, so that no text from outside can forge output. The bar of
    /// [Progress] has texts of its own only.
    @ArchTest
    static final ArchRule onlyTheTerminalPrints =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..sandbox.terminal..")
                    .and()
                    .doNotHaveFullyQualifiedName(Progress.class.getName())
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .orShould()
                    .callMethodWhere(
                            JavaCall.Predicates.target(owner(assignableTo(PrintWriter.class))))
                    .orShould()
                    .callMethodWhere(
                            JavaCall.Predicates.target(owner(assignableTo(PrintStream.class))))
                    .orShould()
                    .callMethodWhere(JavaCall.Predicates.target(name("printStackTrace")));

    @ArchTest
    static final ArchRule theEmulatedIamUsesNoOtherService =
            noClasses()
                    .that()
                    .resideInAnyPackage("..sandbox.aws.iam..", "..sandbox.aws.query..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("..sandbox.aws..")
                                    .and(not(resideInAPackage("..sandbox.aws.iam..")))
                                    .and(not(resideInAPackage("..sandbox.aws.query..")))
                                    .and(not(resideInAPackage("..sandbox.aws.error.."))));

    /// The most files that a package may have, its package-info included.
    private static final long MOST_FILES = 24;

    @ArchTest
    static void packagesStaySmall(JavaClasses classes) {
        Map<String, Long> files =
                classes.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .collect(
                                Collectors.groupingBy(
                                        JavaClass::getPackageName, Collectors.counting()));

        assertThat(files)
                .isNotEmpty()
                .allSatisfy((name, count) ->
                        assertThat(count).as(name).isLessThanOrEqualTo(MOST_FILES));
    }
}
