package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.CURRENT;
import static dev.profileguard.advice.rule.AdviceExamples.ENDED;
import static dev.profileguard.advice.rule.AdviceExamples.INSTANCE_ID;
import static dev.profileguard.advice.rule.AdviceExamples.ec2;
import static dev.profileguard.advice.rule.AdviceExamples.known;
import static dev.profileguard.advice.rule.AdviceExamples.none;
import static dev.profileguard.advice.rule.AdviceExamples.use;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssociationAdviceTest {
    @Test
    void looksForTheAssociationOfTheInstanceThatHasAProfile() {
        Advice advice = Advice.of(associate(INSTANCE_ID), Facts.NONE);

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.ASSOCIATION_EXISTS,
                                INSTANCE_ID + HAS_ONE,
                                List.of(),
                                List.of(
                                        "Look for the current association: "
                                                + SHOW
                                                + " --filters Name=instance-id,Values="
                                                + INSTANCE_ID,
                                        THEN_REPLACE),
                                ASSOCIATE_PAGE));
    }

    @Test
    void looksForTheInstanceFirstWhenTheCallDoesNotNameIt() {
        Advice advice = Advice.of(associate("that is running"), Facts.NONE);

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.ASSOCIATION_EXISTS,
                                "The instance" + HAS_ONE,
                                List.of(),
                                List.of(LOOK.formatted("ASSOCIATION"), THEN_REPLACE),
                                ASSOCIATE_PAGE));
    }

    @Test
    void endsTheCurrentAssociationWhenTheCallWantedToEndOne() {
        Advice advice = Advice.of(disassociate(), Facts.NONE);

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.ASSOCIATION_NOT_ACTIVE,
                                ENDED + NOT_CURRENT,
                                List.of(),
                                List.of(
                                        LOOK.formatted(ENDED),
                                        "Then, with its ID: aws ec2"
                                                + " disassociate-iam-instance-profile --region"
                                                + " eu-west-1 --association-id ASSOCIATION"),
                                REPLACE_PAGE));
    }

    @Test
    void provesThatTheAssociationEnded() {
        Advice advice = Advice.of(disassociate(), Facts.NONE.withAssociation(none()));

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.ASSOCIATION_NOT_ACTIVE,
                                ENDED + NOT_CURRENT,
                                List.of("EC2 shows no current association of " + ENDED),
                                List.of(
                                        "Nothing: no profile is associated with the instance any"
                                                + " more"),
                                REPLACE_PAGE));
    }

    @Test
    void provesThatTheInstanceHasNoProfileAnyMore() {
        Advice advice = Advice.of(associate(INSTANCE_ID), Facts.NONE.withAssociation(none()));

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.ASSOCIATION_EXISTS,
                                INSTANCE_ID + HAS_ONE,
                                List.of("EC2 shows no current association of " + INSTANCE_ID),
                                List.of(
                                        "aws ec2 associate-iam-instance-profile --region eu-west-1"
                                                + " --instance-id i-0123456789abcdef0"
                                                + " --iam-instance-profile Name=web"),
                                ASSOCIATE_PAGE));
    }

    @Test
    void provesWhichAssociationIsTheCurrentOne() {
        Advice advice = Advice.of(disassociate(), Facts.NONE.withAssociation(known(use("other"))));

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.ASSOCIATION_NOT_ACTIVE,
                                ENDED + NOT_CURRENT,
                                List.of(
                                        "The current association of instance i-0123456789abcdef0 in"
                                            + " eu-west-1 is iip-assoc-0aaaaaaaaaaaaaaaa, with"
                                            + " arn:aws:iam::123456789012:instance-profile/other"),
                                List.of(
                                        "aws ec2 disassociate-iam-instance-profile --region"
                                                + " eu-west-1 --association-id "
                                                + CURRENT),
                                REPLACE_PAGE));
    }

    @Test
    void writesPlaceholdersForAnAssociationWithoutNames() {
        Advice advice =
                Advice.of(
                        ec2(
                                "ReplaceIamInstanceProfileAssociation",
                                "InvalidAssociationID.Malformed",
                                "",
                                Map.of()),
                        Facts.NONE);

        assertThat(advice.cause()).isEqualTo("The association" + NOT_CURRENT);
        assertThat(advice.todo())
                .containsExactly(
                        LOOK.formatted("ASSOCIATION"), THEN_REPLACE.replace("web", "PROFILE"));
    }

    @Test
    void replacesTheCurrentAssociation() {
        FailedCall call =
                ec2(
                        "AssociateIamInstanceProfile",
                        "IncorrectState",
                        "There is an existing association for instance i-0123456789abcdef0",
                        Map.of("iamInstanceProfile", Map.of("name", "web")));

        Advice advice = Advice.of(call, Facts.NONE.withAssociation(known(use("other"))));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.ASSOCIATION_EXISTS);
        assertThat(advice.todo())
                .containsExactly(
                        "aws ec2 replace-iam-instance-profile-association --region eu-west-1"
                            + " --association-id iip-assoc-0aaaaaaaaaaaaaaaa --iam-instance-profile"
                            + " Name=web");
        assertThat(Advice.of(call, Facts.NONE.withAssociation(known(use("web")))).todo())
                .containsExactly("Nothing: the instance uses web already");
    }

    @Test
    void namesTheCurrentAssociationWhenOneIsNotActive() {
        FailedCall call =
                ec2(
                        "DisassociateIamInstanceProfile",
                        "IncorrectState",
                        "The association 'iip-assoc-0bbbbbbbbbbbbbbbb' is not an active"
                                + " association",
                        Map.of());

        Advice current = Advice.of(call, Facts.NONE.withAssociation(known(use("web"))));
        Advice none = Advice.of(call, Facts.NONE.withAssociation(new Fact.None<>()));
        Advice unread = Advice.of(call, Facts.NONE);

        assertThat(current.diagnosis()).isEqualTo(Diagnosis.ASSOCIATION_NOT_ACTIVE);
        assertThat(current.cause())
                .startsWith("iip-assoc-0bbbbbbbbbbbbbbbb is not the current association");
        assertThat(current.todo())
                .containsExactly(
                        "aws ec2 disassociate-iam-instance-profile --region eu-west-1"
                                + " --association-id iip-assoc-0aaaaaaaaaaaaaaaa");
        assertThat(none.todo().getFirst()).startsWith("Nothing: no profile is associated");
        assertThat(unread.todo().getFirst())
                .contains("--association-ids iip-assoc-0bbbbbbbbbbbbbbbb", "--region eu-west-1");
    }

    @Test
    void associatesAnInstanceThatHasNoAssociationAnyMore() {
        FailedCall call =
                ec2(
                        "ReplaceIamInstanceProfileAssociation",
                        "InvalidAssociationID.NotFound",
                        "An invalid association-id of 'iip-assoc-0bbbbbbbbbbbbbbbb' was given",
                        Map.of(
                                "iamInstanceProfile",
                                Map.of("name", "web"),
                                "instanceId",
                                "i-0123456789abcdef0"));

        assertThat(Advice.of(call, Facts.NONE.withAssociation(new Fact.None<>())).todo())
                .containsExactly(
                        "aws ec2 associate-iam-instance-profile --region eu-west-1 --instance-id"
                                + " i-0123456789abcdef0 --iam-instance-profile Name=web");
    }

    private static final String HAS_ONE =
            " has an instance profile already: an instance has one at a time, and a second one is"
                    + " not associated but replaces it";
    private static final String NOT_CURRENT =
            " is not the current association of its instance: it was replaced or ended, and each"
                    + " replacement has a new ID";
    private static final String SHOW =
            "aws ec2 describe-iam-instance-profile-associations --region eu-west-1";
    private static final String LOOK =
            "Look for its instance, then for that instance's current association: "
                    + SHOW
                    + " --association-ids %s; "
                    + SHOW
                    + " --filters Name=instance-id,Values=INSTANCE";
    private static final String THEN_REPLACE =
            "Then, with its ID: aws ec2 replace-iam-instance-profile-association --region"
                    + " eu-west-1 --association-id ASSOCIATION --iam-instance-profile Name=web";
    private static final String ASSOCIATE_PAGE =
            "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html";
    private static final String REPLACE_PAGE =
            "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html";

    private static FailedCall associate(String instance) {
        return ec2(
                "AssociateIamInstanceProfile",
                "IncorrectState",
                "There is an existing association for instance " + instance,
                Map.of("iamInstanceProfile", Map.of("name", "web")));
    }

    private static FailedCall disassociate() {
        return ec2(
                "DisassociateIamInstanceProfile",
                "IncorrectState",
                "The association '%s' is not an active association".formatted(ENDED),
                Map.of());
    }
}
