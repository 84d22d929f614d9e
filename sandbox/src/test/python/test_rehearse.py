"""What the AWS CLI records of an account is rehearsed on: ./guard rehearse."""

import gzip
import json
import os
import pty
import re
import subprocess

import pytest

from sandbox import EC2_TRUST, GUARD, ROOT, Sandbox, client
from test_account_file import AWS, aws

OFF = ("GuardMode=off", "ProvisionMode=off", "TagMode=off")
REMOVED = str(ROOT / "events" / "ProfileGuard" / "role-removed.json")

pytestmark = pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    """The files of an account: prod-web holds web, and api is in no profile."""
    folder = tmp_path_factory.mktemp("account")
    with Sandbox.start(*OFF) as sandbox:
        iam = client(sandbox.url, "iam")
        for role in ("web", "api"):
            iam.create_role(RoleName=role, AssumeRolePolicyDocument=EC2_TRUST)
        iam.create_instance_profile(InstanceProfileName="prod-web")
        iam.add_role_to_instance_profile(InstanceProfileName="prod-web", RoleName="web")
        details = folder / "details.json"
        details.write_text(aws(sandbox, "get-account-authorization-details"))
        others = folder / "others.json"
        others.write_text(
            aws(sandbox, "list-instance-profiles")
            + aws(sandbox, "get-instance-profile", "--instance-profile-name", "prod-web")
            + aws(sandbox, "get-account-summary")
        )
    return str(details), str(others)


def rehearse(*arguments, java=None):
    environment = dict(os.environ, JAVA_TOOL_OPTIONS=java) if java else None
    return subprocess.run(
        [GUARD, "rehearse", *arguments], env=environment,
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180,
    )


def test_the_plan_names_what_would_change(account):
    done = rehearse("--account", *account, "--parameter-overrides", "ProvisionDelaySeconds=0")
    assert (done.returncode, done.stderr) == (0, "")
    plan = done.stdout
    assert plan.startswith("loaded 2 roles, 1 instance profiles")
    assert plan.index("The plan") < plan.index("role/api") < plan.index("finding")
    assert "create instance profile /api" in plan
    assert "is assumed" not in plan
    assert "\x1b" not in plan


def test_the_calls_are_played_on_the_account(account):
    done = rehearse(
        "--account", *account, "--events", REMOVED,
        "--parameter-overrides", "GuardedProfiles=prod-*", "GuardMode=enforce",
        "TrustedPrincipals=nobody",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "done: add role web to prod-web" in done.stdout
    assert done.stdout.endswith("1 records: 1 handled, 0 skipped with a reason, 0 failed\n")


def test_a_truncated_file_is_named_and_nothing_is_printed(account, tmp_path):
    cut = tmp_path / "cut.json"
    with open(account[0]) as whole:
        cut.write_text(whole.read()[:-20])
    done = rehearse("--account", str(cut))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"guard: {cut}, line ")


def test_bars_are_shown_on_a_terminal(account):
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [GUARD, "rehearse", "--account", *account, "--events", REMOVED],
        cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, text=True, timeout=180,
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode(errors="replace")
    os.close(ours)
    assert done.returncode == 0
    assert "reading" in shown and "replaying" in shown
    assert "reading" not in done.stdout


def test_a_bar_is_shown_on_a_terminal_while_a_trail_is_read():
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [GUARD, "replay", REMOVED],
        cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, text=True, timeout=180,
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode(errors="replace")
    os.close(ours)
    assert done.returncode == 0
    assert "reading" in shown


def test_a_trail_of_many_records_is_played_in_little_memory(account, tmp_path):
    with open(REMOVED) as event:
        record = json.load(event)["detail"]
    read = dict(record, eventName="GetRole", readOnly=True)
    day = tmp_path / "day"
    day.mkdir()
    many = ",".join([json.dumps(read)] * 100_000)
    (day / "1.json.gz").write_bytes(gzip.compress(f'{{"Records": [{many}]}}'.encode(), 1))
    (day / "2.json").write_text(json.dumps({"Records": [record]}))
    done = rehearse("--account", *account, "--events", str(day), java="-Xmx100m")
    assert done.returncode == 0, done.stderr
    assert "left out: 100000 of 100001 records, which concern no function" in done.stdout
    assert done.stdout.endswith("1 records: 1 handled, 0 skipped with a reason, 0 failed\n")


def test_a_trail_that_does_not_fit_into_memory_is_named(account, tmp_path):
    with open(REMOVED) as event:
        record = json.load(event)["detail"]
    records = (json.dumps(dict(record, eventID=f"id-{number}")) for number in range(100_000))
    trail = tmp_path / "trail.json.gz"
    trail.write_bytes(gzip.compress("\n".join(records).encode(), 1))
    done = rehearse("--account", *account, "--events", str(trail), java="-Xmx64m")
    assert (done.returncode, done.stdout) == (1, "")
    told = re.escape(f"guard: {trail}, after ") + r"\d+ records in total: out of memory: Java may"
    assert re.search(told + r" use \d+ MB\. Give it more: JAVA_TOOL_OPTIONS=-Xmx\d+m \./guard \.\.\.\n$", done.stderr)


def test_a_record_that_is_there_often_takes_little_memory(account, tmp_path):
    with open(REMOVED) as event:
        record = json.dumps(json.load(event)["detail"])
    trail = tmp_path / "trail.json.gz"
    trail.write_bytes(gzip.compress("\n".join([record] * 100_000).encode(), 1))
    done = rehearse("--account", *account, "--events", str(trail), java="-Xmx64m")
    assert done.returncode == 0, done.stderr
    assert "left out: 99999 duplicate records" in done.stdout
    assert done.stdout.endswith("1 records: 1 handled, 0 skipped with a reason, 0 failed\n")


def test_an_account_that_does_not_fit_into_memory_is_named(account, tmp_path):
    with open(account[0]) as file:
        details = json.load(file)
    details["Policies"] = [policy(number) for number in range(6000)]
    large = tmp_path / "large.json"
    large.write_text(json.dumps(details))
    done = rehearse("--account", str(large), java="-Xmx32m")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(re.escape(f"guard: {large}: out of memory: Java may use "), done.stderr)
    assert "Exception" not in done.stderr and "\tat " not in done.stderr


def policy(number):
    """A customer managed policy whose document cannot be compressed by much."""
    made = {"CreateDate": "2024-01-15T09:30:00+00:00"}
    statement = {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::" + os.urandom(3000).hex()}
    version = {
        "VersionId": "v1", "IsDefaultVersion": True, **made,
        "Document": {"Version": "2012-10-17", "Statement": [statement]},
    }
    return {
        "PolicyName": f"policy-{number}", "PolicyId": f"ANPA{number:017d}",
        "Arn": f"arn:aws:iam::123456789012:policy/policy-{number}", "Path": "/", "DefaultVersionId": "v1",
        "IsAttachable": True, **made, "PolicyVersionList": [version],
    }
