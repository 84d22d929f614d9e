"""CloudTrail in the sandbox: what was called, as boto3, the AWS CLI and ./guard replay take it.

Sources: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html (one attribute, 1 to 50
results, the token goes with the same parameters), .../API_GetEventSelectors.html
"""

import json
import re
import subprocess
from datetime import timedelta

import pytest

from sandbox import EC2_TRUST, GUARD, ROOT, client, refused, session_keys
from test_cli import AWS, aws  # noqa: F401, a fixture


@pytest.fixture(scope="module")
def trail(idle_sandbox):
    return client(idle_sandbox.url, "cloudtrail")


@pytest.fixture
def history(idle_sandbox, name):
    """A role that mallory made, tagged three times and deleted: its name, and the calls, newest first."""
    made = name("history")
    iam = client(idle_sandbox.url, "iam", user="mallory")
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=EC2_TRUST)
    for value in ("1", "2", "3"):
        iam.tag_role(RoleName=made, Tags=[{"Key": "step", "Value": value}])
    iam.delete_role(RoleName=made)
    return made, ["DeleteRole", "TagRole", "TagRole", "TagRole", "CreateRole"]


def test_the_calls_on_a_resource_come_newest_first(trail, history):
    role, names = history
    assert [event["EventName"] for event in by(trail, "ResourceName", role)] == names


def test_an_event_contains_caller_operation_and_time(trail, history):
    event = by(trail, "ResourceName", history[0])[-1]
    record = json.loads(event["CloudTrailEvent"])

    assert event["Username"] == "mallory"
    assert event["AccessKeyId"] == "mallory"
    assert event["EventSource"] == "iam.amazonaws.com"
    assert event["ReadOnly"] == "false"
    assert event["Resources"] == [{"ResourceType": "AWS::IAM::Role", "ResourceName": history[0]}]
    assert event["EventId"] == record["eventID"]
    assert event["EventTime"].strftime("%Y-%m-%dT%H:%M:%SZ") == record["eventTime"]
    assert record["userIdentity"]["userName"] == "mallory"
    assert record["requestParameters"]["roleName"] == history[0]


def test_a_session_is_known_by_its_name(idle_sandbox, trail, name):
    role = name("session")
    client(idle_sandbox.url, "iam").create_role(RoleName=role, AssumeRolePolicyDocument=EC2_TRUST)
    sts = client(idle_sandbox.url, "sts")
    arn = f"arn:aws:iam::123456789012:role/{role}"
    keys = sts.assume_role(RoleArn=arn, RoleSessionName=role)["Credentials"]
    as_session = client(idle_sandbox.url, "iam", **session_keys(keys))
    as_session.create_instance_profile(InstanceProfileName=role)

    [event] = by(trail, "Username", role)

    assert event["EventName"] == "CreateInstanceProfile"
    assert event["AccessKeyId"] == keys["AccessKeyId"]


def test_both_resources_of_a_call_find_it(idle_sandbox, trail, name):
    role, profile = name("role"), name("profile")
    iam = client(idle_sandbox.url, "iam")
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=EC2_TRUST)
    iam.create_instance_profile(InstanceProfileName=profile)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)

    for resource in (role, profile):
        assert by(trail, "ResourceName", resource)[0]["EventName"] == "AddRoleToInstanceProfile"


@pytest.mark.parametrize("attribute", ["EventId", "EventName", "Username", "EventSource", "AccessKeyId"])
def test_each_attribute_finds_the_call_and_no_other(trail, history, attribute):
    [event] = [each for each in by(trail, "ResourceName", history[0]) if each["EventName"] == "DeleteRole"]
    found = by(trail, attribute, event[attribute])

    assert event["EventId"] in {each["EventId"] for each in found}
    assert {each[attribute] for each in found} == {event[attribute]}


def test_a_call_is_found_that_was_refused(idle_sandbox, trail, name):
    gone = name("gone")
    with refused("NoSuchEntity", 404):
        client(idle_sandbox.url, "iam").delete_role(RoleName=gone)

    [event] = by(trail, "ResourceName", gone)

    assert json.loads(event["CloudTrailEvent"])["errorCode"] == "NoSuchEntityException"


def test_a_call_is_found_whose_event_was_lost(idle_sandbox, trail, name):
    lost = name("lost")
    idle_sandbox.faults(lose=1)
    try:
        client(idle_sandbox.url, "iam").create_instance_profile(InstanceProfileName=lost)
    finally:
        idle_sandbox.faults()

    assert len(by(trail, "ResourceName", lost)) == 1


def test_times_bound_it_on_both_sides(trail, history):
    whole = by(trail, "ResourceName", history[0])
    first, last = whole[-1]["EventTime"], whole[0]["EventTime"]
    second = timedelta(seconds=1)

    assert by(trail, "ResourceName", history[0], StartTime=first, EndTime=last) == whole
    assert by(trail, "ResourceName", history[0], StartTime=last + second) == []
    assert by(trail, "ResourceName", history[0], EndTime=first - second) == []


def test_boto3_pages_through_it(trail, history):
    paginator = trail.get_paginator("lookup_events")
    pages = list(paginator.paginate(
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": history[0]}],
        PaginationConfig={"PageSize": 2},
    ))
    sizes = [len(page["Events"]) for page in pages]
    names = [event["EventName"] for page in pages for event in page["Events"]]

    assert sizes == [2, 2, 1]
    assert names == history[1]


def test_calls_between_two_pages_do_not_shift_the_pages(idle_sandbox, trail, history):
    asked = {"LookupAttributes": [{"AttributeKey": "ResourceName", "AttributeValue": history[0]}]}
    first = trail.lookup_events(**asked, MaxResults=2)
    with refused("NoSuchEntity", 404):
        client(idle_sandbox.url, "iam").delete_role(RoleName=history[0])
    rest = trail.lookup_events(**asked, NextToken=first["NextToken"])

    assert [event["EventName"] for event in first["Events"] + rest["Events"]] == history[1]


def test_fifty_come_at_most(idle_sandbox, trail, name):
    profile = name("many")
    iam = client(idle_sandbox.url, "iam")
    iam.create_instance_profile(InstanceProfileName=profile)
    for number in range(50):
        tags = [{"Key": "number", "Value": str(number)}]
        iam.tag_instance_profile(InstanceProfileName=profile, Tags=tags)

    asked = {"LookupAttributes": [{"AttributeKey": "ResourceName", "AttributeValue": profile}]}
    first = trail.lookup_events(**asked)
    rest = trail.lookup_events(**asked, NextToken=first["NextToken"])

    assert (len(first["Events"]), len(rest["Events"])) == (50, 1)
    assert "NextToken" not in rest


def test_a_token_of_another_lookup_is_refused(trail, history):
    token = trail.lookup_events(MaxResults=1)["NextToken"]
    for wrong in ({"NextToken": "nonsense"}, {"NextToken": token, "StartTime": 1}):
        with refused("InvalidNextTokenException", 400):
            trail.lookup_events(**wrong)


@pytest.mark.parametrize(
    "code, asked",
    [
        ("InvalidMaxResultsException", {"MaxResults": 0}),
        ("InvalidMaxResultsException", {"MaxResults": 51}),
        ("InvalidTimeRangeException", {"StartTime": 2000, "EndTime": 1000}),
        ("InvalidLookupAttributesException", {"LookupAttributes": [{"AttributeKey": "Colour", "AttributeValue": "a"}]}),
        ("InvalidLookupAttributesException", {"LookupAttributes": [{"AttributeKey": "EventId", "AttributeValue": ""}]}),
        (
            "InvalidLookupAttributesException",
            {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": "a"} for key in ("EventId", "Username")]},
        ),
    ],
    ids=str,
)
def test_bad_questions_are_refused(idle_sandbox, code, asked):
    unchecked = client(idle_sandbox.url, "cloudtrail", parameter_validation=False)
    with refused(code, 400):
        unchecked.lookup_events(**asked)


def test_there_is_a_trail_that_logs_management_writes(trail):
    [found] = trail.describe_trails()["trailList"]
    for known_as in (found["Name"], found["TrailARN"]):
        assert trail.get_trail_status(Name=known_as)["IsLogging"] is True
        [selector] = trail.get_event_selectors(TrailName=known_as)["EventSelectors"]
        assert (selector["ReadWriteType"], selector["IncludeManagementEvents"]) == ("All", True)
    assert trail.describe_trails(trailNameList=["another"])["trailList"] == []


def test_another_trail_is_unknown(trail):
    for ask, name in ((trail.get_trail_status, "Name"), (trail.get_event_selectors, "TrailName")):
        with refused("TrailNotFoundException", 400, match="another"):
            ask(**{name: "another"})


def test_unsupported_operations_are_named(trail):
    with refused("UnknownOperationException", 501, match="DescribeTrails, GetEventSelectors"):
        trail.list_trails()


@pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")
def test_replay_takes_what_the_aws_cli_printed(aws, sandbox, name, tmp_path):  # noqa: F811
    made = name("replayed")
    client(sandbox.url, "iam", user="mallory").create_role(RoleName=made, AssumeRolePolicyDocument=EC2_TRUST)
    attribute = f"AttributeKey=ResourceName,AttributeValue={made}"
    printed = aws("cloudtrail", "lookup-events", "--lookup-attributes", attribute, "--output", "json")
    assert printed.returncode == 0, printed.stderr
    file = tmp_path / "events.json"
    file.write_text(printed.stdout)

    got = subprocess.run(
        [GUARD, "replay", str(file)],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180,
    )

    assert got.returncode == 0, got.stderr
    assert re.search(rf"CreateRole +role/{made}", got.stdout), got.stdout
    assert "1 records: 1 " in got.stdout or "1 records: 0 handled, 1 skipped" in got.stdout, got.stdout


def by(trail, attribute, value, **more):
    asked = [{"AttributeKey": attribute, "AttributeValue": value}]
    return trail.lookup_events(LookupAttributes=asked, **more)["Events"]
