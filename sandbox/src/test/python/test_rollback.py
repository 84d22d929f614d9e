"""The loops of docs/operations/updates.md that lead all aliases back and forward, against moto's Lambda and CloudFormation."""

import io
import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import boto3
import pytest

from moto_server import running
from sandbox import EC2_TRUST, ROOT
from test_cli import AWS

PAGE = (ROOT / "docs" / "operations" / "updates.md").read_text()
NAMES = {"ProfileGuardFunction": "pg-Guard", "CanaryFunction": "pg-Canary", "BackfillFunction": "pg-Backfill"}
KEYS = {"aws_access_key_id": "any", "aws_secret_access_key": "any", "region_name": "us-east-1"}

pytestmark = pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")


def blocks(heading, language):
    [text] = re.findall(rf"^## {heading}\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def moto():
    with running() as server:
        deploy(server.url)
        yield server


def deploy(url):
    """Three functions: of 12 versions, of two, and of one that was never updated."""
    iam = boto3.client("iam", endpoint_url=url, **KEYS)
    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=EC2_TRUST)["Role"]["Arn"]
    functions = boto3.client("lambda", endpoint_url=url, **KEYS)
    for name, versions in zip(NAMES.values(), (12, 2, 1)):
        functions.create_function(
            FunctionName=name, Runtime="java25", Role=role, Handler="h", Code={"ZipFile": package("0")}
        )
        for version in range(1, versions + 1):
            functions.update_function_code(FunctionName=name, ZipFile=package(str(version)))
            functions.publish_version(FunctionName=name)
        functions.create_alias(FunctionName=name, Name="live", FunctionVersion=str(versions))
    outputs = {key: {"Value": f"{name}:live"} for key, name in NAMES.items()}
    outputs["BaselineTable"] = {"Value": "table"}
    template = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Outputs": outputs}
    boto3.client("cloudformation", endpoint_url=url, **KEYS).create_stack(
        StackName="profile-guard", TemplateBody=json.dumps(template)
    )


def package(text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("h.txt", text)
    return buffer.getvalue()


def run(script, url, folder):
    environment = {
        "PATH": f"{Path(AWS).parent}:{os.environ['PATH']}",
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_PAGER": "",
    }
    done = subprocess.run(
        ["bash"], input=script, env=environment, cwd=folder, text=True, capture_output=True, timeout=240
    )
    assert done.stderr == ""
    return sorted(done.stdout.splitlines())


def live(url):
    functions = boto3.client("lambda", endpoint_url=url, **KEYS)
    return [functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"] for name in NAMES.values()]


def test_all_aliases_go_back_and_forward_again(moto, tmp_path):
    back, forward = blocks("Roll back all functions", "bash")

    said = run(back, moto.url, tmp_path)
    assert live(moto.url) == ["11", "1", "1"]
    assert said == [
        "pg-Backfill has no version before 1",
        "pg-Canary from 2 to 1",
        "pg-Guard from 12 to 11",
    ]
    assert run(forward, moto.url, tmp_path) == ["pg-Canary at 2", "pg-Guard at 12"]
    assert live(moto.url) == ["12", "2", "1"]
    assert list(tmp_path.iterdir()) == []
