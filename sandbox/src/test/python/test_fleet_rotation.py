"""Groups with instances and their refreshes, as a tool sees them that rotates the instance profile
of a fleet: boto3 and the AWS CLI, in several regions.

Sources: the service model of botocore; "How an instance refresh works in an Auto Scaling group" and
"Undo changes with a manual or auto rollback" of AWS; messages as public reports quote them.
"""

import datetime
import json

import pytest

from sandbox import client, eventually, refused
from test_cli import AWS, aws, pytestmark as needs_cli  # noqa: F401

IMAGE = "ami-0abcdef1234567890"


@pytest.fixture
def profiles(iam, name, trust):
    """Two profiles with a role each: (old, new)."""
    made = []
    for each in (name("old"), name("new")):
        iam.create_role(RoleName=each, AssumeRolePolicyDocument=trust)
        iam.create_instance_profile(InstanceProfileName=each)
        iam.add_role_to_instance_profile(InstanceProfileName=each, RoleName=each)
        made.append(each)
    return made


class Fleet:
    """A group of instances with a launch template, in a region."""

    def __init__(self, sandbox, name, region, profiles, size=2):
        self.sandbox = sandbox
        self.ec2 = client(sandbox.url, "ec2", region=region)
        self.scaling = client(sandbox.url, "autoscaling", region=region)
        self.group, self.template = name("asg"), name("lt")
        old, new = profiles
        self.ec2.create_launch_template(
            LaunchTemplateName=self.template,
            LaunchTemplateData={
                "ImageId": IMAGE,
                "InstanceType": "t3.micro",
                "IamInstanceProfile": {"Name": old},
            },
        )
        self.ec2.create_launch_template_version(
            LaunchTemplateName=self.template,
            SourceVersion="1",
            LaunchTemplateData={"IamInstanceProfile": {"Name": new}},
        )
        self.scaling.create_auto_scaling_group(
            AutoScalingGroupName=self.group,
            LaunchTemplate=self.version("1"),
            MinSize=0,
            MaxSize=size + 1,
            DesiredCapacity=size,
            AvailabilityZones=[region + "a"],
            Tags=[{"Key": "team", "Value": "web", "PropagateAtLaunch": True}],
        )
        eventually(lambda: self.states() == ["InService"] * size)

    def version(self, number):
        return {"LaunchTemplateName": self.template, "Version": number}

    def described(self):
        [got] = self.scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[self.group])[
            "AutoScalingGroups"
        ]
        return got

    def instances(self):
        return self.described()["Instances"]

    def states(self):
        return [each["LifecycleState"] for each in self.instances()]

    def versions(self):
        return {each["LaunchTemplate"]["Version"] for each in self.instances()}

    def roles(self):
        return {self.sandbox.role_of(each["InstanceId"]) for each in self.instances()}

    def refresh(self, version="2", **preferences):
        return self.scaling.start_instance_refresh(
            AutoScalingGroupName=self.group,
            DesiredConfiguration={"LaunchTemplate": self.version(version)},
            Preferences=preferences,
        )["InstanceRefreshId"]

    def newest(self):
        return self.scaling.describe_instance_refreshes(AutoScalingGroupName=self.group)[
            "InstanceRefreshes"
        ][0]


@pytest.fixture
def fleet(sandbox, name, profiles):
    return Fleet(sandbox, name, "us-east-1", profiles)


def test_a_group_has_instances(fleet, sandbox, profiles):
    [first, second] = fleet.instances()
    assert first["HealthStatus"] == "Healthy"
    assert first["LaunchTemplate"]["LaunchTemplateName"] == fleet.template
    assert first["LaunchTemplate"]["Version"] == "1"
    assert fleet.roles() == {profiles[0]}
    ids = [first["InstanceId"], second["InstanceId"]]
    found = fleet.scaling.describe_auto_scaling_instances(InstanceIds=ids)["AutoScalingInstances"]
    assert {each["AutoScalingGroupName"] for each in found} == {fleet.group}
    [tagged] = fleet.ec2.describe_instances(InstanceIds=[ids[0]])["Reservations"][0]["Instances"]
    assert {"Key": "aws:autoscaling:groupName", "Value": fleet.group} in tagged["Tags"]
    assert {"Key": "team", "Value": "web"} in tagged["Tags"]
    [tag] = fleet.scaling.describe_tags(
        Filters=[{"Name": "auto-scaling-group", "Values": [fleet.group]}]
    )["Tags"]
    assert (tag["Key"], tag["PropagateAtLaunch"]) == ("team", True)


def test_a_terminated_instance_is_replaced(fleet):
    before = {each["InstanceId"] for each in fleet.instances()}
    fleet.ec2.terminate_instances(InstanceIds=[min(before)])
    eventually(lambda: len({each["InstanceId"] for each in fleet.instances()} - before) == 1)
    eventually(lambda: fleet.states() == ["InService"] * 2)
    with refused("ResourceInUse", 400):
        fleet.scaling.delete_auto_scaling_group(AutoScalingGroupName=fleet.group)
    fleet.scaling.update_auto_scaling_group(
        AutoScalingGroupName=fleet.group, MinSize=0, MaxSize=0, DesiredCapacity=0
    )
    eventually(lambda: fleet.instances() == [])
    fleet.scaling.delete_auto_scaling_group(AutoScalingGroupName=fleet.group)


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "ap-southeast-2"])
def test_a_refresh_rotates_a_fleet(sandbox, name, profiles, region):
    fleet = Fleet(sandbox, name, region, profiles)
    made = fleet.refresh(MinHealthyPercentage=50)
    assert fleet.newest()["Status"] == "Pending"
    with refused("InstanceRefreshInProgress", 400):
        fleet.refresh()
    eventually(lambda: fleet.newest()["Status"] == "InProgress")
    sandbox.advance("PT5M")
    got = fleet.newest()
    assert (got["InstanceRefreshId"], got["Status"]) == (made, "Successful")
    assert (got["PercentageComplete"], got["InstancesToUpdate"]) == (100, 0)
    assert got["Preferences"]["MinHealthyPercentage"] == 50
    assert isinstance(got["EndTime"], datetime.datetime)
    assert fleet.versions() == {"2"}
    assert fleet.roles() == {profiles[1]}
    assert fleet.described()["LaunchTemplate"]["Version"] == "2"


def test_a_refresh_fails_with_a_reason_and_rolls_back(fleet, sandbox, iam, profiles):
    fleet.refresh(AutoRollback=True)
    iam.remove_role_from_instance_profile(
        InstanceProfileName=profiles[1], RoleName=profiles[1]
    )
    sandbox.advance("PT90M")
    got = fleet.newest()
    assert got["Status"] == "RollbackSuccessful"
    assert "has no associated IAM Roles" in got["RollbackDetails"]["RollbackReason"]
    assert fleet.versions() == {"1"}
    activities = fleet.scaling.describe_scaling_activities(AutoScalingGroupName=fleet.group)
    assert "Failed" in {each["StatusCode"] for each in activities["Activities"]}
    with refused("ValidationError", 400, match="has no associated IAM Roles$"):
        fleet.refresh()


def test_a_refresh_is_cancelled_or_rolled_back(fleet, sandbox):
    with refused("ActiveInstanceRefreshNotFound", 400):
        fleet.scaling.cancel_instance_refresh(AutoScalingGroupName=fleet.group)
    made = fleet.refresh(InstanceWarmup=600)
    cancelled = fleet.scaling.cancel_instance_refresh(AutoScalingGroupName=fleet.group)
    assert cancelled["InstanceRefreshId"] == made
    sandbox.advance("PT30S")
    assert fleet.newest()["Status"] == "Cancelled"
    fleet.refresh(InstanceWarmup=600)
    sandbox.advance("PT30S")
    fleet.scaling.rollback_instance_refresh(AutoScalingGroupName=fleet.group)
    sandbox.advance("PT30M")
    assert fleet.newest()["Status"] == "RollbackSuccessful"
    first = fleet.scaling.describe_instance_refreshes(
        AutoScalingGroupName=fleet.group, MaxRecords=1
    )
    second = fleet.scaling.describe_instance_refreshes(
        AutoScalingGroupName=fleet.group, MaxRecords=1, NextToken=first["NextToken"]
    )
    assert [each["Status"] for each in first["InstanceRefreshes"]] == ["RollbackSuccessful"]
    assert [each["Status"] for each in second["InstanceRefreshes"]] == ["Cancelled"]
    assert "NextToken" not in second


def test_a_policy_for_several_types_is_rotated(sandbox, name, profiles):
    fleet = Fleet(sandbox, name, "eu-central-1", profiles, size=1)

    def policy(version):
        return {
            "LaunchTemplate": {
                "LaunchTemplateSpecification": fleet.version(version),
                "Overrides": [
                    {"InstanceType": "c5.large", "WeightedCapacity": "1"},
                    {
                        "InstanceType": "m6g.large",
                        "LaunchTemplateSpecification": fleet.version(version),
                    },
                ],
            },
            "InstancesDistribution": {"OnDemandPercentageAboveBaseCapacity": 50},
        }

    fleet.scaling.update_auto_scaling_group(
        AutoScalingGroupName=fleet.group, MixedInstancesPolicy=policy("1")
    )
    got = fleet.described()
    assert "LaunchTemplate" not in got
    launch = got["MixedInstancesPolicy"]["LaunchTemplate"]
    assert launch["Overrides"][1]["LaunchTemplateSpecification"]["Version"] == "1"
    assert launch["Overrides"][0]["WeightedCapacity"] == "1"
    distribution = got["MixedInstancesPolicy"]["InstancesDistribution"]
    assert distribution["OnDemandPercentageAboveBaseCapacity"] == 50
    fleet.scaling.start_instance_refresh(
        AutoScalingGroupName=fleet.group,
        DesiredConfiguration={"MixedInstancesPolicy": policy("2")},
        Preferences={"SkipMatching": True},
    )
    sandbox.advance("PT5M")
    assert fleet.newest()["Status"] == "Successful"
    [instance] = fleet.instances()
    assert (instance["InstanceType"], instance["LaunchTemplate"]["Version"]) == ("c5.large", "2")


def test_cloudtrail_has_the_refresh_and_its_launches(fleet, sandbox):
    made = fleet.refresh()
    sandbox.advance("PT5M")
    trail = client(sandbox.url, "cloudtrail")

    def records(operation):
        found = trail.lookup_events(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": operation}]
        )["Events"]
        return [json.loads(each["CloudTrailEvent"]) for each in found]

    [started] = [
        each
        for each in records("StartInstanceRefresh")
        if each["responseElements"] and each["responseElements"]["instanceRefreshId"] == made
    ]
    desired = started["requestParameters"]["desiredConfiguration"]["launchTemplate"]
    assert desired == {"launchTemplateName": fleet.template, "version": "2"}
    launches = [
        each
        for each in records("RunInstances")
        if each["userIdentity"].get("invokedBy") == "autoscaling.amazonaws.com"
    ]
    assert launches[0]["userIdentity"]["arn"].endswith("/AWSServiceRoleForAutoScaling/AutoScaling")


@needs_cli
def test_the_cli_refreshes_a_group(aws, fleet, sandbox):  # noqa: F811
    got = aws(
        "autoscaling", "start-instance-refresh", "--auto-scaling-group-name", fleet.group,
        "--desired-configuration",
        json.dumps({"LaunchTemplate": fleet.version("2")}),
        "--preferences", '{"MinHealthyPercentage":100,"MaxHealthyPercentage":150}',
    )  # fmt: skip
    assert "InstanceRefreshId" in got.stdout, got.stderr
    sandbox.advance("PT5M")
    got = aws(
        "autoscaling", "describe-instance-refreshes", "--auto-scaling-group-name", fleet.group,
        "--query", "InstanceRefreshes[0].Status", "--output", "text",
    )  # fmt: skip
    assert got.stdout.strip() == "Successful", got.stderr
    got = aws(
        "autoscaling", "set-desired-capacity", "--auto-scaling-group-name", fleet.group,
        "--desired-capacity", "9",
    )  # fmt: skip
    assert "New SetDesiredCapacity value 9 is above max value 3 for the AutoScalingGroup." in (
        got.stderr
    )
