"""What was recorded from one sandbox starts another one: --account.

Sources: the commands' reference pages for get-account-authorization-details,
list-instance-profiles and get-instance-profile, "Output".
"""

import gzip
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sandbox import EC2_TRUST, GUARD, ROOT, Sandbox, client

_BESIDE_PYTHON = Path(sys.executable).with_name("aws")
AWS = str(_BESIDE_PYTHON) if _BESIDE_PYTHON.exists() else shutil.which("aws")
READ = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
WRITE = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Put*", "Resource": "*"}]}
AWS_POLICY = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"


@pytest.fixture(scope="module")
def recorded():
    """A sandbox with one of everything that is recorded."""
    with Sandbox.start("GuardMode=off") as sandbox:
        fill(client(sandbox.url, "iam"))
        yield sandbox


def fill(iam):
    iam.create_user(UserName="alice", Path="/people/", Tags=[{"Key": "team", "Value": "a"}])
    policy = iam.create_policy(
        PolicyName="read", Path="/team/", PolicyDocument=json.dumps(READ)
    )["Policy"]["Arn"]
    iam.create_policy_version(
        PolicyArn=policy, PolicyDocument=json.dumps(WRITE), SetAsDefault=True
    )
    for number in range(7):
        name = f"node-{number}"
        iam.create_role(
            RoleName=name,
            Path="/nodes/",
            AssumeRolePolicyDocument=EC2_TRUST,
            PermissionsBoundary=policy,
            Tags=[{"Key": "number", "Value": str(number)}],
        )
        iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=json.dumps(READ))
        iam.attach_role_policy(RoleName=name, PolicyArn=AWS_POLICY)
        iam.attach_role_policy(RoleName=name, PolicyArn=policy)
        iam.create_instance_profile(
            InstanceProfileName=name, Path="/nodes/", Tags=[{"Key": "owner", "Value": name}]
        )
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    iam.create_instance_profile(InstanceProfileName="empty")
    iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")


def told(iam):
    """The output of all three commands together."""
    details = {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": []}
    for page in iam.get_paginator("get_account_authorization_details").paginate():
        for kind, entries in details.items():
            entries += page[kind]
    profiles = [
        profile
        for page in iam.get_paginator("list_instance_profiles").paginate()
        for profile in page["InstanceProfiles"]
    ]
    single = [
        iam.get_instance_profile(InstanceProfileName=each["InstanceProfileName"])["InstanceProfile"]
        for each in profiles
    ]
    return details, profiles, single


def aws(sandbox, *arguments):
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_ENDPOINT_URL": sandbox.url,
        "AWS_ACCESS_KEY_ID": "alice",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_PAGER": "",
    }
    done = subprocess.run(
        [AWS, "iam", *arguments, "--output", "json"],
        env=environment, capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def started_from(*files):
    options = [word for file in files for word in ("--account", str(file))]
    return Sandbox.start("GuardMode=off", "SweepMode=off", options=options)


def boto3_pages(iam, operation, **parameters):
    """The pages as boto3 returns them, one JSON object after the other."""
    texts, marker = [], {}
    while True:
        page = getattr(iam, operation)(MaxItems=3, **marker, **parameters)
        texts.append(json.dumps(page, default=str))
        if not page["IsTruncated"]:
            return texts
        marker = {"Marker": page["Marker"]}


@pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")
def test_what_the_aws_cli_prints_makes_the_same_account(recorded, tmp_path):
    details = tmp_path / "details.json"
    details.write_text(aws(recorded, "get-account-authorization-details"))
    others = tmp_path / "profiles.json"
    expected = told(client(recorded.url, "iam"))
    others.write_text(
        aws(recorded, "list-instance-profiles")
        + "".join(
            aws(recorded, "get-instance-profile", "--instance-profile-name", each["InstanceProfileName"])
            for each in expected[1]
        )
    )
    with started_from(details, others) as copy:
        assert [line for line in copy.timeline() if line["kind"] == "call"] == []
        assert told(client(copy.url, "iam")) == expected


def test_what_boto3_pages_through_makes_the_same_account(recorded, tmp_path):
    iam = client(recorded.url, "iam")
    expected = told(iam)
    texts = boto3_pages(iam, "get_account_authorization_details")
    assert len(texts) > 3
    texts += boto3_pages(iam, "list_instance_profiles")
    texts += [json.dumps({"InstanceProfile": each}, default=str) for each in expected[2]]
    file = tmp_path / "account.json.gz"
    file.write_bytes(gzip.compress("\n".join(texts).encode()))
    with started_from(file) as copy:
        assert told(client(copy.url, "iam")) == expected


def test_a_page_that_is_missing_keeps_the_sandbox_from_starting(recorded, tmp_path):
    iam = client(recorded.url, "iam")
    file = tmp_path / "account.json"
    file.write_text(boto3_pages(iam, "get_account_authorization_details")[0])
    done = subprocess.run(
        [GUARD, "sandbox", "--port", "0", "--account", str(file)],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert re.match(r"guard: \S+account\.json, line 1, byte 0: this page of ", done.stderr)
    assert "\n" not in done.stderr.rstrip("\n")


def test_a_bar_is_shown_on_a_terminal_and_not_in_a_pipe(recorded, tmp_path):
    file = tmp_path / "account.json"
    pages = boto3_pages(client(recorded.url, "iam"), "get_account_authorization_details")
    file.write_text("\n".join(pages))
    command = [GUARD, "sandbox", "--port", "0", "--account", str(file)]
    assert "reading" in errors_on_a_terminal(command)
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )
    for line in process.stdout:
        if line.startswith("ready"):
            break
    process.terminate()
    assert process.communicate(timeout=30)[1] == ""


def errors_on_a_terminal(command):
    """What the command writes to standard error, a terminal, until it is ready."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, text=True
    )
    os.close(theirs)
    for line in process.stdout:
        if line.startswith("ready"):
            break
    process.terminate()
    process.wait(timeout=30)
    written = b""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        written += piece
    os.close(ours)
    return written.decode(errors="replace")
