"""The sandbox's account as boto3 and the AWS CLI see it, the CloudTrail events of its calls, and checks."""

import json
import os
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path

import boto3

ACCOUNT = "123456789012"
BIN = Path(sys.executable).parent
CLI = "aws-cli/2.31.0 md/command#any"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)

_checks = 0


class Account:
    """The sandbox at this address."""

    def __init__(self, url):
        self.url = url
        self.iam = self.client("iam")

    def client(self, service, user="admin", region="us-east-1"):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id=user,
            aws_secret_access_key="secret",
        )

    def aws(self, *arguments, user="admin"):
        """The output of the AWS CLI. Checks its exit status."""
        got = self.aws_ended(*arguments, user=user)
        check(got.returncode == 0, f"aws {' '.join(arguments[:2])}", got.stderr)
        return got.stdout.strip()

    def aws_ended(self, *arguments, user="admin"):
        return subprocess.run(
            [BIN / "aws", "--endpoint-url", self.url, *arguments],
            env=self.credentials(user),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def credentials(self, user):
        """This environment with this user, and with the sandbox as the STS endpoint for SAM."""
        here = {"AWS_ENDPOINT_URL_STS": self.url, "SAM_CLI_TELEMETRY": "0"}
        return {**os.environ, **self.keys(user), **here}

    @staticmethod
    def keys(user):
        return {
            "AWS_ACCESS_KEY_ID": user,
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_REGION": "us-east-1",
        }

    def resource(self, kind, logical_id):
        """What `Ref` gives for a resource of the stack."""
        name = f"profile-guard-{logical_id}"
        if kind in ("AWS::DynamoDB::Table", "AWS::Serverless::Function"):
            return name
        if kind == "AWS::SQS::Queue":
            return self.client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
        if kind == "AWS::S3::Bucket":
            return name.lower()
        raise SystemExit(f"the name of {logical_id} ({kind}) is not known here")

    @staticmethod
    def arn(logical_id):
        """The ARN of a resource that SAM creates for a function: its role, or the rule of one of its events."""
        service, kind = ("iam:", "role") if logical_id.endswith("Role") else ("events:us-east-1", "rule")
        return f"arn:aws:{service}:{ACCOUNT}:{kind}/profile-guard-{logical_id}"

    def role(self, name, user="admin", **more):
        """Creates a role that EC2 may assume. Returns the response of IAM."""
        iam = self.client("iam", user)
        return iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, **more)["Role"]

    def profile(self, name):
        """The profile, or None if it does not exist."""
        try:
            return self.iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
        except self.iam.exceptions.NoSuchEntityException:
            return None

    def roles_in(self, profile):
        return [role["RoleName"] for role in self.profile(profile)["Roles"]]

    def profile_tags(self, name):
        return tags(self.profile(name)["Tags"])

    def role_tags(self, name):
        return tags(self.iam.list_role_tags(RoleName=name)["Tags"])

    def take(self, queue):
        """Receives the messages of a queue and deletes them. Returns their bodies."""
        sqs = self.client("sqs")
        url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        for each in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
        return [each["Body"] for each in messages]

    def timeline(self):
        return self.seen("timeline")

    def seen(self, what):
        """Data from the sandbox's own endpoints: timeline, notifications."""
        with urllib.request.urlopen(f"{self.url}/_sandbox/{what}", timeout=60) as answer:
            return [json.loads(line) for line in answer.read().decode().splitlines() if line]

    def writes(self):
        """The packaged functions' writes to IAM so far, in order."""
        return [
            line["operation"]
            for line in self._own_calls()
            if line["service"] == "iam" and not line["operation"].startswith(("Get", "List"))
        ]

    def calls(self, *operations):
        """The packaged functions' calls so far, of these operations or of all, in order."""
        own = [line["operation"] for line in self._own_calls()]
        return [name for name in own if not operations or name in operations]

    def _own_calls(self):
        actor = f"arn:aws:iam::{ACCOUNT}:user/packaged-function"
        return [line for line in self.timeline() if line["kind"] == "call" and line["actor"] == actor]


def event(name, request, user="mallory", service="iam", **more):
    """The event that EventBridge delivers after this user made this call."""
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    detail = {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "IAMUser",
            "principalId": "AIDAEXAMPLEEXAMPLE123",
            "arn": f"arn:aws:iam::{ACCOUNT}:user/{user}",
            "accountId": ACCOUNT,
            "accessKeyId": "AKIAEXAMPLEEXAMPLE12",
            "userName": user,
        },
        "eventTime": at,
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "203.0.113.7",
        "userAgent": CLI,
        "requestParameters": request,
        "responseElements": None,
        "requestID": str(uuid.uuid4()),
        "eventID": str(uuid.uuid4()),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
        **more,
    }
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "AWS API Call via CloudTrail",
        "source": f"aws.{service}",
        "account": ACCOUNT,
        "time": detail["eventTime"],
        "region": "us-east-1",
        "resources": [],
        "detail": detail,
    }


def created(role, user="alice", **more):
    """The event of a role's creation, built from the response of IAM."""
    request = {"roleName": role["RoleName"], "assumeRolePolicyDocument": TRUST}
    answer = {
        "path": role["Path"],
        "roleName": role["RoleName"],
        "roleId": role["RoleId"],
        "arn": role["Arn"],
    }
    return event("CreateRole", request, user, responseElements={"role": answer}, **more)


def fresh(prefix):
    """A name that is not in use."""
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def tags(given):
    return {tag["Key"]: tag["Value"] for tag in given}


def checks():
    """The number of checks that passed so far."""
    return _checks


def check(holds, what, *shown):
    global _checks
    if not holds:
        told = "\n".join(each if isinstance(each, str) else json.dumps(each, default=str) for each in shown)
        raise SystemExit(f"  NOT SO: {what}\n{told}")
    _checks += 1
    print(f"  ok  {what}", flush=True)


def succeeded(result, what):
    """Checks that a function returned no error. Returns its result."""
    check("errorMessage" not in result, f"{what}: {result.get('decision', 'answered')}", result)
    return result
