"""./guard invoke: the real handler in a process of its own, with the sandbox as its AWS."""

import json
import os
import subprocess

import pytest

from sandbox import GUARD, ROOT, client

EVENTS = sorted((ROOT / "events" / "ProfileGuard").glob("*.json"))


@pytest.fixture
def environment(idle_sandbox):
    tables = client(idle_sandbox.url, "dynamodb").list_tables()["TableNames"]
    [table] = [each for each in tables if each.endswith("BaselineTable")]
    return {
        **os.environ,
        "AWS_ENDPOINT_URL": idle_sandbox.url,
        "AWS_ACCESS_KEY_ID": "laptop",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
        "BASELINE_TABLE": table,
        "GUARD_MODE": "enforce",
        "GUARDED_PROFILES": "prod-*",
        "EXEMPT_NAMES": "",
        "TRUSTED_PRINCIPALS": "nobody",
        "BREAKER_REVERTS": "5",
        "BREAKER_WINDOW_MINUTES": "10",
    }


def invoke(environment, first, *others):
    """Runs one process for all files: (exit status, result lines, what it logged)."""
    got = subprocess.run(
        [GUARD, "invoke", "ProfileGuard", str(first)],
        cwd=ROOT,
        env=environment,
        input="".join(f"{other}\n" for other in others),
        capture_output=True,
        text=True,
        timeout=180,
    )
    return got.returncode, [line for line in got.stdout.splitlines() if line.strip()], got.stderr


def test_there_are_events_to_try(environment):
    assert EVENTS


def test_each_event_gives_one_line_of_json(environment):
    status, lines, log = invoke(environment, *EVENTS)
    assert len(lines) == len(EVENTS), log
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_one_file_gives_one_line(environment):
    status, lines, log = invoke(environment, ROOT / "events/ProfileGuard/role-added.json")
    assert (status, len(lines)) == (0, 1), log


def test_a_swapped_role_is_put_back_through_the_endpoint(
    environment, idle_sandbox, name, trust, tmp_path
):
    iam = client(idle_sandbox.url, "iam", user="mallory")
    profile = name("prod")
    for role in (f"{profile}-role", f"{profile}-evil"):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
    iam.create_instance_profile(InstanceProfileName=profile)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=f"{profile}-role")
    adopt = tmp_path / "adopt.json"
    adopt.write_text(json.dumps({"adopt": {"profile": profile}}))
    status, _, log = invoke(environment, adopt)
    assert status == 0, log
    iam.remove_role_from_instance_profile(
        InstanceProfileName=profile, RoleName=f"{profile}-role"
    )
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=f"{profile}-evil")
    event = tmp_path / "event.json"
    event.write_text(json.dumps(added(profile, f"{profile}-evil")))
    status, [line], log = invoke(environment, event)
    assert status == 0, log
    assert profile in line
    got = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    assert [role["RoleName"] for role in got["Roles"]] == [f"{profile}-role"]


def test_an_unknown_function_is_refused(environment):
    got = subprocess.run(
        [GUARD, "invoke", "Nobody", str(EVENTS[0])],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=120,
    )
    assert got.returncode != 0
    assert "ProfileGuard" in got.stderr


def test_a_wrong_setting_is_reported_with_a_valid_example(environment):
    bad = {**environment, "GUARD_MODE": "sometimes"}
    status, lines, log = invoke(bad, EVENTS[0])
    assert status != 0
    told = log + "".join(lines)
    assert "GuardMode" in told or "GUARD_MODE" in told
    assert "observe" in told


def added(profile, role):
    """The EventBridge event of mallory's AddRoleToInstanceProfile."""
    identity = {
        "type": "IAMUser",
        "principalId": "AIDAEXAMPLEEXAMPLE123",
        "arn": "arn:aws:iam::123456789012:user/mallory",
        "accountId": "123456789012",
        "accessKeyId": "mallory",
        "userName": "mallory",
    }
    detail = {
        "eventVersion": "1.11",
        "userIdentity": identity,
        "eventTime": "2030-01-01T00:00:00Z",
        "eventSource": "iam.amazonaws.com",
        "eventName": "AddRoleToInstanceProfile",
        "awsRegion": "us-east-1",
        "sourceIPAddress": "203.0.113.7",
        "userAgent": "aws-cli/2.17.60 md/command#iam.add-role-to-instance-profile",
        "requestParameters": {"instanceProfileName": profile, "roleName": role},
        "responseElements": None,
        "requestID": "11111111-2222-3333-4444-555555555555",
        "eventID": f"{abs(hash(profile)):032x}"[:8] + "-0000-4000-8000-000000000000",
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": "123456789012",
        "eventCategory": "Management",
    }
    return {
        "version": "0",
        "id": "99999999-8888-7777-6666-555555555555",
        "detail-type": "AWS API Call via CloudTrail",
        "source": "aws.iam",
        "account": "123456789012",
        "time": "2030-01-01T00:00:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail": detail,
    }
