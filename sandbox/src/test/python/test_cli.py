"""The AWS CLI against the sandbox: output, messages and exit status.

Sources: AWS CLI user guide, "Return codes" (254 when the service answered with an error; version 1
gave 255 before it took that over); the commands as the IAM user guide shows them.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import ACCOUNT

_BESIDE_PYTHON = Path(sys.executable).with_name("aws")
AWS = str(_BESIDE_PYTHON) if _BESIDE_PYTHON.exists() else shutil.which("aws")
SERVICE_SAID_NO = (254, 255)

pytestmark = pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")


@pytest.fixture
def aws(sandbox):
    def run(*arguments, user="alice"):
        environment = {
            "PATH": os.environ["PATH"],
            "AWS_ENDPOINT_URL": sandbox.url,
            "AWS_ACCESS_KEY_ID": user,
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_PAGER": "",
        }
        return subprocess.run(
            [AWS, *arguments], env=environment, capture_output=True, text=True, timeout=60
        )

    return run


def test_it_creates_fills_and_shows_a_profile(aws, name, role):
    made = name()
    assert aws("iam", "create-instance-profile", "--instance-profile-name", made).returncode == 0
    added = aws(
        "iam", "add-role-to-instance-profile",
        "--instance-profile-name", made, "--role-name", role,
    )
    assert (added.returncode, added.stdout) == (0, "")
    got = aws(
        "iam", "get-instance-profile", "--instance-profile-name", made,
        "--query", "InstanceProfile.Roles[0].RoleName", "--output", "text",
    )
    assert got.stdout.strip() == role


def test_an_error_is_printed_as_for_aws(aws):
    got = aws("iam", "get-role", "--role-name", "nobody")
    assert got.returncode in SERVICE_SAID_NO
    assert got.stdout == ""
    assert (
        "An error occurred (NoSuchEntity) when calling the GetRole operation: "
        "The role with name nobody cannot be found." in got.stderr
    )


def test_a_conflict_is_printed_as_for_aws(aws, filled):
    got = aws("iam", "delete-instance-profile", "--instance-profile-name", filled[0])
    assert got.returncode in SERVICE_SAID_NO
    assert "(DeleteConflict) when calling the DeleteInstanceProfile operation" in got.stderr


def test_it_creates_a_role_with_tags(aws, name, trust):
    made = name()
    created = aws(
        "iam", "create-role", "--role-name", made, "--assume-role-policy-document", trust,
        "--tags", "Key=team,Value=a", "Key=cost,Value=",
    )
    assert created.returncode == 0, created.stderr
    got = aws("iam", "list-role-tags", "--role-name", made, "--output", "json")
    tags = {tag["Key"]: tag["Value"] for tag in json.loads(got.stdout)["Tags"]}
    assert tags == {"team": "a", "cost": ""}


def test_it_pages_by_itself(aws, iam, name):
    path = f"/{name()}/"
    for _ in range(5):
        iam.create_instance_profile(InstanceProfileName=name(), Path=path)
    got = aws(
        "iam", "list-instance-profiles", "--path-prefix", path, "--page-size", "2",
        "--query", "length(InstanceProfiles)", "--output", "text",
    )
    assert sum(int(count) for count in got.stdout.split()) == 5


def test_it_waits_for_a_profile(aws, profile):
    got = aws("iam", "wait", "instance-profile-exists", "--instance-profile-name", profile)
    assert (got.returncode, got.stderr) == (0, "")


def test_it_knows_who_it_is(aws):
    got = aws("sts", "get-caller-identity", "--output", "json", user="dave")
    assert json.loads(got.stdout)["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/dave"


def test_it_tags_and_untags_a_profile(aws, profile):
    tagged = aws(
        "iam", "tag-instance-profile", "--instance-profile-name", profile,
        "--tags", "Key=profile-guard,Value=locked",
    )
    assert tagged.returncode == 0, tagged.stderr
    untagged = aws(
        "iam", "untag-instance-profile", "--instance-profile-name", profile,
        "--tag-keys", "profile-guard",
    )
    assert untagged.returncode == 0, untagged.stderr
    got = aws("iam", "list-instance-profile-tags", "--instance-profile-name", profile)
    assert json.loads(got.stdout)["Tags"] == []


def test_it_takes_every_name_and_tag_as_findings_print_them(aws, name, trust):
    role, profile = f"-{name()}", f"={name()},Name=x"
    assert aws(
        "iam", "create-role", f"--role-name={role}", "--assume-role-policy-document", trust
    ).returncode == 0
    assert aws("iam", "create-instance-profile", "--instance-profile-name", profile).returncode == 0
    added = aws(
        "iam", "add-role-to-instance-profile",
        "--instance-profile-name", profile, f"--role-name={role}",
    )
    assert added.returncode == 0, added.stderr
    for tags in (
        r'[{"Key":"Team x","Value":"a\u2028b c\u003dd"}]',
        "Key=Owner,Value=@alice+a/b:c.d_e-f",
    ):
        tagged = aws("iam", "tag-role", f"--role-name={role}", "--tags", tags)
        assert tagged.returncode == 0, tagged.stderr
    got = aws("iam", "list-role-tags", f"--role-name={role}", "--output", "json")
    tags = {tag["Key"]: tag["Value"] for tag in json.loads(got.stdout)["Tags"]}
    assert tags == {"Team x": "a\u2028b c=d", "Owner": "@alice+a/b:c.d_e-f"}
    for literal in (f"'{profile}'", "`" + json.dumps(profile) + "`"):
        found = aws(
            "iam", "list-instance-profiles", "--output", "text",
            "--query", f"InstanceProfiles[?InstanceProfileName=={literal}].InstanceProfileName",
        )
        assert found.stdout.strip() == profile
    launched = aws(
        "ec2", "run-instances", "--image-id", "ami-12345678",
        "--iam-instance-profile", json.dumps({"Name": profile}),
    )
    assert launched.returncode == 0, launched.stderr


def test_it_invokes_a_function(aws, profile, tmp_path):
    answer = tmp_path / "answer.json"
    ask = tmp_path / "ask.json"
    ask.write_text(json.dumps({"show": {"profile": profile}}))
    got = aws(
        "lambda", "invoke", "--function-name", "ProfileGuard",
        "--payload", f"fileb://{ask}", str(answer),
    )
    assert got.returncode == 0, got.stderr
    assert json.loads(got.stdout)["StatusCode"] == 200
    assert isinstance(json.loads(answer.read_text()), dict)
