"""EC2's reads, changes of state, regions and errors, as boto3 sees them.

Sources: EC2 API reference, the calls by name and "Error codes for the Amazon EC2 API"; the service
model of botocore; messages as issues in public repositories quote them.
"""

import datetime

import pytest

from sandbox import ACCOUNT, client, refused

IMAGE = "ami-0abcdef1234567890"
UNKNOWN = "i-0123456789abcdef0"


@pytest.fixture(scope="module")
def ec2(sandbox):
    return client(sandbox.url, "ec2")


@pytest.fixture
def run(ec2):
    """Starts one instance: run(), or run(IamInstanceProfile=...)."""

    def start(client=ec2, **more):
        more = {"MinCount": 1, "MaxCount": 1, "InstanceType": "t3.micro", **more}
        return client.run_instances(ImageId=IMAGE, **more)["Instances"][0]["InstanceId"]

    return start


@pytest.fixture
def associated(run, ec2, filled):
    """A new instance with a new profile: (instance, association, profile, role)."""
    profile, role = filled
    instance = run()
    made = ec2.associate_iam_instance_profile(
        IamInstanceProfile={"Name": profile}, InstanceId=instance
    )["IamInstanceProfileAssociation"]
    return instance, made["AssociationId"], profile, role


def described(ec2, **query):
    return [
        instance
        for reservation in ec2.describe_instances(**query)["Reservations"]
        for instance in reservation["Instances"]
    ]


def only(name, *values):
    return [{"Name": name, "Values": list(values)}]


def arn(profile):
    return f"arn:aws:iam::{ACCOUNT}:instance-profile/{profile}"


def test_an_instance_is_described_with_its_profile(run, ec2, iam, filled):
    profile, _ = filled
    instance = run(
        IamInstanceProfile={"Name": profile},
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "blue"}]}
        ],
    )
    [got] = described(ec2, InstanceIds=[instance])
    made = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    assert got["IamInstanceProfile"] == {"Arn": made["Arn"], "Id": made["InstanceProfileId"]}
    assert got["State"] == {"Code": 16, "Name": "running"}
    assert got["Tags"] == [{"Key": "team", "Value": "blue"}]
    assert got["InstanceType"] == "t3.micro"
    assert isinstance(got["LaunchTime"], datetime.datetime)
    [reservation] = ec2.describe_instances(InstanceIds=[instance])["Reservations"]
    assert reservation["OwnerId"] == ACCOUNT
    assert reservation["ReservationId"].startswith("r-")


def test_instances_are_found_by_their_profile(run, ec2, iam, filled):
    profile, _ = filled
    instance = run(IamInstanceProfile={"Name": profile})
    run()
    by_arn = described(ec2, Filters=only("iam-instance-profile.arn", arn(profile)))
    made = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    by_id = described(ec2, Filters=only("iam-instance-profile.id", made["InstanceProfileId"]))
    assert [each["InstanceId"] for each in by_arn] == [instance]
    assert by_id == by_arn
    with refused(
        "InvalidParameterValue", 400, "The filter 'iam-instance-profile.name' is invalid"
    ):
        described(ec2, Filters=only("iam-instance-profile.name", profile))


def test_all_filters_have_to_match(run, ec2, filled):
    profile, _ = filled
    running = run(IamInstanceProfile={"Name": profile})
    stopped = run(IamInstanceProfile={"Name": profile})
    ec2.stop_instances(InstanceIds=[stopped])
    found = described(
        ec2,
        Filters=only("iam-instance-profile.arn", arn(profile))
        + only("instance-state-name", "pending", "running"),
    )
    assert [each["InstanceId"] for each in found] == [running]


def test_pages_are_followed_to_the_end(run, ec2):
    wanted = {run() for _ in range(6)}
    pages = list(ec2.get_paginator("describe_instances").paginate(PaginationConfig={"PageSize": 5}))
    found = {
        instance["InstanceId"]
        for page in pages
        for reservation in page["Reservations"]
        for instance in reservation["Instances"]
    }
    assert len(pages) > 1
    assert wanted <= found
    assert "NextToken" not in pages[-1]


def test_a_page_takes_no_ids_and_no_other_token(run, ec2):
    with refused(
        "InvalidParameterCombination",
        400,
        "The parameter instancesSet cannot be used with the parameter maxResults",
    ):
        ec2.describe_instances(InstanceIds=[run()], MaxResults=5)
    with refused("InvalidParameterValue", 400, match="The token is invalid"):
        ec2.describe_instances(NextToken="made-up")
    with refused("InvalidParameterValue", 400, match="Expecting a value greater than 5"):
        ec2.describe_instances(MaxResults=4)


@pytest.mark.parametrize(
    "call", ["describe_instances", "terminate_instances", "stop_instances", "start_instances"]
)
def test_unknown_and_malformed_ids_are_refused(ec2, call):
    with refused(
        "InvalidInstanceID.NotFound", 400, f"The instance ID '{UNKNOWN}' does not exist"
    ):
        getattr(ec2, call)(InstanceIds=[UNKNOWN])
    with refused("InvalidInstanceID.Malformed", 400, 'Invalid id: "i-1"'):
        getattr(ec2, call)(InstanceIds=["i-1"])
    with refused("InvalidInstanceID.Malformed", 400, 'Invalid id: "web" (expecting "i-...")'):
        getattr(ec2, call)(InstanceIds=["web"])


def test_a_dry_run_launches_nothing(run, ec2, filled):
    profile, _ = filled
    with refused(
        "DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set."
    ):
        run(IamInstanceProfile={"Name": profile}, DryRun=True)
    assert described(ec2, Filters=only("iam-instance-profile.arn", arn(profile))) == []


def test_a_dry_run_changes_nothing(run, ec2):
    instance = run()
    for call in ["stop_instances", "terminate_instances"]:
        with refused("DryRunOperation", 412):
            getattr(ec2, call)(InstanceIds=[instance], DryRun=True)
    assert described(ec2, InstanceIds=[instance])[0]["State"]["Name"] == "running"
    with refused("DryRunOperation", 412):
        ec2.describe_instances(DryRun=True)


def test_as_many_instances_as_asked_for_start(ec2):
    got = ec2.run_instances(ImageId=IMAGE, MinCount=2, MaxCount=3)
    assert [each["AmiLaunchIndex"] for each in got["Instances"]] == [0, 1, 2]
    for least, most in [(0, 1), (1, 0), (3, 2)]:
        with refused("InvalidParameterValue", 400):
            ec2.run_instances(ImageId=IMAGE, MinCount=least, MaxCount=most)


def test_the_same_client_token_starts_once(run):
    assert run(ClientToken="once") == run(ClientToken="once")
    with refused("IdempotentParameterMismatch", 400):
        run(ClientToken="once", InstanceType="t3.large")


def test_an_instance_stops_starts_and_terminates(run, ec2):
    instance = run()
    [stopped] = ec2.stop_instances(InstanceIds=[instance])["StoppingInstances"]
    assert stopped["PreviousState"] == {"Code": 16, "Name": "running"}
    assert stopped["CurrentState"] == {"Code": 64, "Name": "stopping"}
    [started] = ec2.start_instances(InstanceIds=[instance])["StartingInstances"]
    assert started["PreviousState"] == {"Code": 80, "Name": "stopped"}
    assert started["CurrentState"] == {"Code": 0, "Name": "pending"}
    [ended] = ec2.terminate_instances(InstanceIds=[instance])["TerminatingInstances"]
    assert ended["CurrentState"] == {"Code": 32, "Name": "shutting-down"}
    assert described(ec2, InstanceIds=[instance])[0]["State"]["Name"] == "terminated"
    with refused("IncorrectInstanceState", 400, match="from which it can be started"):
        ec2.start_instances(InstanceIds=[instance])


def test_an_association_is_described_replaced_and_removed(ec2, associated, sandbox):
    instance, association, profile, role = associated
    query = {"Filters": only("instance-id", instance)}
    [listed] = ec2.describe_iam_instance_profile_associations(**query)[
        "IamInstanceProfileAssociations"
    ]
    assert listed["AssociationId"] == association
    assert listed["State"] == "associated"
    assert listed["IamInstanceProfile"]["Arn"] == arn(profile)
    assert sandbox.role_of(instance) == role
    replaced = ec2.replace_iam_instance_profile_association(
        AssociationId=association, IamInstanceProfile={"Name": profile}
    )["IamInstanceProfileAssociation"]
    assert replaced["State"] == "associating"
    assert "Timestamp" not in replaced
    with refused("IncorrectState", 400, match="is not an active association"):
        ec2.disassociate_iam_instance_profile(AssociationId=association)
    gone = ec2.disassociate_iam_instance_profile(AssociationId=replaced["AssociationId"])[
        "IamInstanceProfileAssociation"
    ]
    assert gone["State"] == "disassociating"
    assert ec2.describe_iam_instance_profile_associations(**query)[
        "IamInstanceProfileAssociations"
    ] == []
    assert sandbox.role_of(instance) is None


def test_unknown_and_malformed_associations_are_refused(ec2, filled):
    unknown = "iip-assoc-0123456789abcdef0"
    profile = {"Name": filled[0]}
    with refused(
        "InvalidAssociationID.NotFound", 400, f"An invalid association-id of '{unknown}' was given"
    ):
        ec2.disassociate_iam_instance_profile(AssociationId=unknown)
    with refused("InvalidParameterValue", 400, "Invalid value for associationId."):
        ec2.replace_iam_instance_profile_association(
            AssociationId="web", IamInstanceProfile=profile
        )
    with refused("InvalidInstanceID.Malformed", 400):
        ec2.associate_iam_instance_profile(InstanceId="i-xyz", IamInstanceProfile=profile)


def test_associations_come_in_pages(run, ec2, filled):
    wanted = {run(IamInstanceProfile={"Name": filled[0]}) for _ in range(6)}
    pages = list(
        ec2.get_paginator("describe_iam_instance_profile_associations").paginate(
            PaginationConfig={"PageSize": 5}
        )
    )
    assert len(pages) > 1
    assert wanted <= {
        each["InstanceId"] for page in pages for each in page["IamInstanceProfileAssociations"]
    }


def test_a_profile_that_was_made_again_is_another_one(ec2, iam, associated, sandbox):
    instance, _, profile, role = associated
    before = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=role)
    assert sandbox.role_of(instance) is None
    iam.delete_instance_profile(InstanceProfileName=profile)
    iam.create_instance_profile(InstanceProfileName=profile)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    [listed] = described(ec2, InstanceIds=[instance])
    assert listed["IamInstanceProfile"]["Id"] == before["InstanceProfileId"]
    assert sandbox.role_of(instance) is None


def test_a_region_has_instances_of_its_own(sandbox, run, ec2):
    ireland = client(sandbox.url, "ec2", region="eu-west-1")
    instance = run(ireland)
    [listed] = described(ireland, InstanceIds=[instance])
    assert listed["Placement"]["AvailabilityZone"] == "eu-west-1a"
    with refused("InvalidInstanceID.NotFound", 400):
        ec2.describe_instances(InstanceIds=[instance])


def test_cloudtrail_has_a_call_in_its_region(sandbox, run):
    run(client(sandbox.url, "ec2", user="traveller", region="eu-west-1"))
    query = {"LookupAttributes": [{"AttributeKey": "Username", "AttributeValue": "traveller"}]}
    here = client(sandbox.url, "cloudtrail").lookup_events(**query)["Events"]
    there = client(sandbox.url, "cloudtrail", region="eu-west-1").lookup_events(**query)["Events"]
    assert here == []
    assert [event["EventName"] for event in there] == ["RunInstances"]


def test_regions_are_listed_with_their_opt_in_status(ec2):
    enabled = ec2.describe_regions()["Regions"]
    assert len(enabled) == 17
    assert {each["OptInStatus"] for each in enabled} == {"opt-in-not-required"}
    everywhere = {each["RegionName"]: each for each in ec2.describe_regions(AllRegions=True)["Regions"]}
    assert everywhere["ap-east-1"]["OptInStatus"] == "not-opted-in"
    assert everywhere["us-east-1"]["Endpoint"] == "ec2.us-east-1.amazonaws.com"
    [named] = ec2.describe_regions(RegionNames=["ap-east-1"])["Regions"]
    assert named == everywhere["ap-east-1"]


def test_a_region_that_is_not_enabled_takes_no_credentials(sandbox):
    with refused(
        "AuthFailure",
        401,
        "AWS was not able to validate the provided access credentials",
    ):
        client(sandbox.url, "ec2", region="ap-east-1").describe_instances()


def test_ec2_can_fail_in_one_region(idle_sandbox):
    try:
        idle_sandbox.faults(ec2="us-west-2:down,eu-west-1:throttled,sa-east-1:denied")
        with refused("Unavailable", 503):
            client(idle_sandbox.url, "ec2", region="us-west-2").describe_instances()
        with refused("RequestLimitExceeded", 503, "Request limit exceeded."):
            client(idle_sandbox.url, "ec2", region="eu-west-1").describe_instances()
        with refused("UnauthorizedOperation", 403, match="ec2:DescribeInstances with an explicit"):
            client(idle_sandbox.url, "ec2", region="sa-east-1").describe_instances()
        client(idle_sandbox.url, "ec2").describe_instances()
    finally:
        idle_sandbox.faults()
    client(idle_sandbox.url, "ec2", region="us-west-2").describe_instances()
