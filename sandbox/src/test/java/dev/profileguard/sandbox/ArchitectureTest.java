package dev.profileguard.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchIgnore;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.profileguard.sandbox", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchIgnore(reason = "files are on their way to other packages")
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.profileguard.sandbox.(*)..").should().beFreeOfCycles();

    @ArchIgnore(reason = "files are on their way to other packages")
    @ArchTest
    static final ArchRule theEmulatedIamKnowsNothingOfTheFunctions =
            noClasses()
                    .that()
                    .resideInAnyPackage("..sandbox.iam..", "..sandbox.query..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.profileguard.core..",
                            "dev.profileguard.event..",
                            "dev.profileguard.handler..",
                            "dev.profileguard.iam..");
}
