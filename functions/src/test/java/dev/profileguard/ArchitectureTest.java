package dev.profileguard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchIgnore;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.profileguard.aws.SdkIamWriter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "dev.profileguard", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchIgnore(reason = "files are on their way to other packages")
    @ArchTest
    static final ArchRule theCoreKnowsOnlyJava =
            classes()
                    .that()
                    .resideInAPackage("..core..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "org.jspecify..", "dev.profileguard.core..");

    @ArchIgnore(reason = "files are on their way to other packages")
    @ArchTest
    static final ArchRule theCoreHasNoClock =
            noClasses()
                    .that()
                    .resideInAPackage("..core..")
                    .should()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule onlyTheWriterChangesIam =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(SdkIamWriter.class.getName())
                    .should()
                    .callCodeUnitWhere(
                            iamCall(Pattern.compile("(?!get|list|simulate|builder$).*")));

    @ArchTest
    static final ArchRule loggingAndMetricsComeAfterTheRepair =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..finding..")
                    .and()
                    .haveSimpleNameNotContaining("PowertoolsReporting")
                    .and()
                    .haveNameNotMatching(".*LazyLogging.*")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "software.amazon.lambda.powertools.logging..",
                            "software.amazon.lambda.powertools.metrics..",
                            "org.apache.logging..",
                            "org.slf4j..");

    @ArchIgnore(reason = "files are on their way to other packages")
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.profileguard.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule findingsKnowOnlyIam =
            noClasses()
                    .that()
                    .resideInAPackage("dev.profileguard.finding")
                    .should()
                    .dependOnClassesThat(ownClassesOutside("finding", "iam"));

    @ArchTest
    static final ArchRule provisioningKnowsNeitherGuardNorTags =
            noClasses()
                    .that()
                    .resideInAPackage("..provision..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("dev.profileguard.guard..", "dev.profileguard.tag..");

    @ArchTest
    static final ArchRule sweepsKnowNothingOfTags =
            noClasses()
                    .that()
                    .resideInAPackage("dev.profileguard.sweep..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.profileguard.tag..");

    private static DescribedPredicate<JavaClass> ownClassesOutside(String... packages) {
        return DescribedPredicate.describe(
                "own classes outside of " + List.of(packages),
                found ->
                        found.getPackageName().startsWith("dev.profileguard")
                                && Stream.of(packages)
                                        .map("dev.profileguard."::concat)
                                        .noneMatch(found.getPackageName()::equals));
    }

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaCall<?>> iamCall(
            Pattern method) {
        DescribedPredicate<CodeUnitCallTarget> matching =
                DescribedPredicate.describe(
                        "an IAM call other than a read",
                        target -> method.matcher(target.getName()).matches());
        DescribedPredicate<CodeUnitCallTarget> onTheClient =
                DescribedPredicate.describe(
                        "on the IAM client",
                        target ->
                                target.getOwner()
                                        .getFullName()
                                        .equals("software.amazon.awssdk.services.iam.IamClient"));
        return com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                        onTheClient.and(matching).forSubtype())
                .forSubtype();
    }
}
