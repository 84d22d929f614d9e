"""Users and roles that are held to their identity policies: what a caller may not do, and AWS's words.

Sources: IAM user guide, "Policy evaluation logic", "Troubleshoot access denied error messages",
"Grant a user permissions to pass a role"; service authorization reference of IAM and EC2; the
sentences of EC2 as issues in public repositories quote them.
"""

import json

import pytest

from sandbox import ACCOUNT, EC2_TRUST, Sandbox, client, refused, session_keys

IMAGE = "ami-0abcdef1234567890"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.fixture(scope="module")
def held():
    """A sandbox that holds everybody to identity policies; `admin` may do everything."""
    with Sandbox.start("GuardMode=off", "ProvisionMode=off", "TagMode=off") as sandbox:
        admin = client(sandbox.url, "iam", user="admin")
        admin.create_user(UserName="admin")
        admin.attach_user_policy(UserName="admin", PolicyArn=ADMINISTRATOR)
        status, _, body = sandbox.control("POST", "identity-policies", enforce="on")
        assert (status, json.loads(body)) == (200, {"enforced": True})
        yield sandbox


@pytest.fixture(scope="module")
def admin(held):
    return client(held.url, "iam", user="admin")


@pytest.fixture
def mallory(held, admin, name):
    """A user with these statements in her policy: mallory(statement, ...) -> her name."""

    def make(*statements):
        user = name("mallory")
        admin.create_user(UserName=user)
        if statements:
            admin.put_user_policy(
                UserName=user, PolicyName="own", PolicyDocument=policy(*statements)
            )
        return user

    return make


@pytest.fixture
def filled(admin, name):
    """A new profile with a new role: (profile, role)."""
    profile, role = name("profile"), name("role")
    admin.create_role(RoleName=role, AssumeRolePolicyDocument=EC2_TRUST)
    admin.create_instance_profile(InstanceProfileName=profile)
    admin.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    return profile, role


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(*actions, resource="*", **condition):
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    return {**statement, "Condition": condition} if condition else statement


def role_arn(role):
    return f"arn:aws:iam::{ACCOUNT}:role/{role}"


def none_allows(user, action, resource):
    return (
        f"User: arn:aws:iam::{ACCOUNT}:user/{user} is not authorized to perform: {action} on "
        f"resource: {resource} because no identity-based policy allows the {action} action"
    )


def test_nobody_is_held_before(idle_sandbox):
    assert json.loads(idle_sandbox.control("GET", "identity-policies")[2]) == {"enforced": False}
    client(idle_sandbox.url, "iam", user="nobody").list_roles()
    status, _, body = idle_sandbox.control("POST", "identity-policies", enforce="yes")
    assert status == 400
    assert "enforce=on or enforce=off" in body


def test_a_user_without_policies_may_do_nothing(held, mallory, filled):
    profile, role = filled
    user = mallory()
    iam = client(held.url, "iam", user=user)
    with refused("AccessDenied", 403, none_allows(user, "iam:DeleteRole", f"role {role}")):
        iam.delete_role(RoleName=role)
    with refused(
        "AccessDenied",
        403,
        none_allows(user, "iam:GetInstanceProfile", f"instance profile {profile}"),
    ):
        iam.get_instance_profile(InstanceProfileName=profile)


def test_adding_a_role_needs_pass_role(held, admin, mallory, filled, name):
    profile, role = filled
    edit = allow("iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile")
    user = mallory(edit)
    iam = client(held.url, "iam", user=user)
    pair = {"InstanceProfileName": profile, "RoleName": role}
    iam.remove_role_from_instance_profile(**pair)
    with refused("AccessDenied", 403, none_allows(user, "iam:PassRole", role_arn(role))):
        iam.add_role_to_instance_profile(**pair)
    to_ec2 = {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
    admin.put_user_policy(
        UserName=user,
        PolicyName="own",
        PolicyDocument=policy(edit, allow("iam:PassRole", resource=role_arn(role), **to_ec2)),
    )
    iam.add_role_to_instance_profile(**pair)


def test_launching_needs_pass_role_for_the_role_in_the_profile_then(held, admin, mallory, filled):
    profile, weak = filled
    user = mallory(allow("ec2:*"), allow("iam:PassRole", resource=role_arn(weak)))
    ec2 = client(held.url, "ec2", user=user)
    run = {
        "ImageId": IMAGE,
        "MinCount": 1,
        "MaxCount": 1,
        "IamInstanceProfile": {"Name": profile},
    }
    instance = ec2.run_instances(**run)["Instances"][0]["InstanceId"]
    [association] = ec2.describe_iam_instance_profile_associations(
        Filters=[{"Name": "instance-id", "Values": [instance]}]
    )["IamInstanceProfileAssociations"]
    prod = weak + "-prod"
    admin.create_role(RoleName=prod, AssumeRolePolicyDocument=EC2_TRUST)
    admin.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=weak)
    admin.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=prod)

    denied = (
        "^You are not authorized to perform this operation. "
        + none_allows(user, "iam:PassRole", role_arn(prod))
        + ". Encoded authorization failure message: "
    )
    with refused("UnauthorizedOperation", 403, match=denied):
        ec2.run_instances(**run)
    with refused("UnauthorizedOperation", 403, match=denied):
        ec2.replace_iam_instance_profile_association(
            AssociationId=association["AssociationId"], IamInstanceProfile={"Name": profile}
        )
    with refused("UnauthorizedOperation", 403, match=denied):
        ec2.run_instances(**run, DryRun=True)
    # Whoever changes the role changes what her instance gets: that is what the guard is about.
    assert held.role_of(instance) == prod


def test_associating_needs_pass_role_to_this_instance(held, mallory, filled):
    profile, role = filled
    region = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/*"
    user = mallory(
        allow("ec2:*"),
        allow(
            "iam:PassRole",
            resource=role_arn(role),
            ArnLike={"iam:AssociatedResourceARN": region},
        ),
    )
    started = {}
    for name in ["eu-west-1", "us-east-1"]:
        ec2 = client(held.url, "ec2", user=user, region=name)
        got = ec2.run_instances(ImageId=IMAGE, MinCount=1, MaxCount=1)
        started[name] = (ec2, got["Instances"][0]["InstanceId"])
    ec2, instance = started["eu-west-1"]
    ec2.associate_iam_instance_profile(
        InstanceId=instance, IamInstanceProfile={"Name": profile}
    )
    ec2, instance = started["us-east-1"]
    with refused("UnauthorizedOperation", 403, match="iam:PassRole"):
        ec2.associate_iam_instance_profile(
            InstanceId=instance, IamInstanceProfile={"Name": profile}
        )


def test_a_read_of_ec2_is_refused_without_naming_a_resource(held, mallory):
    user = mallory()
    with refused(
        "UnauthorizedOperation",
        403,
        "You are not authorized to perform this operation. "
        + none_allows(user, "ec2:DescribeInstances", "*").replace(" on resource: *", ""),
    ):
        client(held.url, "ec2", user=user).describe_instances()


def test_an_explicit_deny_wins(held, admin, mallory, filled):
    user = mallory({"Effect": "Deny", "Action": "iam:DeleteRole", "Resource": "*"})
    admin.attach_user_policy(UserName=user, PolicyArn=ADMINISTRATOR)
    with refused(
        "AccessDenied", 403, match="with an explicit deny in an identity-based policy$"
    ):
        client(held.url, "iam", user=user).delete_role(RoleName=filled[1])


def test_a_session_is_held_to_the_policies_of_its_role(held, admin, mallory, filled):
    _, role = filled
    stranger = mallory()
    with refused("AccessDenied", 403, none_allows(stranger, "sts:AssumeRole", role_arn(role))):
        client(held.url, "sts", user=stranger).assume_role(
            RoleArn=role_arn(role), RoleSessionName="session"
        )
    user = mallory(allow("sts:AssumeRole", resource=role_arn(role)))
    keys = session_keys(
        client(held.url, "sts", user=user).assume_role(
            RoleArn=role_arn(role), RoleSessionName="session"
        )["Credentials"]
    )
    iam = client(held.url, "iam", **keys)
    with refused("AccessDenied", 403, match=f"assumed-role/{role}/session is not authorized"):
        iam.get_role(RoleName=role)
    admin.put_role_policy(
        RoleName=role, PolicyName="read", PolicyDocument=policy(allow("iam:GetRole"))
    )
    assert iam.get_role(RoleName=role)["Role"]["RoleName"] == role


def test_invoking_a_function_and_reading_its_table_need_permissions(held, mallory):
    user = mallory()
    with refused("AccessDeniedException", 403, match="lambda:InvokeFunction on resource: arn:aws"):
        client(held.url, "lambda", user=user).invoke(
            FunctionName="profile-guard-ProfileGuard", Payload=b"{}"
        )
    with refused("AccessDeniedException", 400, match="dynamodb:Scan on resource: arn:aws:dynamodb"):
        client(held.url, "dynamodb", user=user).scan(TableName="profile-guard-FindingsTable")


def test_policies_of_users_are_kept_and_listed(idle_sandbox, name):
    iam = client(idle_sandbox.url, "iam")
    user = name("user")
    iam.create_user(UserName=user)
    document = policy(allow("iam:GetRole"))
    iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=document)
    iam.attach_user_policy(UserName=user, PolicyArn=ADMINISTRATOR)
    assert iam.list_user_policies(UserName=user)["PolicyNames"] == ["own"]
    got = iam.get_user_policy(UserName=user, PolicyName="own")
    assert got["PolicyDocument"] == json.loads(document)
    assert iam.list_attached_user_policies(UserName=user)["AttachedPolicies"] == [
        {"PolicyName": "AdministratorAccess", "PolicyArn": ADMINISTRATOR}
    ]
    with refused("DeleteConflict", 409, "Cannot delete entity, must delete policies first."):
        iam.delete_user(UserName=user)
    iam.delete_user_policy(UserName=user, PolicyName="own")
    with refused("DeleteConflict", 409, "Cannot delete entity, must detach all policies first."):
        iam.delete_user(UserName=user)
    iam.detach_user_policy(UserName=user, PolicyArn=ADMINISTRATOR)
    iam.delete_user(UserName=user)


def test_wrong_policies_of_users_are_refused(idle_sandbox, name):
    iam = client(idle_sandbox.url, "iam")
    user = name("user")
    with refused("NoSuchEntity", 404, f"The user with name {user} cannot be found."):
        iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=policy(allow("*")))
    iam.create_user(UserName=user)
    with refused("MalformedPolicyDocument", 400):
        iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument="{}")
    with refused("LimitExceeded", 409, match="Maximum policy size of 2048 bytes exceeded for user"):
        iam.put_user_policy(
            UserName=user,
            PolicyName="own",
            PolicyDocument=policy(allow(*(f"iam:{'A' * 60}{i}" for i in range(40)))),
        )
    with refused("NoSuchEntity", 404, "The user policy with name own cannot be found."):
        iam.get_user_policy(UserName=user, PolicyName="own")
    with refused("NoSuchEntity", 404):
        iam.detach_user_policy(UserName=user, PolicyArn=ADMINISTRATOR)
    iam.delete_user(UserName=user)
