package dev.profileguard.advice.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.iam.policy.DecodedMessage;
import dev.profileguard.iam.policy.Decoding;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceTest {
    private static final String INVALID =
            "Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance"
                    + " Profile name";

    @Test
    void proposesToCreateTheProfileOfARoleWithoutOne() {
        Advice advice =
                Advice.of(
                        launch(INVALID),
                        MISSING.withRole(known(role("web"))).withHolders(List.of()));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.PROFILE_MISSING);
        assertThat(advice.cause()).startsWith("There is a role web, but no instance profile");
        assertThat(advice.todo().getFirst())
                .isEqualTo(
                        "aws iam create-instance-profile --instance-profile-name web; aws iam"
                                + " add-role-to-instance-profile --instance-profile-name web"
                                + " --role-name web");
        assertThat(advice.proofs()).contains("IAM has no instance profile web");
    }

    @Test
    void namesTheProfileOfAnotherNameThatContainsTheRole() {
        Advice advice =
                Advice.of(
                        launch(INVALID),
                        MISSING.withRole(known(role("web")))
                                .withHolders(List.of(profile("web-profile", "web"))));

        assertThat(advice.cause()).endsWith("its instance profile has another name: web-profile");
        assertThat(advice.todo()).containsExactly("Use --iam-instance-profile Name=web-profile");
    }

    @Test
    void saysThatThereIsNeitherRoleNorProfile() {
        Advice advice = Advice.of(launch(INVALID), MISSING.withRole(new Fact.None<>()));

        assertThat(advice.cause())
                .isEqualTo("There is neither an instance profile nor a role called web");
        assertThat(advice.todo()).anyMatch(each -> each.endsWith("aws iam list-instance-profiles"));
    }

    @Test
    void saysThatTheProfileExistsNow() {
        Advice advice =
                Advice.of(launch(INVALID), Facts.NONE.withProfile(known(profile("web", "web"))));

        assertThat(advice.cause()).startsWith("The instance profile web exists now, with its role");
        assertThat(advice.todo().getFirst())
                .contains("aws iam wait instance-profile-exists", "wait 15 seconds");
    }

    @Test
    void saysHowTheProfileIsSpelled() {
        Advice advice =
                Advice.of(launch(INVALID), Facts.NONE.withProfile(known(profile("Web", "web"))));

        assertThat(advice.cause())
                .startsWith("The call names web, but the instance profile is called Web");
        assertThat(advice.todo()).containsExactly("Use --iam-instance-profile Name=Web");
    }

    @Test
    void comparesThePathOfAnArn() {
        String message =
                "Value (arn:aws:iam::123456789012:instance-profile/ops/web) for parameter"
                        + " iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN";

        Advice advice =
                Advice.of(launch(message), Facts.NONE.withProfile(known(profile("web", "web"))));

        assertThat(advice.cause())
                .contains("instance-profile/ops/web", "instance-profile/web", "its path is /");
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam::123456789012:role/web", "role/web"})
    void recognizesARoleGivenForAProfile(String given) {
        String message = INVALID.replace("(web)", "(" + given + ")");

        Advice advice =
                Advice.of(
                        launch(message),
                        Facts.NONE
                                .withRole(known(role("web")))
                                .withHolders(List.of(profile("web-profile", "web"))));
        Advice without = Advice.of(launch(message), Facts.NONE.withHolders(List.of()));
        Advice unread = Advice.of(launch(message), Facts.NONE);

        assertThat(advice.cause())
                .isEqualTo(
                        "The call gives a role where EC2 expects an instance profile. The profile"
                                + " of role web is web-profile");
        assertThat(without.cause()).endsWith("and no instance profile contains role web");
        assertThat(without.todo()).hasSize(2);
        assertThat(unread.todo().getFirst())
                .endsWith("aws iam list-instance-profiles-for-role --role-name web");
    }

    @Test
    void addsARoleToAnEmptyProfile() {
        String message =
                "IAM Instance Profile \"arn:aws:iam::123456789012:instance-profile/web\" has no"
                        + " associated IAM Roles";

        Advice known =
                Advice.of(
                        launch(message),
                        Facts.NONE
                                .withProfile(known(profile("web", null)))
                                .withRole(known(role("web"))));
        Advice unread = Advice.of(launch(message), Facts.NONE);

        assertThat(known.diagnosis()).isEqualTo(Diagnosis.PROFILE_EMPTY);
        assertThat(known.todo().getFirst())
                .isEqualTo(
                        "aws iam add-role-to-instance-profile --instance-profile-name web"
                                + " --role-name web");
        assertThat(unread.diagnosis()).isEqualTo(Diagnosis.PROFILE_EMPTY);
        assertThat(unread.cause()).contains("contains no role");
        assertThat(unread.proofs()).isEmpty();
    }

    @Test
    void treatsAnEmptyProfileByNameTheSame() {
        Advice advice =
                Advice.of(launch(INVALID), Facts.NONE.withProfile(known(profile("web", null))));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.PROFILE_EMPTY);
        assertThat(advice.todo().getFirst()).contains("--role-name ROLE");
    }

    @Test
    void recognizesALaunchTemplateOfAnAutoScalingGroup() {
        FailedCall call =
                new FailedCall(
                        "autoscaling.amazonaws.com",
                        "CreateAutoScalingGroup",
                        "ValidationException",
                        "You must use a valid fully-formed launch template. " + INVALID,
                        "eu-west-1",
                        Map.of("autoScalingGroupName", "web"));

        assertThat(Advice.of(call, Facts.NONE).diagnosis()).isEqualTo(Diagnosis.PROFILE_MISSING);
        assertThat(Named.in(call).profile()).isEqualTo(new ProfileName("web"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iamInstanceProfile", "IamInstanceProfile"})
    void findsTheProfileInWrappedParameters(String field) {
        FailedCall call =
                call(
                        "AssociateIamInstanceProfile",
                        "IncorrectState",
                        "There is an existing association for instance i-0123456789abcdef0",
                        Map.of(
                                "AssociateIamInstanceProfileRequest",
                                Map.of(field, Map.of("Name", "web"))));

        Named named = Named.in(call);

        assertThat(named.profile()).isEqualTo(new ProfileName("web"));
        assertThat(named.instance()).isEqualTo("i-0123456789abcdef0");
    }

    @Test
    void replacesTheCurrentAssociation() {
        FailedCall call =
                call(
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
                call(
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
                call(
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

    @Test
    void listsTheWholeCleanUpOfARoleInOrder() {
        Facts facts =
                Facts.NONE
                        .withRole(known(role("web")))
                        .withHolders(List.of(profile("web", "web")))
                        .withUse(new ProfileUse(List.of(use("web")), List.of()))
                        .withPolicies(
                                known(
                                        new PolicyNames(
                                                List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"),
                                                List.of("inline"))));

        Advice advice =
                Advice.of(
                        iam(
                                "DeleteRole",
                                "DeleteConflict",
                                "Cannot delete entity, must remove roles from instance profile"
                                        + " first.",
                                Map.of("roleName", "web")),
                        facts);

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.ROLE_DELETE_BLOCKED);
        assertThat(advice.cause())
                .isEqualTo(
                        "Role web cannot be deleted: it is in instance profile web, and managed"
                            + " policies are attached to it (1), and it has inline policies (1)");
        assertThat(advice.todo())
                .containsExactly(
                        "1. End the use by these instances, or give them another profile first: aws"
                                + " ec2 disassociate-iam-instance-profile --region eu-west-1"
                                + " --association-id iip-assoc-0aaaaaaaaaaaaaaaa",
                        "2. aws iam remove-role-from-instance-profile --instance-profile-name web"
                                + " --role-name web; aws iam delete-instance-profile"
                                + " --instance-profile-name web",
                        "3. aws iam detach-role-policy --role-name web --policy-arn"
                                + " arn:aws:iam::aws:policy/ReadOnlyAccess",
                        "4. aws iam delete-role-policy --role-name web --policy-name inline",
                        "5. aws iam delete-role --role-name web");
    }

    @Test
    void looksForInstancesInEveryRegionWhenEc2WasNotAsked() {
        Advice advice =
                Advice.of(
                        iam(
                                "DeleteInstanceProfile",
                                "DeleteConflict",
                                "",
                                Map.of("instanceProfileName", "web")),
                        Facts.NONE.withProfile(known(profile("web", "app"))));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.PROFILE_DELETE_BLOCKED);
        assertThat(advice.todo()).hasSize(3);
        assertThat(advice.todo().getFirst())
                .contains("aws ec2 describe-regions", "ends_with(IamInstanceProfile.Arn");
        assertThat(advice.todo().get(1)).endsWith("--instance-profile-name web --role-name app");
        assertThat(advice.todo().get(2)).startsWith("3. aws iam delete-instance-profile");
    }

    @Test
    void saysWhatChangedSinceADeletionWasBlocked() {
        FailedCall profile =
                iam(
                        "DeleteInstanceProfile",
                        "DeleteConflict",
                        "",
                        Map.of("instanceProfileName", "web"));
        FailedCall role = iam("DeleteRole", "DeleteConflict", "", Map.of("roleName", "web"));

        assertThat(Advice.of(profile, Facts.NONE.withProfile(known(profile("web", null)))).todo())
                .containsExactly(
                        "Delete the profile again: aws iam delete-instance-profile"
                                + " --instance-profile-name web");
        assertThat(Advice.of(profile, Facts.NONE.withProfile(new Fact.None<>())).todo()).isEmpty();
        assertThat(Advice.of(role, Facts.NONE.withRole(new Fact.None<>())).cause())
                .endsWith("It has been deleted since");
        assertThat(
                        Advice.of(
                                        role,
                                        Facts.NONE
                                                .withRole(known(role("web")))
                                                .withHolders(List.of())
                                                .withPolicies(
                                                        known(
                                                                new PolicyNames(
                                                                        List.of(), List.of()))))
                                .todo())
                .containsExactly("Delete the role again: aws iam delete-role --role-name web");
    }

    @Test
    void namesThePlaceholdersWhenNothingWasRead() {
        Advice role =
                Advice.of(
                        iam("DeleteRole", "DeleteConflict", "", Map.of("roleName", "web")),
                        Facts.NONE);
        Advice unnamed = Advice.of(iam("", "DeleteConflict", "", Map.of()), Facts.NONE);

        assertThat(role.todo().getFirst())
                .isEqualTo(
                        "1. Look which profiles contain the role: aws iam"
                                + " list-instance-profiles-for-role --role-name web");
        assertThat(role.todo().getLast()).isEqualTo("4. aws iam delete-role --role-name web");
        assertThat(unnamed.diagnosis()).isEqualTo(Diagnosis.ROLE_DELETE_BLOCKED);
    }

    @Test
    void tellsBothWaysOutWhenAProfileExists() {
        FailedCall call =
                iam(
                        "CreateInstanceProfile",
                        "EntityAlreadyExists",
                        "Instance Profile web already exists.",
                        Map.of("instanceProfileName", "web"));

        Advice advice = Advice.of(call, Facts.NONE.withProfile(known(profile("Web", "app"))));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.NAME_TAKEN);
        assertThat(advice.cause())
                .contains("Web exists already, with role app", "The call spells it web");
        assertThat(advice.todo()).hasSize(3);
        assertThat(advice.todo().getFirst()).contains("if role app is the right one");
        assertThat(advice.todo().get(1)).contains("--instance-profile-name web-2");
        assertThat(advice.todo().getLast())
                .contains(
                        "--role-name app; aws iam delete-instance-profile",
                        "lose their credentials");
        assertThat(Advice.of(call, Facts.NONE.withProfile(new Fact.None<>())).cause())
                .contains("has been deleted since");
        assertThat(Advice.of(call, Facts.NONE).todo()).hasSize(3);
        assertThat(
                        Advice.of(call, Facts.NONE.withProfile(known(profile("web", null))))
                                .todo()
                                .getFirst())
                .contains("add-role-to-instance-profile");
    }

    @Test
    void tellsBothWaysOutWhenARoleExists() {
        FailedCall call =
                iam(
                        "CreateRole",
                        "EntityAlreadyExists",
                        "Role with name web already exists.",
                        Map.of("roleName", "web"));

        Advice advice = Advice.of(call, Facts.NONE.withRole(known(role("WEB"))));

        assertThat(advice.cause()).contains("A role WEB exists already", "spells it web");
        assertThat(advice.proofs())
                .singleElement()
                .asString()
                .contains("AROAWEB", "2026-01-01T00:00:00Z");
        assertThat(advice.todo().getLast())
                .contains("aws iam delete-role --role-name WEB", "another ID");
        assertThat(Advice.of(call, Facts.NONE.withRole(new Fact.None<>())).todo())
                .containsExactly("Call CreateRole again");
    }

    @Test
    void doesNotReplaceARoleThatIsRight() {
        FailedCall call =
                iam(
                        "AddRoleToInstanceProfile",
                        "LimitExceeded",
                        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
                        Map.of("instanceProfileName", "web", "roleName", "app"));

        Advice same = Advice.of(call, Facts.NONE.withProfile(known(profile("web", "app"))));
        Advice other = Advice.of(call, Facts.NONE.withProfile(known(profile("web", "old"))));
        Advice empty = Advice.of(call, Facts.NONE.withProfile(known(profile("web", null))));

        assertThat(same.todo()).containsExactly("Nothing: the profile is as the call wanted it");
        assertThat(other.diagnosis()).isEqualTo(Diagnosis.PROFILE_HAS_ROLE);
        assertThat(other.cause()).contains("role old");
        assertThat(other.todo().getLast())
                .contains(
                        "--role-name old; aws iam add-role-to-instance-profile", "--role-name app");
        assertThat(empty.todo())
                .containsExactly(
                        "aws iam add-role-to-instance-profile --instance-profile-name web"
                                + " --role-name app");
        assertThat(Advice.of(call, Facts.NONE).todo().getLast()).contains("OTHER_ROLE");
    }

    @Test
    void tellsWhatIsNotFound() {
        FailedCall removal =
                iam(
                        "RemoveRoleFromInstanceProfile",
                        "NoSuchEntity",
                        "Role app in Instance Profile web cannot be found.",
                        Map.of("instanceProfileName", "web", "roleName", "app"));
        FailedCall role =
                iam(
                        "AttachRolePolicy",
                        "NoSuchEntity",
                        "The role with name web cannot be found.",
                        Map.of("roleName", "web"));

        assertThat(
                        Advice.of(removal, Facts.NONE.withProfile(known(profile("web", "other"))))
                                .cause())
                .isEqualTo("Instance profile web contains role other, not role app");
        assertThat(Advice.of(removal, Facts.NONE.withProfile(known(profile("web", null)))).todo())
                .containsExactly("Nothing: role app is not in the profile");
        assertThat(Advice.of(removal, Facts.NONE.withProfile(known(profile("web", "app")))).cause())
                .startsWith("Instance profile web exists now");
        assertThat(Advice.of(removal, Facts.NONE.withProfile(new Fact.None<>())).cause())
                .isEqualTo("There is no instance profile web");
        assertThat(Advice.of(role, Facts.NONE.withRole(new Fact.None<>())).cause())
                .isEqualTo("There is no role web");
        assertThat(Advice.of(role, Facts.NONE.withRole(known(role("web")))).cause())
                .startsWith("Role web exists now");
    }

    @Test
    void showsTheChainThatLimitsASession() {
        FailedCall call =
                new FailedCall(
                        "sts.amazonaws.com",
                        "AssumeRole",
                        "ValidationError",
                        "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                                + " assumed by role chaining.",
                        "us-east-1",
                        Map.of(
                                "roleArn",
                                "arn:aws:iam::123456789012:role/deploy",
                                "durationSeconds",
                                7200));

        Advice advice =
                Advice.of(call, Facts.NONE.withCaller(known("arn:aws:iam::123456789012:role/ci")));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.CHAINED_SESSION_TOO_LONG);
        assertThat(advice.cause())
                .startsWith(
                        "A session of role ci assumes arn:aws:iam::123456789012:role/deploy for"
                                + " 7200 seconds");
        assertThat(advice.proofs())
                .containsExactly(
                        "The chain: arn:aws:iam::123456789012:role/ci ->"
                                + " arn:aws:iam::123456789012:role/deploy");
        assertThat(advice.todo().getFirst()).contains("--duration-seconds 3600");
        assertThat(Advice.of(call, Facts.NONE).cause()).startsWith("A session of a role assumes");
    }

    @Test
    void raisesTheMaximumSessionDurationToTwelveHoursAtMost() {
        FailedCall call =
                new FailedCall(
                        "sts.amazonaws.com",
                        "AssumeRole",
                        "ValidationError",
                        "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                                + " role.",
                        "us-east-1",
                        Map.of(
                                "roleArn",
                                "arn:aws:iam::123456789012:role/deploy",
                                "durationSeconds",
                                50_000));

        assertThat(Advice.of(call, Facts.NONE).todo().getLast())
                .endsWith("aws iam update-role --role-name deploy --max-session-duration 43200");
    }

    @Test
    void givesTheMinimalStatementToPassARole() {
        FailedCall call =
                iam(
                        "AddRoleToInstanceProfile",
                        "AccessDenied",
                        denied(
                                "iam:PassRole",
                                "arn:aws:iam::123456789012:role/web",
                                "because no identity-based policy allows the iam:PassRole action"),
                        Map.of("instanceProfileName", "web", "roleName", "web"));

        Advice advice = Advice.of(call, Facts.NONE);

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.PASS_ROLE_DENIED);
        assertThat(advice.cause())
                .isEqualTo(
                        "arn:aws:iam::123456789012:role/ci may not pass role"
                            + " arn:aws:iam::123456789012:role/web: no identity-based policy allows"
                            + " it");
        assertThat(advice.todo().getFirst())
                .isEqualTo(
                        "aws iam put-role-policy --role-name ci --policy-name ProfileGuardAdvice"
                            + " --policy-document"
                            + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"arn:aws:iam::123456789012:role/web\",\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"ec2.amazonaws.com\"},\"ArnLike\":{\"iam:AssociatedResourceARN\":\"arn:aws:ec2:\\u002a:123456789012:instance/\\u002a\"}}}]}'");
        assertThat(advice.page()).endsWith("id_roles_use_passrole.html");
    }

    @Test
    void passesANodeRoleToEks() {
        FailedCall call =
                new FailedCall(
                        "eks.amazonaws.com",
                        "CreateNodegroup",
                        "AccessDeniedException",
                        denied("iam:PassRole", "arn:aws-cn:iam::123456789012:role/node", ""),
                        "cn-north-1",
                        Map.of());

        assertThat(Advice.of(call, Facts.NONE).todo().getFirst())
                .contains("\"iam:PassedToService\":\"eks.amazonaws.com\"")
                .doesNotContain("AssociatedResourceARN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "with an explicit deny in a service control policy | a service control policy"
                        + " denies it explicitly | Ask the administrator of the organization",
                "with an explicit deny in a service control policy:"
                    + " arn:aws:organizations::987654321098:policy/o-q/service_control_policy/p-2 |"
                    + " denies it explicitly:"
                    + " arn:aws:organizations::987654321098:policy/o-q/service_control_policy/p-2 |"
                    + " Ask the administrator",
                "because no service control policy allows the x:Y action | no service control"
                        + " policy allows it | it has to allow iam:CreateRole",
                "with an explicit deny in a resource control policy | a resource control policy"
                        + " denies it | resource control policy",
                "because no permissions boundary allows the x:Y action | no permissions boundary"
                        + " allows it | permissions boundary too: {",
                "with an explicit deny in a permissions boundary | a permissions boundary denies it"
                        + " | does not overrule it",
                "because no session policy allows the x:Y action | no session policy allows it |"
                        + " whose session policy allows it",
                "with an explicit deny in an identity-based policy | an identity-based policy"
                        + " denies it | Find the Deny statement",
                "because no identity-based policy allows the x:Y action | no identity-based policy"
                        + " allows it | aws iam put-role-policy --role-name ci",
                "because no VPC endpoint policy allows the x:Y action | no VPC endpoint policy"
                        + " allows it | VPC endpoint",
                "because no resource-based policy allows the x:Y action | no resource-based policy"
                    + " allows it | The trust policy of role new was not read. See it first: aws"
                    + " iam get-role --role-name new",
                "with an explicit deny in the role trust policy | a role trust policy denies it |"
                    + " Find the Deny statement in the trust policy of role new: aws iam get-role"
                    + " --role-name new",
                "with an explicit deny | a policy denies it explicitly; AWS does not say which |"
                        + " Find the Deny statement",
                "'' | AWS does not say which policy decides | aws iam put-role-policy",
            })
    void explainsADenialByTheKindOfPolicy(String why, String cause, String todo) {
        FailedCall call =
                iam(
                        "CreateRole",
                        "AccessDenied",
                        denied("iam:CreateRole", "arn:aws:iam::123456789012:role/new", why),
                        Map.of("roleName", "new"));

        Advice advice = Advice.of(call, Facts.NONE);

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.ACCESS_DENIED);
        assertThat(advice.cause()).contains(cause);
        assertThat(advice.todo().getFirst()).contains(todo);
        assertThat(advice.todo().getLast())
                .contains(
                        "aws iam simulate-principal-policy --policy-source-arn"
                                + " arn:aws:iam::123456789012:role/ci --action-names iam:CreateRole"
                                + " --resource-arns arn:aws:iam::123456789012:role/new");
    }

    @Test
    void saysThatBothAccountsHaveToAllowACallAcrossAccounts() {
        FailedCall call =
                new FailedCall(
                        "sts.amazonaws.com",
                        "AssumeRole",
                        "AccessDenied",
                        denied("sts:AssumeRole", "arn:aws:iam::210987654321:role/deploy", ""),
                        "us-east-1",
                        Map.of());

        assertThat(Advice.of(call, Facts.NONE).cause()).contains("in different accounts");
    }

    @Test
    void showsADecodedMessage() {
        FailedCall call =
                call(
                        "RunInstances",
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. Encoded authorization"
                                + " failure message: AbC-_1",
                        Map.of());

        assertThat(Advice.of(call, Facts.NONE).todo())
                .anyMatch(each -> each.contains("aws sts decode-authorization-message"));
        Advice decoded =
                Advice.of(
                        call,
                        Facts.NONE.withDecoded(
                                new Decoding.Known(
                                        new DecodedMessage(
                                                false,
                                                List.of(),
                                                "",
                                                "",
                                                "",
                                                "{\"allowed\":false}"))));
        assertThat(decoded.proofs()).containsExactly("The decoded message: {\"allowed\":false}");
        assertThat(decoded.todo()).noneMatch(each -> each.contains("decode"));
    }

    @Test
    void explainsANodeRoleThatEc2CannotAssume() {
        FailedCall call =
                new FailedCall(
                        "eks.amazonaws.com",
                        "CreateNodegroup",
                        "InvalidParameterException",
                        "Following required service principals [ec2.amazonaws.com] were not found"
                                + " in the trust relationships of nodeRole"
                                + " arn:aws:iam::123456789012:role/node",
                        "eu-west-1",
                        Map.of("nodeRole", "arn:aws:iam::123456789012:role/node"));

        Advice advice = Advice.of(call, Facts.NONE.withRole(known(role("node"))));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.NODE_ROLE_INVALID);
        assertThat(advice.cause())
                .startsWith("The trust policy of role node does not let EC2 assume it");
        assertThat(advice.todo())
                .startsWith(
                        "The trust policy of role node was not read. See it first: aws iam get-role"
                                + " --role-name node",
                        "Write it to trust.json with this statement beside its own:"
                            + " {\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}",
                        "aws iam update-assume-role-policy --role-name node --policy-document"
                                + " file://trust.json");
    }

    /// The errors that the models of the SDKs declare for the operations, and the common ones.
    @ParameterizedTest
    @CsvSource({
        "iam, DeleteRole, DeleteConflict, ROLE_DELETE_BLOCKED",
        "iam, DeleteInstanceProfile, DeleteConflictException, PROFILE_DELETE_BLOCKED",
        "iam, CreateRole, EntityAlreadyExists, NAME_TAKEN",
        "iam, CreateRole, ConcurrentModification, CHANGED_MEANWHILE",
        "iam, CreateRole, InvalidInput, REQUEST_INVALID",
        "iam, CreateRole, LimitExceeded, QUOTA_REACHED",
        "iam, CreateRole, MalformedPolicyDocument, POLICY_MALFORMED",
        "iam, AttachRolePolicy, PolicyNotAttachable, POLICY_NOT_ATTACHABLE",
        "iam, DeleteRole, NoSuchEntity, NOT_FOUND",
        "iam, DeleteRole, UnmodifiableEntity, OWNED_BY_SERVICE",
        "iam, DeleteRole, ServiceFailure, SERVICE_FAILED",
        "iam, DeleteRole, Throttling, THROTTLED",
        "iam, DeleteRole, ValidationError, REQUEST_INVALID",
        "sts, AssumeRole, PackedPolicyTooLarge, SESSION_POLICY_TOO_LARGE",
        "sts, AssumeRole, RegionDisabledException, REGION_DISABLED",
        "sts, AssumeRole, ExpiredTokenException, CREDENTIALS_INVALID",
        "sts, AssumeRole, InvalidClientTokenId, CREDENTIALS_INVALID",
        "autoscaling, CreateAutoScalingGroup, AlreadyExistsFault, RESOURCE_TAKEN",
        "autoscaling, CreateAutoScalingGroup, LimitExceededFault, QUOTA_REACHED",
        "autoscaling, CreateAutoScalingGroup, ResourceContentionFault, CHANGED_MEANWHILE",
        "autoscaling, CreateAutoScalingGroup, ServiceLinkedRoleFailure, SERVICE_ROLE_MISSING",
        "autoscaling, UpdateAutoScalingGroup, ScalingActivityInProgressFault, CHANGED_MEANWHILE",
        "eks, CreateNodegroup, ClientException, REQUEST_INVALID",
        "eks, CreateNodegroup, InvalidParameterException, REQUEST_INVALID",
        "eks, CreateNodegroup, InvalidRequestException, REQUEST_INVALID",
        "eks, CreateNodegroup, ResourceInUseException, RESOURCE_TAKEN",
        "eks, CreateNodegroup, ResourceLimitExceededException, QUOTA_REACHED",
        "eks, CreateNodegroup, ServerException, SERVICE_FAILED",
        "eks, CreateNodegroup, ServiceUnavailableException, SERVICE_FAILED",
        "ec2, RequestSpotInstances, AuthFailure.ServiceLinkedRoleCreationNotPermitted,"
                + " SERVICE_ROLE_MISSING",
        "ec2, RunInstances, VcpuLimitExceeded, QUOTA_REACHED",
        "ec2, RunInstances, RequestLimitExceeded, THROTTLED",
        "ec2, RunInstances, UnauthorizedOperation, ACCESS_DENIED",
        "ec2, DisassociateIamInstanceProfile, IncorrectState, ASSOCIATION_NOT_ACTIVE",
        "ec2, RunInstances, IncorrectState, UNKNOWN",
        "ec2, RunInstances, InvalidAMIID.NotFound, UNKNOWN",
    })
    void knowsTheCode(String service, String operation, String code, Diagnosis expected) {
        Advice advice =
                Advice.of(
                        new FailedCall(
                                service + ".amazonaws.com", operation, code, "", "", Map.of()),
                        Facts.NONE);

        assertThat(advice.diagnosis()).isEqualTo(expected);
        assertThat(advice.cause()).isNotBlank();
        assertThat(advice.page()).startsWith("https://");
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

    @ParameterizedTest
    @ValueSource(strings = {"web; rm -rf /", "$(id)", "web'\"`", "\u202Eweb", "-web", "", "()"})
    void quotesHostileNames(String name) {
        Stream.of(
                        launch(
                                "Value ("
                                        + name
                                        + ") for parameter iamInstanceProfile.name is invalid."
                                        + " Invalid IAM Instance Profile name"),
                        iam("DeleteRole", "DeleteConflict", "", Map.of("roleName", name)),
                        iam(
                                "CreateInstanceProfile",
                                "EntityAlreadyExists",
                                "",
                                Map.of("instanceProfileName", name)),
                        iam(
                                "CreateRole",
                                "AccessDenied",
                                denied("iam:CreateRole", name, ""),
                                Map.of()))
                .flatMap(call -> Advice.of(call, Facts.NONE).todo().stream())
                .forEach(todo ->
                        assertThat(todo)
                                .doesNotContain("rm -rf /")
                                .doesNotContain("$(id)")
                                .doesNotContain("\u202E")
                                .doesNotContain(" -web"));
    }

    @Test
    void takesAVeryLongMessage() {
        String message =
                "User: a is not authorized to perform: iam:PassRole on resource: "
                        + "a".repeat(500_000);

        assertThat(Advice.of(launch(message), Facts.NONE).cause()).hasSizeLessThan(1_000);
    }

    private static final Facts MISSING = Facts.NONE.withProfile(new Fact.None<>());

    private static <T> Fact<T> known(T value) {
        return new Fact.Known<>(value);
    }

    private static String denied(String action, String resource, String why) {
        return "User: arn:aws:sts::123456789012:assumed-role/ci/session is not authorized to perform: %s on resource: %s %s"
                .formatted(action, resource, why)
                .strip();
    }

    private static FailedCall launch(String message) {
        return call("RunInstances", "InvalidParameterValue", message, Map.of());
    }

    private static FailedCall call(
            String operation, String code, String message, Map<String, Object> request) {
        return new FailedCall("ec2.amazonaws.com", operation, code, message, "eu-west-1", request);
    }

    private static FailedCall iam(
            String operation, String code, String message, Map<String, Object> request) {
        return new FailedCall("iam.amazonaws.com", operation, code, message, "us-east-1", request);
    }

    private static InstanceProfile profile(String name, @Nullable String role) {
        return new InstanceProfile(
                new ProfileName(name),
                "AIPA" + name,
                "/",
                role == null ? null : new Role(new RoleName(role), "AROA" + role, "/"),
                Tags.NONE);
    }

    private static RoleDetail role(String name) {
        return new RoleDetail(
                new Role(new RoleName(name), "AROA" + name, "/"),
                "{}",
                Tags.NONE,
                null,
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    private static InstanceUse use(String profile) {
        return new InstanceUse(
                "eu-west-1",
                "i-0123456789abcdef0",
                "running",
                "arn:aws:iam::123456789012:instance-profile/" + profile,
                "AIPA" + profile,
                null,
                null,
                "iip-assoc-0aaaaaaaaaaaaaaaa",
                false);
    }
}
