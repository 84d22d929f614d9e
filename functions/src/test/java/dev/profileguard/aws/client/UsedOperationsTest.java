package dev.profileguard.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;

/// What the functions call and catch is what their clients have: no more, so that the list shows
/// what they do, and no less.
class UsedOperationsTest {
    private final JavaClasses functions =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.profileguard");

    @Test
    void aClientHasTheOperationsThatAreCalled() {
        assertThat(operations(SignedIam.class)).isEqualTo(called(IamClient.class));
        assertThat(operations(SignedDynamo.class)).isEqualTo(called(DynamoDbClient.class));
    }

    @Test
    void aClientHasTheExceptionsThatAreCaught() {
        assertThat(exceptions("iam"))
                .isEqualTo(
                        SignedIam.ERRORS.codes().stream()
                                .map(code -> code + "Exception")
                                .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(exceptions("dynamodb")).isEqualTo(new TreeSet<>(SignedDynamo.ERRORS.codes()));
    }

    private static Set<String> operations(Class<?> client) {
        return Arrays.stream(client.getDeclaredMethods())
                .filter(each -> each.getParameterCount() == 1)
                .filter(each -> AwsRequest.class.isAssignableFrom(each.getParameterTypes()[0]))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> called(Class<?> client) {
        return functions.stream()
                .flatMap(each -> each.getAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(client))
                .map(JavaAccess::getTarget)
                .map(target -> target.getName().replaceFirst("Paginator$", ""))
                .filter(Predicate.not(Set.of("close", "serviceName")::contains))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Outside of the clients themselves.
    private Set<String> exceptions(String service) {
        String prefix = "software.amazon.awssdk.services." + service + ".model.";
        return functions.stream()
                .filter(each -> !each.getPackageName().equals("dev.profileguard.aws.client"))
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(JavaClass::getName)
                .filter(name -> name.startsWith(prefix) && name.endsWith("Exception"))
                .map(name -> name.substring(prefix.length()))
                .filter(name -> !Set.of("IamException", "DynamoDbException").contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
