"""Auto Scaling's launch configurations and groups, as boto3 and the AWS CLI see them.

Sources: the service model of botocore; messages as issues in public repositories quote them
(hashicorp/terraform 2136, hashicorp/terraform-provider-aws 4769) and "Troubleshoot Amazon EC2 Auto
Scaling: Launch templates" of AWS.
"""

import datetime

import pytest

from sandbox import ACCOUNT, client, eventually, refused
from test_cli import AWS, SERVICE_SAID_NO, aws, pytestmark as needs_cli  # noqa: F401

IMAGE = "ami-0abcdef1234567890"


@pytest.fixture(scope="module")
def scaling(sandbox):
    return client(sandbox.url, "autoscaling")


@pytest.fixture(scope="module")
def ec2(sandbox):
    return client(sandbox.url, "ec2")


@pytest.fixture
def configured(scaling, name):
    """Creates a launch configuration: configured(), or configured(IamInstanceProfile=...)."""

    def make(**more):
        made = name("lc")
        scaling.create_launch_configuration(
            LaunchConfigurationName=made, ImageId=IMAGE, InstanceType="t3.micro", **more
        )
        return made

    return make


@pytest.fixture
def template(ec2, name):
    """Creates a launch template whose instances are to get a profile."""

    def make(profile):
        made = name("lt")
        ec2.create_launch_template(
            LaunchTemplateName=made,
            LaunchTemplateData={
                "ImageId": IMAGE,
                "InstanceType": "t3.micro",
                "IamInstanceProfile": {"Name": profile},
            },
        )
        return made

    return make


def group(scaling, made, **more):
    scaling.create_auto_scaling_group(
        AutoScalingGroupName=made,
        MinSize=1,
        MaxSize=2,
        AvailabilityZones=["us-east-1a"],
        **more,
    )


def gone(scaling, made):
    found = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[made])
    return found["AutoScalingGroups"] == []


def described(scaling, made):
    [got] = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[made])["AutoScalingGroups"]
    return got


def test_a_launch_configuration_is_described(scaling, configured, filled):
    made = configured(IamInstanceProfile=filled[0])
    [got] = scaling.describe_launch_configurations(LaunchConfigurationNames=[made])[
        "LaunchConfigurations"
    ]
    assert got["IamInstanceProfile"] == filled[0]
    assert got["LaunchConfigurationARN"].endswith(f"launchConfigurationName/{made}")
    assert isinstance(got["CreatedTime"], datetime.datetime)


def test_a_launch_configuration_needs_its_profile(configured, profile):
    for given in ["nobody-here", profile, f"arn:aws:iam::{ACCOUNT}:instance-profile/nobody-here"]:
        with refused("ValidationError", 400, f"Invalid IamInstanceProfile: {given}"):
            configured(IamInstanceProfile=given)


def test_a_group_uses_a_launch_configuration(scaling, configured, name):
    made, used = name("asg"), configured()
    group(scaling, made, LaunchConfigurationName=used)
    got = described(scaling, made)
    assert (got["MinSize"], got["MaxSize"], got["DesiredCapacity"]) == (1, 2, 1)
    assert got["LaunchConfigurationName"] == used
    with refused("ResourceInUse", 400, match=f"because it is attached to AutoScalingGroup {made}"):
        scaling.delete_launch_configuration(LaunchConfigurationName=used)
    with refused("AlreadyExists", 400):
        group(scaling, made, LaunchConfigurationName=used)
    scaling.delete_auto_scaling_group(AutoScalingGroupName=made, ForceDelete=True)
    eventually(lambda: gone(scaling, made))
    scaling.delete_launch_configuration(LaunchConfigurationName=used)
    with refused("ValidationError", 400, "AutoScalingGroup name not found - null"):
        scaling.update_auto_scaling_group(AutoScalingGroupName=made, MaxSize=3)


def test_a_group_uses_a_launch_template(scaling, template, name, filled):
    made, used = name("asg"), template(filled[0])
    group(scaling, made, LaunchTemplate={"LaunchTemplateName": used, "Version": "$Latest"})
    got = described(scaling, made)["LaunchTemplate"]
    assert got["LaunchTemplateName"] == used
    assert got["LaunchTemplateId"].startswith("lt-")
    assert got["Version"] == "$Latest"


def test_a_group_is_refused_for_the_profile_of_its_template(scaling, template, name):
    missing = template("nobody-here")
    said = (
        "You must use a valid fully-formed launch template. Value (nobody-here) for parameter "
        "iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"
    )
    with refused("ValidationError", 400, said):
        group(scaling, name("asg"), LaunchTemplate={"LaunchTemplateName": missing})
    with refused("ValidationError", 400, said):
        group(
            scaling,
            name("asg"),
            MixedInstancesPolicy={
                "LaunchTemplate": {
                    "LaunchTemplateSpecification": {"LaunchTemplateName": missing, "Version": "1"}
                }
            },
        )


def test_an_update_is_checked_too(scaling, configured, template, name, profile):
    made = name("asg")
    group(scaling, made, LaunchConfigurationName=configured())
    with refused("ValidationError", 400, match="has no associated IAM Roles$"):
        scaling.update_auto_scaling_group(
            AutoScalingGroupName=made, LaunchTemplate={"LaunchTemplateName": template(profile)}
        )
    scaling.update_auto_scaling_group(AutoScalingGroupName=made, MinSize=0, DesiredCapacity=2)
    assert described(scaling, made)["DesiredCapacity"] == 2


def test_groups_come_in_pages(scaling, configured, name):
    used = configured()
    wanted = {name("asg") for _ in range(3)}
    for made in wanted:
        group(scaling, made, LaunchConfigurationName=used)
    pages = list(
        scaling.get_paginator("describe_auto_scaling_groups").paginate(
            PaginationConfig={"PageSize": 2}
        )
    )
    assert len(pages) > 1
    found = {each["AutoScalingGroupName"] for page in pages for each in page["AutoScalingGroups"]}
    assert wanted <= found
    with refused("InvalidNextToken", 400):
        scaling.describe_auto_scaling_groups(NextToken="made-up")


def test_what_is_not_there_says_so(scaling):
    with refused("InvalidAction", 400, match="Of Auto Scaling, the sandbox has only"):
        scaling.describe_policies()


def test_cloudtrail_has_the_failed_call_in_its_region(sandbox, name):
    user = name("traveller")
    ireland = client(sandbox.url, "autoscaling", user=user, region="eu-west-1")
    with refused("ValidationError", 400):
        ireland.create_launch_configuration(
            LaunchConfigurationName="lc",
            ImageId=IMAGE,
            InstanceType="t3.micro",
            IamInstanceProfile="gone",
        )
    query = {"LookupAttributes": [{"AttributeKey": "Username", "AttributeValue": user}]}
    here = client(sandbox.url, "cloudtrail").lookup_events(**query)["Events"]
    there = client(sandbox.url, "cloudtrail", region="eu-west-1").lookup_events(**query)["Events"]
    assert here == []
    assert [event["EventName"] for event in there] == ["CreateLaunchConfiguration"]
    assert '"errorCode":"ValidationException"' in there[0]["CloudTrailEvent"]


@needs_cli
def test_the_cli_prints_the_sentence(aws):  # noqa: F811
    got = aws(
        "autoscaling", "create-launch-configuration", "--launch-configuration-name", "cli",
        "--image-id", IMAGE, "--instance-type", "t3.micro", "--iam-instance-profile", "nobody-here",
    )  # fmt: skip
    assert got.returncode in SERVICE_SAID_NO
    assert (
        "An error occurred (ValidationError) when calling the CreateLaunchConfiguration operation:"
        " Invalid IamInstanceProfile: nobody-here"
    ) in got.stderr
