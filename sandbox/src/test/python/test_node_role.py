"""./guard node-role: what it says makes a role that is right, by the AWS CLI and by CloudFormation."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import EC2_TRUST, GUARD, ROOT, Sandbox, client
from test_account_file import AWS, aws

OFF = ("GuardMode=off", "ProvisionMode=off", "TagMode=off", "NodeRoleMode=off")
CFN_LINT = shutil.which("cfn-lint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
CASES = [(family, cni) for family in ("IPV4", "IPV6") for cni in ("SEPARATE", "NODE")]

pytestmark = pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")


def node_role(*arguments):
    return subprocess.run(
        [GUARD, "node-role", *arguments],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180,
    )


def made(name, family, cni, form="COMMANDS"):
    done = node_role("make", name, "--ip-family", family, "--cni", cni, "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def idle():
    with Sandbox.start(*OFF) as sandbox:
        yield sandbox


def account_file(sandbox, folder):
    file = folder / "account.json"
    profiles = aws(sandbox, "list-instance-profiles")
    file.write_text(aws(sandbox, "get-account-authorization-details") + profiles)
    return str(file)


@pytest.mark.parametrize("family, cni", CASES)
def test_the_commands_make_a_node_role_that_is_right(idle, tmp_path, family, cni):
    name = f"nodes-{family}-{cni}"
    for command in made(name, family, cni).splitlines():
        if not command.startswith("aws eks "):  # it needs a cluster
            run = f'"$AWS" --endpoint-url {idle.url} --region us-east-1 {command.removeprefix("aws ")}'
            done = subprocess.run(
                ["bash", "-c", run],
                env={
                    "AWS": AWS,
                    "AWS_ACCESS_KEY_ID": "alice",
                    "AWS_SECRET_ACCESS_KEY": "x",
                    "PATH": "/usr/bin:/bin",
                },
                capture_output=True, text=True, timeout=60,
            )
            assert done.returncode == 0, (command, done.stderr)
    shown = node_role("show", name, "--account", account_file(idle, tmp_path))
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert f"Nothing is wrong with {name} as a node role" in shown.stdout
    assert "allowed by AmazonEKSWorkerNodePolicy" in shown.stdout


def test_it_shows_what_is_wrong_with_the_command_that_fixes_it(idle, tmp_path):
    iam = client(idle.url, "iam")
    iam.create_role(RoleName="lonely", AssumeRolePolicyDocument=EC2_TRUST.replace("ec2", "eks"))
    shown = node_role("show", "lonely", "--account", account_file(idle, tmp_path))
    assert (shown.returncode, shown.stderr) == (1, "")
    assert "wrong   trust         EC2 cannot assume the role" in shown.stdout
    assert "aws iam update-assume-role-policy --role-name lonely" in shown.stdout
    assert "wrong   profile       No instance profile contains the role" in shown.stdout


def test_wrong_use_is_told(idle, tmp_path):
    account = account_file(idle, tmp_path)
    for arguments, status, told in [
        ((), 2, "show or make is missing"),
        (("show", "web"), 2, "--account is missing"),
        (("show", "nobody", "--account", account), 1, "There is no role nobody"),
        (("show", "a b", "--account", account), 1, "show.role"),
        (("make",), 2, "ROLE"),
        (("make", "a b"), 2, "ROLE: "),
        (("make", "web", "--cni", "both"), 2, "--cni"),
        (("make", "web", "--partition", "moon"), 2, "--partition must be"),
        (("make", "web", "--account-id", "12"), 2, "--account-id must have twelve digits"),
    ]:
        done = node_role(*arguments)
        assert done.returncode == status, (arguments, done.stdout, done.stderr)
        assert told in done.stderr, (arguments, done.stderr)


@pytest.mark.skipif(CFN_LINT is None, reason="cfn-lint is not installed")
@pytest.mark.parametrize("family, cni", CASES)
def test_the_cloudformation_template_has_no_mistake(tmp_path, family, cni):
    template = tmp_path / "template.yaml"
    template.write_text(made("nodes", family, cni, "CLOUDFORMATION"))
    done = subprocess.run(
        [CFN_LINT, "--non-zero-exit-code", "error", str(template)],
        capture_output=True, text=True, timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("terraform") is None, reason="Terraform is not installed")
@pytest.mark.parametrize("family, cni", CASES)
def test_terraform_can_read_its_configuration_and_has_nothing_to_format(tmp_path, family, cni):
    text = made("nodes", family, cni, "TERRAFORM")
    done = subprocess.run(
        ["terraform", "fmt", "-"], input=text, capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == text


def test_the_answer_of_the_function_is_the_same(idle):
    functions = client(idle.url, "lambda")
    request = {"make": {"role": "nodes", "ipFamily": "ipv6", "cni": "node"}}
    response = functions.invoke(
        FunctionName="profile-guard-NodeRoleCheck", Payload=json.dumps(request)
    )
    answer = json.load(response["Payload"])
    assert answer["commands"] == made("nodes", "IPV6", "NODE").splitlines()
    assert answer["terraform"] == made("nodes", "IPV6", "NODE", "TERRAFORM")
    assert answer["cloudFormation"] == made("nodes", "IPV6", "NODE", "CLOUDFORMATION")
