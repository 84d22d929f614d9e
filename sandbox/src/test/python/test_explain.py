"""./guard explain: what tools printed, through the real process."""

import subprocess

import pytest
from botocore.exceptions import ClientError

from sandbox import GUARD, ROOT
from test_account_file import AWS, aws

ERRORS = ROOT / "sandbox" / "src" / "test" / "resources" / "errors"
RECORDS = ROOT / "functions" / "src" / "test" / "resources" / "cloudtrail"


def explain(*arguments, text=""):
    return subprocess.run(
        [GUARD, "explain", *map(str, arguments)],
        cwd=ROOT, input=text, capture_output=True, text=True, timeout=240,
    )


def printed(name):
    return (ERRORS / name).read_text().split("---\n", 1)[1]


def test_explains_what_boto3_says(iam, filled):
    profile, _ = filled
    with pytest.raises(ClientError) as refused:
        iam.delete_instance_profile(InstanceProfileName=profile)
    done = explain("--error", str(refused.value))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1. DeleteConflict from iam DeleteInstanceProfile\n")
    assert "aws iam remove-role-from-instance-profile" in done.stdout


@pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")
def test_explains_what_the_cli_prints(sandbox, profile):
    with pytest.raises(AssertionError) as refused:
        aws(sandbox, "create-instance-profile", "--instance-profile-name", profile)
    done = explain("-", text=str(refused.value))
    assert (done.returncode, done.stderr) == (0, "")
    assert "EntityAlreadyExists from iam CreateInstanceProfile" in done.stdout
    assert f"instance profile {profile}" in done.stdout


def test_explains_each_error_of_a_log_once(tmp_path):
    log = tmp_path / "build.log"
    again = printed("profile-missing/packer.txt")
    log.write_text(printed("name-taken/terraform.txt") + again + printed("delete-blocked/console-japanese.txt"))
    done = explain(log)
    assert done.returncode == 0
    titles = [line for line in done.stdout.splitlines() if line[:1].isdigit()]
    assert titles == [
        "1. EntityAlreadyExists from iam CreateInstanceProfile",
        "2. InvalidParameterValue from ec2, 2 times",
        "3. DeleteConflict from iam",
    ]


def test_explains_a_trail():
    done = explain("--trail", RECORDS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "LimitExceeded from iam AddRoleToInstanceProfile" in done.stdout


def test_hostile_text_stays_text():
    text = printed("delete-blocked/go.txt").replace("web", "\x1b[2Jw\u202eb\x07\x1b]0;title\x07")
    done = explain("-", text=text)
    assert done.returncode == 0
    assert not set(done.stdout) & {"\x1b", "\x07", "\u202e"}


@pytest.mark.parametrize(
    "text, says",
    [("", "the input is empty"), ("all is well\n", "no error of AWS is recognised"), ("x\0y", "this is not text")],
)
def test_says_what_it_cannot_explain(text, says):
    done = explain("-", text=text)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("guard: standard input: ") and says in done.stderr
