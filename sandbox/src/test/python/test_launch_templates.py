"""Launch templates, fleets and Spot requests, as boto3 sees them.

Sources: the service model of botocore; the codes and messages of launch templates as public
repositories quote them; the errors of an instant fleet as karpenter-provider-aws 3051 quotes them, and
the records of CloudTrail as 5850 and 8190 there do.
"""

import json

import pytest

from sandbox import client, refused

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
    assert [each["VersionNumber"] for each in versions] == [1, 2]
    assert versions[1]["LaunchTemplateData"] == {
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
