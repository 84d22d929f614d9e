"""GetCallerIdentity, AssumeRole and DecodeAuthorizationMessage.

Sources: STS API reference; recorded in LocalStack's test_sts.snapshot.json (2024 to 2026); messages
of the duration limits as reported (kreuzwerker/awsu issue 27; role chaining: STS user guide);
AccessDenied as in recorded CloudTrail events. STS, unlike IAM, still repeats the value.
"""

import json
import re
from datetime import timedelta

import pytest

from sandbox import ACCOUNT, client, refused, session_keys

ANYONE_HERE = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow",'
    '"Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}'
)


@pytest.fixture
def assumable(iam, name):
    """A role that everybody in the account may assume for up to two hours: its description."""
    return iam.create_role(
        RoleName=name("assumed"),
        Path="/ops/",
        AssumeRolePolicyDocument=ANYONE_HERE,
        MaxSessionDuration=7200,
    )["Role"]


def assume(sts, role, session="me", **more):
    return sts.assume_role(RoleArn=role["Arn"], RoleSessionName=session, **more)


def test_the_access_key_id_names_the_user(sandbox):
    got = client(sandbox.url, "sts", user="bob").get_caller_identity()
    assert (got["Account"], got["Arn"]) == (ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/bob")


def test_a_user_has_an_id_of_its_own(sandbox):
    ids = {
        client(sandbox.url, "sts", user=user).get_caller_identity()["UserId"]
        for user in ("bob", "carol", "bob")
    }
    assert len(ids) == 2
    assert all(re.fullmatch(r"AIDA[A-Z0-9]{17}", each) for each in ids)


def test_a_session_is_named_after_role_and_session(sts, assumable):
    # recorded: test_assume_role
    got = assume(sts, assumable, "me@work")["AssumedRoleUser"]
    assert got["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{assumable['RoleName']}/me@work"
    assert got["AssumedRoleId"] == f"{assumable['RoleId']}:me@work"


def test_a_session_has_temporary_credentials(sts, assumable):
    got = assume(sts, assumable)["Credentials"]
    assert re.fullmatch(r"ASIA[A-Z0-9]{16}", got["AccessKeyId"])
    assert got["SecretAccessKey"] and got["SessionToken"]


def test_a_response_without_a_session_policy_has_no_packed_size(sts, assumable):
    # recorded: test_assume_role
    assert set(assume(sts, assumable)) == {"Credentials", "AssumedRoleUser", "ResponseMetadata"}


def test_a_session_lasts_an_hour_or_the_requested_time(sts, assumable):
    def ends(**more):
        return assume(sts, assumable, **more)["Credentials"]["Expiration"]

    # other tests move the sandbox's clock: only differences count
    shortest = ends(DurationSeconds=900)
    close = timedelta(seconds=30)
    assert abs(ends() - shortest - timedelta(seconds=2700)) < close
    assert abs(ends(DurationSeconds=7200) - shortest - timedelta(seconds=6300)) < close


def test_a_session_knows_itself(sandbox, sts, assumable):
    keys = session_keys(assume(sts, assumable, "s1")["Credentials"])
    got = client(sandbox.url, "sts", **keys).get_caller_identity()
    assert got["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{assumable['RoleName']}/s1"
    assert got["UserId"] == f"{assumable['RoleId']}:s1"
    assert got["Account"] == ACCOUNT


def test_a_session_can_call_iam(sandbox, sts, assumable, profile):
    keys = session_keys(assume(sts, assumable)["Credentials"])
    iam = client(sandbox.url, "iam", **keys)
    got = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    assert got["InstanceProfileName"] == profile


def test_more_than_the_role_allows_is_a_validation_error(sts, assumable):
    with refused(
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ):
        assume(sts, assumable, DurationSeconds=7201)


def test_a_chained_session_is_limited_to_an_hour(sandbox, sts, assumable):
    keys = session_keys(assume(sts, assumable)["Credentials"])
    chained = client(sandbox.url, "sts", **keys)
    with refused(
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
        "chaining.",
    ):
        assume(chained, assumable, DurationSeconds=3601)


def test_a_chained_session_of_an_hour_is_fine(sandbox, sts, assumable):
    keys = session_keys(assume(sts, assumable)["Credentials"])
    chained = client(sandbox.url, "sts", **keys)
    got = assume(chained, assumable, "second", DurationSeconds=3600)
    assert got["AssumedRoleUser"]["Arn"].endswith("/second")


@pytest.mark.parametrize(
    "seconds, rule",
    [
        (899, "Member must have value greater than or equal to 900"),
        (43201, "Member must have value less than or equal to 43200"),
    ],
)
def test_a_duration_out_of_bounds_is_a_validation_error(sandbox, assumable, seconds, rule):
    sts = client(sandbox.url, "sts", parameter_validation=False)
    with refused(
        "ValidationError",
        400,
        f"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy "
        f"constraint: {rule}",
    ):
        assume(sts, assumable, DurationSeconds=seconds)


def test_a_session_name_with_another_character_is_a_validation_error(sandbox, assumable):
    # recorded: invalid-session-name
    sts = client(sandbox.url, "sts", parameter_validation=False)
    with refused(
        "ValidationError",
        400,
        "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy "
        r"constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*",
    ):
        assume(sts, assumable, "Session1:2")


def test_a_session_name_longer_than_64_is_a_validation_error(sandbox, assumable):
    # recorded: test_assume_role_session_name_too_long
    sts = client(sandbox.url, "sts", parameter_validation=False)
    long = "s" * 65
    with refused(
        "ValidationError",
        400,
        f"1 validation error detected: Value '{long}' at 'roleSessionName' failed to satisfy "
        "constraint: Member must have length less than or equal to 64",
    ):
        assume(sts, assumable, long)


def test_all_errors_of_a_request_are_reported_together(sandbox):
    sts = client(sandbox.url, "sts", parameter_validation=False)
    with refused(
        "ValidationError",
        400,
        "4 validation errors detected: Value 'short' at 'roleArn' failed to satisfy constraint: "
        "Member must have length greater than or equal to 20; Value '!' at 'roleSessionName' "
        r"failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*"
        "; Value '!' at 'roleSessionName' failed to satisfy constraint: Member must have length "
        "greater than or equal to 2; Value '1' at 'durationSeconds' failed to satisfy constraint: "
        "Member must have value greater than or equal to 900",
    ):
        sts.assume_role(RoleArn="short", RoleSessionName="!", DurationSeconds=1)


def test_missing_parameters_are_reported_as_null(sandbox):
    sts = client(sandbox.url, "sts", parameter_validation=False)
    with refused(
        "ValidationError",
        400,
        "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: "
        "Member must not be null; Value null at 'roleSessionName' failed to satisfy constraint: "
        "Member must not be null",
    ):
        sts.assume_role()


@pytest.mark.parametrize(
    "arn", ["nothing-valid-in-here", "arn::b:::something/test-role", "arn:a:a::aaaaaaaaaa:"]
)
def test_a_malformed_role_arn_is_reported(sts, arn):
    # recorded: test_sts_invalid_parameters
    with refused("ValidationError", 400, f"{arn} is invalid"):
        sts.assume_role(RoleArn=arn, RoleSessionName="session")


def test_a_role_that_does_not_exist_is_access_denied(sandbox):
    arn = f"arn:aws:iam::{ACCOUNT}:role/nobody"
    sts = client(sandbox.url, "sts", user="bob")
    with refused(
        "AccessDenied",
        403,
        f"User: arn:aws:iam::{ACCOUNT}:user/bob is not authorized to perform: sts:AssumeRole on "
        f"resource: {arn}",
    ):
        sts.assume_role(RoleArn=arn, RoleSessionName="session")


def test_the_path_belongs_to_the_arn(sts, assumable):
    arn = assumable["Arn"].replace("/ops/", "/")
    with refused("AccessDenied", 403):
        sts.assume_role(RoleArn=arn, RoleSessionName="session")


def test_an_expired_session_is_reported(sandbox, sts, assumable):
    keys = session_keys(assume(sts, assumable, DurationSeconds=900)["Credentials"])
    sandbox.advance("PT16M")
    with refused("ExpiredToken", 403):
        client(sandbox.url, "iam", **keys).list_roles()


def test_an_authorization_message_is_decoded(idle_sandbox):
    # the shape of the message: STS API reference, DecodeAuthorizationMessage
    sts = client(idle_sandbox.url, "sts")
    with refused("InvalidAuthorizationMessageException", 400, "Message is not valid"):
        sts.decode_authorization_message(EncodedMessage="made-up")
    root = client(idle_sandbox.url, "iam", user="root-like")
    root.create_user(UserName="reader")
    root.put_user_policy(
        UserName="reader",
        PolicyName="decode",
        PolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:DecodeAuthorizationMessage",
                        "Resource": "*",
                    }
                ],
            }
        ),
    )
    idle_sandbox.control("POST", "identity-policies", enforce="on")
    try:
        with refused("UnauthorizedOperation", 403) as denied:
            client(idle_sandbox.url, "ec2", user="reader").run_instances(
                ImageId="ami-0abcdef1234567890", MinCount=1, MaxCount=1
            )
        encoded = denied.error["Message"].split("Encoded authorization failure message: ")[1]
        reader = client(idle_sandbox.url, "sts", user="reader")
        decoded = json.loads(
            reader.decode_authorization_message(EncodedMessage=encoded)["DecodedMessage"]
        )
        with refused("AccessDenied", 403):
            client(idle_sandbox.url, "sts", user="other").decode_authorization_message(
                EncodedMessage=encoded
            )
    finally:
        idle_sandbox.control("POST", "identity-policies", enforce="off")
    assert (decoded["allowed"], decoded["explicitDeny"]) == (False, False)
    assert decoded["context"]["action"] == "ec2:RunInstances"
    assert decoded["context"]["principal"]["arn"] == f"arn:aws:iam::{ACCOUNT}:user/reader"


def test_cloudtrail_has_a_session_that_was_refused(sandbox, sts, assumable, name):
    keys = session_keys(assume(sts, assumable)["Credentials"])
    with refused("ValidationError", 400):
        chained = client(sandbox.url, "sts", region="eu-west-1", **keys)
        assume(chained, assumable, name(), DurationSeconds=3601)
    events = client(sandbox.url, "cloudtrail", region="eu-west-1").lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "AssumeRole"}]
    )["Events"]
    record = json.loads(events[0]["CloudTrailEvent"])
    assert record["errorCode"] == "ValidationException"
    assert "1 hour session limit" in record["errorMessage"]
    assert record["requestParameters"]["durationSeconds"] == 3601
    assert record["userIdentity"]["type"] == "AssumedRole"
