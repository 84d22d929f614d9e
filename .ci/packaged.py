"""Runs the packaged function on events, the sandbox being its AWS, and looks at what it did there.

    packaged.py SANDBOX_URL URL_AS_SEEN_BY_THE_FUNCTION sam
    packaged.py SANDBOX_URL URL_AS_SEEN_BY_THE_FUNCTION http://RIE/invocations
    packaged.py --variables SANDBOX_URL

The sandbox's own functions are off: whatever is repaired there, the package repaired it. The first
form starts a container for each event by `sam local invoke`; the second sends them to a runtime
interface emulator that already runs the package; the third prints the environment for that one.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

import boto3

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ACCOUNT = "123456789012"
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
SETTINGS = {
    "GUARD_MODE": "enforce",
    "GUARDED_PROFILES": "prod-*,gke-*",
    "EXEMPT_NAMES": "",
    "TRUSTED_PRINCIPALS": f"arn:aws:iam::{ACCOUNT}:role/deployer",
    "BREAKER_REVERTS": "5",
    "BREAKER_WINDOW_MINUTES": "10",
}

checks = 0


def main(sandbox, seen_by_function, how):
    iam = client(sandbox, "iam", "admin")
    with tempfile.TemporaryDirectory() as scratch:
        invoke = (
            SamLocal(sandbox, variables(sandbox, seen_by_function), Path(scratch))
            if how == "sam"
            else Emulator(how)
        )
        every_event(iam, invoke)
        swapped_role(sandbox, iam, invoke)
        deleted_profile(sandbox, iam, invoke)
        misunderstood(invoke)
    print(f"{checks} checks of the packaged function passed")


def variables(sandbox, seen_by_function):
    """The function's environment: its settings, and the sandbox as AWS."""
    endpoint = {"AWS_ENDPOINT_URL": seen_by_function, "BASELINE_TABLE": baseline_table(sandbox)}
    return {**SETTINGS, **endpoint}


def print_variables(sandbox):
    powertools = {
        "POWERTOOLS_SERVICE_NAME": "profile-guard",
        "POWERTOOLS_METRICS_NAMESPACE": "ProfileGuard",
    }
    whole = {**variables(sandbox, sandbox), **keys("packaged-function"), **powertools}
    for name, value in whole.items():
        print(f"{name}={value}")


def every_event(iam, invoke):
    """Each file of events/ProfileGuard gives a result, and none an error."""
    for role in ("web", "web-v2", "intruder"):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
    iam.create_instance_profile(InstanceProfileName="prod-web")
    iam.add_role_to_instance_profile(InstanceProfileName="prod-web", RoleName="web")
    files = sorted((ROOT / "events" / "ProfileGuard").glob("*.json"))
    check(files, "events/ProfileGuard has events")
    for file in files:
        started = time.monotonic()
        result = invoke(json.loads(file.read_text()))
        took = f"{time.monotonic() - started:.1f} s"
        check("errorMessage" not in result, f"{file.name} ({took}): {summary(result)}", result)


def swapped_role(sandbox, iam, invoke):
    """A role that mallory swapped is the recorded one again, and the AWS CLI sees it too."""
    profile, good, evil = populated(iam)
    invoke({"adopt": {"profile": profile}})
    mallory = client(sandbox, "iam", "mallory")
    mallory.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=good)
    mallory.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=evil)
    request = {"instanceProfileName": profile, "roleName": evil}
    result = invoke(event("AddRoleToInstanceProfile", request))
    check("errorMessage" not in result, f"role swapped: {summary(result)}", result)
    check(roles(iam, profile) == [good], "boto3 sees the recorded role", roles(iam, profile))
    shown = aws(
        sandbox,
        *("iam", "get-instance-profile", "--instance-profile-name", profile),
        *("--query", "InstanceProfile.Roles[].RoleName", "--output", "text"),
    )
    check(shown == good, "the AWS CLI sees the recorded role", shown)
    again = invoke(event("AddRoleToInstanceProfile", request))
    check(not again.get("actions"), "the same event again changes nothing", again)


def deleted_profile(sandbox, iam, invoke):
    """A profile that mallory deleted is there again with path, tags and role, and a new ID."""
    profile, good, _ = populated(iam)
    before = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    invoke({"adopt": {"profile": profile}})
    mallory = client(sandbox, "iam", "mallory")
    mallory.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=good)
    mallory.delete_instance_profile(InstanceProfileName=profile)
    result = invoke(event("DeleteInstanceProfile", {"instanceProfileName": profile}))
    check("errorMessage" not in result, f"profile deleted: {summary(result)}", result)
    after = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    check(roles(iam, profile) == [good], "the restored profile holds the role", after)
    same = all(before[key] == after[key] for key in ("Path", "Tags"))
    check(same, "the restored profile has its path and tags", after)
    check(before["InstanceProfileId"] != after["InstanceProfileId"], "its ID is new", after)


def misunderstood(invoke):
    """What is no request is an error that names what is understood."""
    result = invoke({"dance": {}})
    check("show" in result.get("errorMessage", ""), "a bad request is told what is good", result)


class SamLocal:
    """Invokes by `sam local invoke`: a new container each time."""

    def __init__(self, sandbox, environment, scratch):
        self._sandbox = sandbox
        self._scratch = scratch
        self._variables = scratch / "variables.json"
        self._variables.write_text(json.dumps({"Parameters": environment}))

    def __call__(self, payload):
        file = self._scratch / "event.json"
        file.write_text(json.dumps(payload))
        got = subprocess.run(
            [
                *(BIN / "sam", "local", "invoke", "ProfileGuard", "--skip-pull-image"),
                *("--event", file, "--env-vars", self._variables),
            ],
            cwd=ROOT,
            env=credentials(self._sandbox, "packaged-function"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=180,
        )
        lines = [line for line in got.stdout.splitlines() if line.strip()]
        if got.returncode != 0 or not lines:
            raise SystemExit(f"sam local invoke failed ({got.returncode}):\n{got.stderr}")
        return json.loads(lines[-1])


class Emulator:
    """Invokes a package that runs under the runtime interface emulator already."""

    def __init__(self, url):
        self._url = url

    def __call__(self, payload):
        request = urllib.request.Request(self._url, json.dumps(payload).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)


def populated(iam):
    """A guarded profile with its role, and a role to swap in: the three names."""
    profile = f"prod-{uuid.uuid4().hex[:8]}"
    good, evil = f"{profile}-good", f"{profile}-evil"
    for role in (good, evil):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
    iam.create_instance_profile(
        InstanceProfileName=profile, Path="/ci/", Tags=[{"Key": "team", "Value": "a"}]
    )
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=good)
    return profile, good, evil


def event(name, request):
    """What EventBridge delivers when mallory has made this call just now."""
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    detail = {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "IAMUser",
            "principalId": "AIDAEXAMPLEEXAMPLE123",
            "arn": f"arn:aws:iam::{ACCOUNT}:user/mallory",
            "accountId": ACCOUNT,
            "accessKeyId": "AKIAEXAMPLEEXAMPLE12",
            "userName": "mallory",
        },
        "eventTime": at,
        "eventSource": "iam.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "203.0.113.7",
        "userAgent": "aws-cli/2.17.60 md/command#iam",
        "requestParameters": request,
        "responseElements": None,
        "requestID": str(uuid.uuid4()),
        "eventID": str(uuid.uuid4()),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
    }
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "AWS API Call via CloudTrail",
        "source": "aws.iam",
        "account": ACCOUNT,
        "time": at,
        "region": "us-east-1",
        "resources": [],
        "detail": detail,
    }


def roles(iam, profile):
    got = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    return [role["RoleName"] for role in got["Roles"]]


def baseline_table(sandbox):
    tables = client(sandbox, "dynamodb", "admin").list_tables()["TableNames"]
    [table] = [each for each in tables if each.endswith("BaselineTable")]
    return table


def client(url, service, user):
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=user,
        aws_secret_access_key="secret",
    )


def keys(user):
    return {
        "AWS_ACCESS_KEY_ID": user,
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
    }


def credentials(url, user):
    """This environment, but as this user and with the sandbox for SAM's question to STS."""
    return {**os.environ, **keys(user), "AWS_ENDPOINT_URL_STS": url, "SAM_CLI_TELEMETRY": "0"}


def aws(url, *arguments):
    got = subprocess.run(
        [BIN / "aws", "--endpoint-url", url, *arguments],
        env=credentials(url, "admin"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return got.stdout.strip()


def summary(result):
    told = result.get("errorMessage") or f"{result.get('decision')}: {result.get('why')}"
    actions = [f"{each['action']} {each['outcome']}" for each in result.get("actions", [])]
    return " | ".join([told, *actions])


def check(holds, what, *shown):
    global checks
    if not holds:
        raise SystemExit(f"  NOT SO: {what}\n" + "\n".join(json.dumps(s, default=str) for s in shown))
    checks += 1
    print(f"  ok  {what}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--variables":
        print_variables(sys.argv[2])
    else:
        main(*sys.argv[1:])
