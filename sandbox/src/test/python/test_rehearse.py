"""What the AWS CLI records of an account is rehearsed on: ./guard rehearse."""

import os
import pty
import subprocess

import pytest

from sandbox import EC2_TRUST, GUARD, ROOT, Sandbox, client
from test_account_file import AWS, aws

OFF = ("GuardMode=off", "ProvisionMode=off", "TagMode=off")
REMOVED = str(ROOT / "events" / "ProfileGuard" / "role-removed.json")

pytestmark = pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    """The files that tell of an account: prod-web holds web, and api is in no profile."""
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


def rehearse(*arguments):
    return subprocess.run(
        [GUARD, "rehearse", *arguments],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180,
    )


def test_the_plan_names_what_would_change(account):
    done = rehearse("--account", *account, "--parameter-overrides", "ProvisionDelaySeconds=0")
    assert (done.returncode, done.stderr) == (0, "")
    plan = done.stdout
    assert plan.startswith("loaded 2 roles, 1 instance profiles")
    assert plan.index("The plan") < plan.index("role/api") < plan.index("finding")
    assert "create instance profile /api" in plan
    assert "taken as" not in plan
    assert "\x1b" not in plan


def test_the_calls_are_played_on_the_account(account):
    done = rehearse(
        "--account", *account, "--events", REMOVED,
        "--parameter-overrides", "GuardedProfiles=prod-*", "GuardMode=enforce",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "done: add role web to prod-web" in done.stdout
    assert done.stdout.endswith("1 records: 1 handled, 0 skipped with a reason, 0 failed\n")


def test_a_truncated_file_is_named_and_nothing_is_told(account, tmp_path):
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
    assert "reading" in shown and "playing" in shown
    assert "reading" not in done.stdout
