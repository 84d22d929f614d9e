package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.CURRENT;
import static dev.profileguard.advice.rule.AdviceExamples.INSTANCE_ID;
import static dev.profileguard.advice.rule.AdviceExamples.iam;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneralAdviceTest {
    @ParameterizedTest
    @CsvSource({
        "iam, iam",
        "sts, iam",
        "ec2, ec2",
        "autoscaling, autoscaling",
        "eks, eks",
    })
    void listsTheQuotasOfTheService(String service, String code) {
        Advice advice = of(service, "CreateRole", "LimitExceeded", "Cannot exceed 1000", "");

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.QUOTA_REACHED,
                                "A quota is reached: Cannot exceed 1000",
                                List.of(),
                                List.of(
                                        "See how much is used: aws iam get-account-summary",
                                        "Delete what nobody needs, or ask for a higher quota: aws"
                                                + " service-quotas list-service-quotas"
                                                + " --service-code "
                                                + code),
                                "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"));
    }

    @Test
    void leavesAServiceLinkedRoleToItsService() {
        Advice advice =
                Advice.of(
                        AdviceExamples.iam(
                                "DeleteRole",
                                "UnmodifiableEntity",
                                "",
                                Map.of("roleName", "AWSServiceRoleForEC2Spot")),
                        Facts.NONE);

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.OWNED_BY_SERVICE,
                                "Only an AWS service may change role AWSServiceRoleForEC2Spot: it"
                                        + " is a service-linked role",
                                List.of(),
                                List.of(
                                        "Change it through its service; to delete it, delete what"
                                                + " the service made first, then: aws iam"
                                                + " delete-service-linked-role --role-name"
                                                + " AWSServiceRoleForEC2Spot"),
                                SERVICE_ROLES));
    }

    @Test
    void doesNotNameAServiceLinkedRoleThatTheCallDoesNotName() {
        Advice advice = of("iam", "DeleteRole", "UnmodifiableEntity", "", "");

        assertThat(advice.cause())
                .isEqualTo("Only an AWS service may change the role: it is a service-linked role");
        assertThat(advice.todo().getFirst()).endsWith("--role-name ROLE");
    }

    @ParameterizedTest
    @CsvSource({
        "LimitExceeded, A quota is reached",
        "MalformedPolicyDocument, IAM cannot accept the policy document",
        "PackedPolicyTooLarge, Session policies and session tags together are too large",
        "ValidationError, The service does not accept a parameter"
    })
    void quotesAMessageIfThereIsOne(String code, String cause) {
        assertThat(of("iam", "CreateRole", code, "", "").cause()).isEqualTo(cause);
        assertThat(of("iam", "CreateRole", code, "Why.", "").cause()).isEqualTo(cause + ": Why.");
    }

    @ParameterizedTest
    @CsvSource({"CreateRole, CreateRole", "'', the operation"})
    void repeatsACallThatAnotherOneDisturbed(String operation, String shown) {
        Advice advice = of("iam", operation, "ConcurrentModification", "", "");

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.CHANGED_MEANWHILE,
                                "Another call changed the same thing at the same time",
                                List.of(),
                                List.of("Call %s again".formatted(shown)),
                                ERRORS));
    }

    @Test
    void waitsLongerWhenCallsWereTooMany() {
        Advice advice = of("ec2", "RunInstances", "RequestLimitExceeded", "", "");

        assertThat(advice.cause())
                .isEqualTo(
                        "The account or the caller made too many calls of RunInstances in a short"
                                + " time");
        assertThat(advice.todo())
                .containsExactly("Wait longer between attempts, twice as long each time");
    }

    @ParameterizedTest
    @CsvSource({
        "autoscaling, ServiceLinkedRoleFailure, autoscaling",
        "ec2, AuthFailure.ServiceLinkedRoleCreationNotPermitted, spot",
    })
    void createsTheServiceLinkedRoleOfTheService(String service, String code, String owner) {
        Advice advice = of(service, "CreateFleet", code, "no role", "");

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.SERVICE_ROLE_MISSING,
                                "The service-linked role that CreateFleet needs is missing, or the"
                                        + " caller may not create it: no role",
                                List.of(),
                                List.of(
                                        "aws iam create-service-linked-role --aws-service-name "
                                                + owner
                                                + ".amazonaws.com"),
                                SERVICE_ROLES));
    }

    @ParameterizedTest
    @CsvSource({"me-south-1, ' (me-south-1)'", "'', ''"})
    void namesTheRegionWhereStsIsNotActive(String region, String shown) {
        Advice advice = of("sts", "AssumeRole", "RegionDisabledException", "", region);

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.REGION_DISABLED,
                                "STS is not active in this region" + shown,
                                List.of(),
                                List.of(
                                        "Activate it in the account settings of IAM, or call STS in"
                                                + " another region"),
                                "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html"));
    }

    @ParameterizedTest
    @CsvSource({
        "ec2, https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
        "iam, https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html",
    })
    void showsTheErrorsOfTheService(String service, String page) {
        Advice invalid = of(service, "CreateFleet", "ValidationError", "Value is bad", "");
        Advice unknown = of(service, "CreateFleet", "Odd", "", "");

        assertThat(invalid)
                .isEqualTo(
                        new Advice(
                                Diagnosis.REQUEST_INVALID,
                                "The service does not accept a parameter: Value is bad",
                                List.of(),
                                List.of("Correct the parameter that the message names"),
                                page));
        assertThat(unknown.page()).isEqualTo(page);
    }

    @Test
    void saysEverythingThatItRecognised() {
        Advice advice =
                Advice.of(
                        AdviceExamples.ec2(
                                "RunInstances",
                                "Odd",
                                "Strange",
                                Map.of(
                                        "iamInstanceProfile",
                                        Map.of("name", "web"),
                                        "roleName",
                                        "app",
                                        "instanceId",
                                        INSTANCE_ID,
                                        "associationId",
                                        CURRENT)),
                        Facts.NONE);

        assertThat(advice.cause())
                .isEqualTo(
                        "This error is not one that is known here. Recognised: service"
                                + " ec2.amazonaws.com; operation RunInstances; error code Odd;"
                                + " message Strange; region eu-west-1; instance profile web; role"
                                + " app; instance i-0123456789abcdef0; association"
                                + " iip-assoc-0aaaaaaaaaaaaaaaa");
    }

    @Test
    void saysThatItRecognisedNothing() {
        Advice advice = Advice.of(new FailedCall("", "", "", "", "", Map.of()), Facts.NONE);

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.UNKNOWN,
                                "Nothing of the error was recognised",
                                List.of(),
                                List.of(),
                                ERRORS));
    }

    @Test
    void saysWhatItRecognisedOfAnUnknownFailure() {
        Advice advice =
                Advice.of(
                        new FailedCall(
                                "ec2.amazonaws.com",
                                "RunInstances",
                                "Odd",
                                "Strange\nthing",
                                "",
                                Map.of()),
                        Facts.NONE);

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.UNKNOWN);
        assertThat(advice.cause())
                .isEqualTo(
                        "This error is not one that is known here. Recognised: service"
                            + " ec2.amazonaws.com; operation RunInstances; error code Odd; message"
                            + " Strange\\nthing");
        assertThat(Advice.of(iam("", "", "", Map.of()), Facts.NONE).todo()).isEmpty();
    }

    private static final String ERRORS =
            "https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html";
    private static final String SERVICE_ROLES =
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html";

    private static Advice of(
            String service, String operation, String code, String message, String region) {
        return Advice.of(
                new FailedCall(
                        service + ".amazonaws.com", operation, code, message, region, Map.of()),
                Facts.NONE);
    }
}
