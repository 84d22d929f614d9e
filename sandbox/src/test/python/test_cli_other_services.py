"""The AWS CLI against what the sandbox has besides IAM."""

import json

from test_cli import AWS, SERVICE_SAID_NO, aws, pytestmark  # noqa: F401

from sandbox import ACCOUNT


def test_a_parameter_is_put_and_got(aws, name):  # noqa: F811
    made = "/" + name("cli")
    put = aws("ssm", "put-parameter", "--name", made, "--type", "String", "--value", "text")
    assert put.returncode == 0, put.stderr
    got = aws("ssm", "get-parameter", "--name", made, "--query", "Parameter.Value", "--output", "text")
    assert got.stdout.strip() == "text"
    again = aws("ssm", "put-parameter", "--name", made, "--type", "String", "--value", "other")
    assert again.returncode in SERVICE_SAID_NO
    assert "ParameterAlreadyExists" in again.stderr


def test_an_instance_with_an_unknown_profile_does_not_start(aws):  # noqa: F811
    got = aws(
        "ec2", "run-instances", "--image-id", "ami-0abcdef1234567890",
        "--iam-instance-profile", "Name=nobody-here",
    )  # fmt: skip
    assert got.returncode in SERVICE_SAID_NO
    assert "Invalid IAM Instance Profile name" in got.stderr


def test_a_role_is_tagged_by_its_arn(aws, role):  # noqa: F811
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    got = aws(
        "resourcegroupstaggingapi", "tag-resources", "--resource-arn-list", arn, "--tags", "Owner=ann"
    )
    assert (got.returncode, json.loads(got.stdout)) == (0, {"FailedResourcesMap": {}}), got.stderr
