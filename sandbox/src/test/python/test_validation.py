"""What IAM says to input that botocore would not even send.

Sources: the service model (lengths, patterns, bounds); messages: recorded in LocalStack's snapshots
of February 2026 ("Value at 'x'": since late 2023 IAM no longer repeats the value); aws/eks-hybrid
pull 113 (role name length); aws-cloudformation/cfn-lint issue 722 (path); boto3 and Terraform
reports for the name patterns. A name with a character that is not allowed is a ValidationError
either way; both wordings that AWS has used are accepted.
"""

import pytest

from sandbox import client, refused

NAME_PATTERN = r"must contain only alphanumeric characters|regular expression pattern"


def constraint(member, rule):
    return f"1 validation error detected: Value at '{member}' failed to satisfy constraint: {rule}"


@pytest.mark.parametrize(
    "call, member, limit",
    [
        (lambda iam, t: iam.create_role(RoleName="r" * 65, AssumeRolePolicyDocument=t), "roleName", 64),
        (lambda iam, t: iam.get_role(RoleName="r" * 65), "roleName", 64),
        (lambda iam, t: iam.delete_role(RoleName="r" * 65), "roleName", 64),
        (
            lambda iam, t: iam.create_instance_profile(InstanceProfileName="p" * 129),
            "instanceProfileName",
            128,
        ),
        (
            lambda iam, t: iam.get_instance_profile(InstanceProfileName="p" * 129),
            "instanceProfileName",
            128,
        ),
        (
            lambda iam, t: iam.put_role_policy(
                RoleName="r", PolicyName="p" * 129, PolicyDocument="{}"
            ),
            "policyName",
            128,
        ),
        (
            lambda iam, t: iam.create_instance_profile(
                InstanceProfileName="p", Path="/" + "x" * 511 + "/"
            ),
            "path",
            512,
        ),
        (
            lambda iam, t: iam.create_role(
                RoleName="r", AssumeRolePolicyDocument=t, Description="d" * 1001
            ),
            "description",
            1000,
        ),
    ],
    ids=[
        "CreateRole", "GetRole", "DeleteRole", "CreateInstanceProfile", "GetInstanceProfile",
        "PutRolePolicy", "path", "description",
    ],
)
def test_what_is_too_long_is_a_validation_error(unchecked, trust, call, member, limit):
    rule = f"Member must have length less than or equal to {limit}"
    with refused("ValidationError", 400, constraint(member, rule)):
        call(unchecked, trust)


@pytest.mark.parametrize(
    "operation, parameter, member",
    [
        ("get_role", "RoleName", "roleName"),
        ("delete_role", "RoleName", "roleName"),
        ("get_instance_profile", "InstanceProfileName", "instanceProfileName"),
        ("create_instance_profile", "InstanceProfileName", "instanceProfileName"),
    ],
)
def test_an_empty_name_is_a_validation_error(unchecked, operation, parameter, member):
    with refused("ValidationError", 400, match=f"(?i){member}"):
        getattr(unchecked, operation)(**{parameter: ""})


@pytest.mark.parametrize("bad", ["has space", "slash/ed", "colon:ed", "star*", "ünïcode", "semi;"])
def test_a_role_name_with_another_character_is_a_validation_error(unchecked, trust, bad):
    with refused("ValidationError", 400, match=NAME_PATTERN) as error:
        unchecked.create_role(RoleName=bad, AssumeRolePolicyDocument=trust)
    assert "roleName" in error.error["Message"]


@pytest.mark.parametrize("bad", ["has space", "slash/ed", "arn:aws:iam::1:instance-profile/x"])
def test_a_profile_name_with_another_character_is_a_validation_error(unchecked, bad):
    with refused("ValidationError", 400, match=NAME_PATTERN) as error:
        unchecked.create_instance_profile(InstanceProfileName=bad)
    assert "instanceProfileName" in error.error["Message"]


def test_a_bad_name_is_refused_before_it_is_looked_up(unchecked):
    with refused("ValidationError", 400):
        unchecked.get_instance_profile(InstanceProfileName="no such/name")


@pytest.mark.parametrize("path", ["team/", "/team", "team", "/with space/", "/ünïcode/"])
@pytest.mark.parametrize("kind", ["role", "profile"])
def test_a_path_must_begin_and_end_with_a_slash_and_be_printable_ascii(
    unchecked, name, trust, kind, path
):
    with refused("ValidationError", 400, match="(?i)path") as error:
        if kind == "role":
            unchecked.create_role(RoleName=name(), Path=path, AssumeRolePolicyDocument=trust)
        else:
            unchecked.create_instance_profile(InstanceProfileName=name(), Path=path)
    assert error.error["Message"] in (
        "The specified value for path is invalid. It must begin and end with / and contain only "
        "alphanumeric characters and/or / characters.",
        constraint("path", "Member must satisfy regular expression pattern: "
                   r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)"),
        constraint("path", "Member must satisfy regular expression pattern: "
                   r"(\u002F)|(\u002F[\u0021-\u007F]+\u002F)"),
    )


@pytest.mark.parametrize(
    "seconds, rule",
    [
        (3599, "Member must have value greater than or equal to 3600"),
        (43201, "Member must have value less than or equal to 43200"),
    ],
)
def test_a_session_duration_out_of_bounds_is_a_validation_error(unchecked, name, trust, seconds, rule):
    with refused("ValidationError", 400, constraint("maxSessionDuration", rule)):
        unchecked.create_role(
            RoleName=name(), AssumeRolePolicyDocument=trust, MaxSessionDuration=seconds
        )


@pytest.mark.parametrize("seconds", [3599, 43201])
def test_update_role_has_the_same_bounds(unchecked, role, seconds):
    with refused("ValidationError", 400, match="'maxSessionDuration'"):
        unchecked.update_role(RoleName=role, MaxSessionDuration=seconds)


@pytest.mark.parametrize("seconds", [3600, 43200])
def test_the_bounds_themselves_are_allowed(iam, name, trust, seconds):
    made = name()
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust, MaxSessionDuration=seconds)
    assert iam.get_role(RoleName=made)["Role"]["MaxSessionDuration"] == seconds


def test_a_description_with_another_character_is_a_validation_error(unchecked, name, trust):
    with refused("ValidationError", 400, match="'description'.*regular expression"):
        unchecked.create_role(
            RoleName=name(), AssumeRolePolicyDocument=trust, Description="snow ☃"
        )


def test_a_description_may_have_1000_characters_and_line_breaks(iam, name, trust):
    made, text = name(), ("line\n" * 200)
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust, Description=text)
    assert iam.get_role(RoleName=made)["Role"]["Description"] == text


def test_two_errors_are_reported_together(unchecked, trust):
    # the framework's wording: "2 validation errors detected: ...; ..."
    with refused("ValidationError", 400, match="^2 validation errors detected: ") as error:
        unchecked.create_role(
            RoleName="r" * 65, AssumeRolePolicyDocument=trust, MaxSessionDuration=1
        )
    assert "'roleName'" in error.error["Message"]
    assert "'maxSessionDuration'" in error.error["Message"]


def test_a_policy_arn_shorter_than_20_is_a_validation_error(unchecked, role):
    with refused("ValidationError", 400, match="'policyArn'.*greater than or equal to 20"):
        unchecked.attach_role_policy(RoleName=role, PolicyArn="short")


def test_a_malformed_policy_arn_is_reported(iam, role):
    # recorded: test_role_managed_policy_errors, non-existent-malformed-policy-arn (2026: ValidationError,
    # 2023: InvalidInput, same message)
    with refused(
        ("ValidationError", "InvalidInput"), 400, "ARN longpolicynamebutnoarn is not valid."
    ):
        iam.attach_role_policy(RoleName=role, PolicyArn="longpolicynamebutnoarn")


def test_a_boundary_that_is_no_policy_is_invalid_input(iam, name, trust):
    # recorded: create-role-invalid-boundary-error
    arn = "arn:aws:iam::123456789012:not_a_policy/invalid"
    with refused("InvalidInput", 400, f"ARN {arn} is not valid."):
        iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust, PermissionsBoundary=arn)


def test_a_boundary_that_does_not_exist_is_no_such_entity(iam, name, trust):
    # recorded: create-role-nonexistent-policy-error
    arn = "arn:aws:iam::123456789012:policy/nobody"
    with refused(
        "NoSuchEntity", 404, f"Scope ARN: {arn} does not exist or is not attachable."
    ):
        iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust, PermissionsBoundary=arn)


def test_the_1001st_profile_is_over_the_account_quota(idle_sandbox, name):
    # quotas page: 1000 instance profiles an account; the message as Terraform users report it
    iam = client(idle_sandbox.url, "iam")
    held = iam.get_account_summary()["SummaryMap"]["InstanceProfiles"]
    filler = [name("quota") for _ in range(1000 - held)]
    for made in filler:
        iam.create_instance_profile(InstanceProfileName=made)
    with refused("LimitExceeded", 409, "Cannot exceed quota for InstanceProfilesPerAccount: 1000"):
        iam.create_instance_profile(InstanceProfileName=name("quota"))
    for made in filler:  # the other tests need room
        iam.delete_instance_profile(InstanceProfileName=made)
