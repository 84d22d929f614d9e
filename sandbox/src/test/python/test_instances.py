"""EC2, as far as instances use instance profiles.

Sources: EC2 API reference, RunInstances, AssociateIamInstanceProfile,
ReplaceIamInstanceProfileAssociation; the messages as hashicorp/terraform-provider-aws matches them
and as issues in public repositories quote them.
"""

import pytest

from sandbox import ACCOUNT, client, refused


@pytest.fixture(scope="module")
def ec2(sandbox):
    return client(sandbox.url, "ec2")


@pytest.fixture
def run(ec2):
    def start(**profile):
        more = {"IamInstanceProfile": profile} if profile else {}
        got = ec2.run_instances(
            ImageId="ami-0abcdef1234567890", InstanceType="t3.micro", MinCount=1, MaxCount=1, **more
        )
        [instance] = got["Instances"]
        return instance

    return start


def arn(profile):
    return f"arn:aws:iam::{ACCOUNT}:instance-profile/{profile}"


def test_an_instance_starts_with_a_profile_by_name(run, iam, filled):
    profile, _ = filled
    instance = run(Name=profile)
    made = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    assert instance["IamInstanceProfile"] == {"Arn": made["Arn"], "Id": made["InstanceProfileId"]}
    assert instance["InstanceId"].startswith("i-")
    assert instance["State"] == {"Code": 0, "Name": "pending"}


def test_an_instance_starts_with_a_profile_by_arn(run, filled):
    assert run(Arn=arn(filled[0]))["IamInstanceProfile"]["Arn"] == arn(filled[0])


def test_its_role_is_then_in_use(run, iam, filled):
    profile, role = filled
    assert iam.get_role(RoleName=role)["Role"]["RoleLastUsed"] == {}
    run(Name=profile)
    used = iam.get_role(RoleName=role)["Role"]["RoleLastUsed"]
    assert used["Region"] == "us-east-1"
    assert used["LastUsedDate"]


def test_an_unknown_name_is_refused(run, sandbox):
    with refused(
        "InvalidParameterValue",
        400,
        "Value (no-such-profile) for parameter iamInstanceProfile.name is invalid. "
        "Invalid IAM Instance Profile name",
    ):
        run(Name="no-such-profile")
    [told] = sandbox.about("no-such-profile", "call")
    assert told["outcome"] == "Client.InvalidParameterValue"


def test_an_unknown_arn_is_refused(run):
    with refused("InvalidParameterValue", 400, match="Invalid IAM Instance Profile ARN$"):
        run(Arn=arn("no-such-profile-either"))


def test_an_empty_profile_is_refused(run, profile):
    with refused(
        "InvalidParameterValue",
        400,
        f'IAM Instance Profile "{arn(profile)}" has no associated IAM Roles',
    ):
        run(Name=profile)


def test_name_and_arn_together_are_refused(run, filled):
    with refused("InvalidParameterCombination", 400):
        run(Name=filled[0], Arn=arn(filled[0]))


def test_a_profile_is_associated_and_replaced(run, ec2, filled):
    profile, _ = filled
    instance = run()["InstanceId"]
    got = ec2.associate_iam_instance_profile(
        IamInstanceProfile={"Name": profile}, InstanceId=instance
    )["IamInstanceProfileAssociation"]
    assert (got["InstanceId"], got["IamInstanceProfile"]["Arn"]) == (instance, arn(profile))
    replaced = ec2.replace_iam_instance_profile_association(
        IamInstanceProfile={"Arn": arn(profile)}, AssociationId=got["AssociationId"]
    )["IamInstanceProfileAssociation"]
    assert replaced["AssociationId"] != got["AssociationId"]
    with refused("IncorrectState", 400):
        ec2.associate_iam_instance_profile(IamInstanceProfile={"Name": profile}, InstanceId=instance)
    with refused("InvalidParameterValue", 400, match="Invalid IAM Instance Profile name"):
        ec2.associate_iam_instance_profile(IamInstanceProfile={"Name": "nobody"}, InstanceId=instance)


def test_another_action_is_refused(ec2):
    with refused("InvalidAction", 400, match="DescribeVpcs is not valid"):
        ec2.describe_vpcs()
