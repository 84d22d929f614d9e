"""Launch templates, fleets and Spot requests, as boto3 sees them.

Sources: the service model of botocore; the codes and messages of launch templates as public
repositories quote them; the errors of an instant fleet as karpenter-provider-aws 3051 quotes them, and
the records of CloudTrail as 5850 and 8190 there do.
"""

import json

import pytest

from sandbox import client, refused
from test_cli import AWS, aws, pytestmark as needs_cli  # noqa: F401

IMAGE = "ami-0abcdef1234567890"


def invalid(profile):
    return (
        f"Value ({profile}) for parameter iamInstanceProfile.name is invalid. "
        "Invalid IAM Instance Profile name"
    )


@pytest.fixture(scope="module")
def ec2(sandbox):
    return client(sandbox.url, "ec2")


@pytest.fixture
def template(ec2, name):
    """Creates a launch template whose instances are to get a profile."""

    def make(profile):
        made = name("lt")
        got = ec2.create_launch_template(
            LaunchTemplateName=made,
            LaunchTemplateData={"ImageId": IMAGE, "IamInstanceProfile": {"Name": profile}},
        )["LaunchTemplate"]
        assert got["LaunchTemplateName"] == made
        return got["LaunchTemplateId"]

    return make


def fleet(ec2, *templates, **more):
    return ec2.create_fleet(
        Type="instant",
        TargetCapacitySpecification={
            "TotalTargetCapacity": 2,
            "DefaultTargetCapacityType": "on-demand",
        },
        LaunchTemplateConfigs=[
            {
                "LaunchTemplateSpecification": {"LaunchTemplateId": each, "Version": "$Latest"},
                **more,
            }
            for each in templates
        ],
    )


def test_a_template_and_its_versions_are_described(ec2, template):
    made = template("gone")
    ec2.create_launch_template_version(
        LaunchTemplateId=made,
        SourceVersion="1",
        LaunchTemplateData={"IamInstanceProfile": {"Name": "other"}},
    )
    [got] = ec2.describe_launch_templates(LaunchTemplateIds=[made])["LaunchTemplates"]
    assert (got["DefaultVersionNumber"], got["LatestVersionNumber"]) == (1, 2)
    [by_filter] = ec2.describe_launch_templates(
        Filters=[{"Name": "launch-template-name", "Values": [got["LaunchTemplateName"]]}]
    )["LaunchTemplates"]
    assert by_filter == got
    versions = ec2.describe_launch_template_versions(LaunchTemplateId=made)[
        "LaunchTemplateVersions"
    ]
    assert [each["VersionNumber"] for each in versions] == [2, 1]
    assert versions[0]["LaunchTemplateData"] == {
        "ImageId": IMAGE,
        "IamInstanceProfile": {"Name": "other"},
    }


def test_unknown_and_taken_templates_are_refused(ec2, template):
    made = template("gone")
    [got] = ec2.describe_launch_templates(LaunchTemplateIds=[made])["LaunchTemplates"]
    with refused("InvalidLaunchTemplateName.AlreadyExistsException", 400):
        ec2.create_launch_template(
            LaunchTemplateName=got["LaunchTemplateName"], LaunchTemplateData={"ImageId": IMAGE}
        )
    ec2.delete_launch_template(LaunchTemplateId=made)
    with refused(
        "InvalidLaunchTemplateId.NotFound",
        400,
        f"The specified launch template, with template ID {made}, does not exist.",
    ):
        ec2.describe_launch_templates(LaunchTemplateIds=[made])
    with refused("InvalidLaunchTemplateName.NotFoundException", 400):
        ec2.delete_launch_template(LaunchTemplateName="nobody-here")


def test_an_instance_gets_the_profile_of_its_template(ec2, template, filled, sandbox):
    profile, role = filled
    [got] = ec2.run_instances(
        MinCount=1, MaxCount=1, LaunchTemplate={"LaunchTemplateId": template(profile)}
    )["Instances"]
    assert sandbox.role_of(got["InstanceId"]) == role


def test_a_launch_is_refused_for_the_profile_of_its_template(ec2, template, filled):
    missing = {"LaunchTemplateId": template("gone"), "Version": "1"}
    with refused("InvalidParameterValue", 400, invalid("gone")):
        ec2.run_instances(MinCount=1, MaxCount=1, LaunchTemplate=missing)
    ec2.run_instances(
        MinCount=1,
        MaxCount=1,
        LaunchTemplate=missing,
        IamInstanceProfile={"Name": filled[0]},
    )


def test_an_instant_fleet_reports_its_errors(ec2, template, filled):
    missing, right = template("gone"), template(filled[0])
    got = fleet(ec2, missing, right)
    [error] = got["Errors"]
    assert (error["ErrorCode"], error["ErrorMessage"]) == (
        "InvalidParameterValue",
        invalid("gone"),
    )
    assert error["LaunchTemplateAndOverrides"]["LaunchTemplateSpecification"] == {
        "LaunchTemplateId": missing,
        "Version": "1",
    }
    [started] = got["Instances"]
    assert len(started["InstanceIds"]) == 2
    assert started["Lifecycle"] == "on-demand"
    assert got["FleetId"].startswith("fleet-")


def test_cloudtrail_has_the_errors_of_a_fleet_in_its_response(ec2, template, filled, sandbox):
    got = fleet(ec2, template("gone"), template(filled[0]))
    [fleet_call] = records(sandbox, "CreateFleet", got["FleetId"])
    assert "errorCode" not in fleet_call
    error = fleet_call["responseElements"]["CreateFleetResponse"]["errorSet"]["item"]
    assert (error["errorCode"], error["errorMessage"]) == (
        "InvalidParameterValue",
        invalid("gone"),
    )
    [launch] = records(sandbox, "RunInstances", got["Instances"][0]["InstanceIds"][0])
    assert launch["userIdentity"]["invokedBy"] == "ec2fleet.amazonaws.com"


def records(sandbox, operation, mentioned):
    """The newest calls of an operation whose record mentions a text."""
    found = client(sandbox.url, "cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": operation}]
    )["Events"]
    texts = [event["CloudTrailEvent"] for event in found]
    return [json.loads(text) for text in texts if mentioned in text]


def test_a_fleet_without_instances_is_no_error(ec2, template):
    got = fleet(
        ec2,
        template("gone"),
        Overrides=[{"InstanceType": "c5.large"}, {"InstanceType": "m5.large"}],
    )
    assert got["Instances"] == []
    assert [
        each["LaunchTemplateAndOverrides"]["Overrides"]["InstanceType"] for each in got["Errors"]
    ] == ["c5.large", "m5.large"]


def test_a_spot_request_is_refused_as_a_launch_is(ec2, filled):
    def request(profile):
        return ec2.request_spot_instances(
            InstanceCount=1,
            LaunchSpecification={
                "ImageId": IMAGE,
                "InstanceType": "t3.micro",
                "IamInstanceProfile": {"Name": profile},
            },
        )["SpotInstanceRequests"]

    with refused("InvalidParameterValue", 400, invalid("gone")):
        request("gone")
    [got] = request(filled[0])
    assert got["State"] == "open"
    assert got["LaunchSpecification"]["IamInstanceProfile"] == {"Name": filled[0]}


def test_a_rotation_keeps_the_rest_of_the_template(ec2, name):
    data = {
        "ImageId": IMAGE,
        "InstanceType": "t3.micro",
        "IamInstanceProfile": {"Name": "old"},
        "UserData": "aGVsbG8=",
        "SecurityGroupIds": ["sg-0123456789abcdef0"],
        "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
        "BlockDeviceMappings": [
            {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20, "Encrypted": True}}
        ],
        "NetworkInterfaces": [{"DeviceIndex": 0, "Groups": ["sg-0123456789abcdef1"]}],
        "TagSpecifications": [
            {"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "web"}]}
        ],
    }
    made = name("lt")
    ec2.create_launch_template(LaunchTemplateName=made, LaunchTemplateData=data)
    arn = "arn:aws:iam::123456789012:instance-profile/new"
    got = ec2.create_launch_template_version(
        LaunchTemplateName=made,
        SourceVersion="$Latest",
        VersionDescription="rotated",
        LaunchTemplateData={"IamInstanceProfile": {"Arn": arn}},
    )["LaunchTemplateVersion"]
    assert got["VersionDescription"] == "rotated"
    assert got["LaunchTemplateData"] == {**data, "IamInstanceProfile": {"Arn": arn}}
    changed = ec2.modify_launch_template(LaunchTemplateName=made, DefaultVersion="2")
    assert changed["LaunchTemplate"]["DefaultVersionNumber"] == 2
    [default] = ec2.describe_launch_template_versions(
        LaunchTemplateName=made, Versions=["$Default"]
    )["LaunchTemplateVersions"]
    assert (default["VersionNumber"], default["DefaultVersion"]) == (2, True)
    gone = ec2.delete_launch_template_versions(LaunchTemplateName=made, Versions=["1", "2"])
    assert [
        each["VersionNumber"] for each in gone["SuccessfullyDeletedLaunchTemplateVersions"]
    ] == [1]
    assert [
        each["VersionNumber"] for each in gone["UnsuccessfullyDeletedLaunchTemplateVersions"]
    ] == [2]


def test_a_region_is_read_in_pages(sandbox, name):
    frankfurt = client(sandbox.url, "ec2", region="eu-central-1")
    made = {name("lt") for _ in range(5)}
    for each in made:
        frankfurt.create_launch_template(
            LaunchTemplateName=each,
            LaunchTemplateData={"ImageId": IMAGE},
            TagSpecifications=[
                {"ResourceType": "launch-template", "Tags": [{"Key": "run", "Value": "x"}]}
            ],
        )
    pages = list(
        frankfurt.get_paginator("describe_launch_template_versions").paginate(
            Versions=["$Latest", "$Default"], PaginationConfig={"PageSize": 2}
        )
    )
    assert len(pages) >= 3
    found = [each["LaunchTemplateName"] for page in pages for each in page["LaunchTemplateVersions"]]
    assert all(found.count(each) == 1 for each in made)
    tagged = frankfurt.describe_launch_templates(
        Filters=[{"Name": "tag:run", "Values": ["x"]}], MaxResults=200
    )["LaunchTemplates"]
    assert made <= {each["LaunchTemplateName"] for each in tagged}
    with refused("MissingParameter", 400):
        frankfurt.describe_launch_template_versions(Versions=["1"])


@needs_cli
def test_the_cli_rotates_a_template(aws, template):  # noqa: F811
    made = template("old")
    got = aws(
        "ec2", "create-launch-template-version", "--launch-template-id", made,
        "--source-version", "1", "--launch-template-data", '{"IamInstanceProfile":{"Name":"new"}}',
        "--query", "LaunchTemplateVersion.VersionNumber",
    )  # fmt: skip
    assert got.stdout.strip() == "2", got.stderr
    got = aws(
        "ec2", "modify-launch-template", "--launch-template-id", made, "--default-version", "2",
        "--query", "LaunchTemplate.DefaultVersionNumber",
    )  # fmt: skip
    assert got.stdout.strip() == "2", got.stderr
