"""Rehearses a recorded account of 1 GB and a day of CloudTrail in 512 MB of memory.

    python .ci/large_account.py

The account is like the output of `aws iam get-account-authorization-details` for 1,000 roles, with
managed policies added until the file has this size. The day has 200 log files with very few IAM
events. The script limits ./guard to 512 MB and measures its largest resident memory.
"""

import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE = 1 << 30
LIMIT_MB = 512
SCRATCH = 3 << 30

ACCOUNT = "111122223333"
OTHER = "999988887777"
ROLES = 1000
FULL = 900  # roles in a profile of the same name; no profile contains the others
EMPTY = 100  # profiles without a role
USERS = 2000
GROUPS = 300
LOGS = 200
RECORDS_A_LOG = 2000
EC2 = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
MADE = "2024-01-15T09:30:00+00:00"
letters = random.Random(5)


def word(length=12):
    return "".join(letters.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))


def entity(kind, name, prefix, number, path="/"):
    return {
        "Path": path,
        f"{kind}Name": name,
        f"{kind}Id": f"{prefix}{number:017d}",
        "Arn": f"arn:aws:iam::{ACCOUNT}:{ARNS[kind]}{path}{name}",
        "CreateDate": MADE,
    }


ARNS = {"Role": "role", "InstanceProfile": "instance-profile", "User": "user", "Group": "group", "Policy": "policy"}


def document(length, number):
    """A policy document of the largest size that IAM allows, as varied as real policies."""
    statements = []
    while len(json.dumps(statements, separators=(",", ":"))) < length - 500:
        service = letters.choice(("s3", "dynamodb", "sqs", "ec2", "kms", "logs", "secretsmanager"))
        statements.append({
            "Sid": f"{service.title()}{word(8)}{number}",
            "Effect": "Allow",
            "Action": [f"{service}:{verb}{word(6).title()}" for verb in ("Get", "List", "Describe", "Put")],
            "Resource": [f"arn:aws:{service}:us-east-1:{ACCOUNT}:{word(10)}/{word(14)}-{number}" for _ in range(5)],
        })
    return {"Version": "2012-10-17", "Statement": statements}


def role(number):
    name = f"role-{number:04d}"
    shown = entity("Role", name, "AROA", number)
    profile = dict(entity("InstanceProfile", name, "AIPA", number), Roles=[
        dict(entity("Role", name, "AROA", number), AssumeRolePolicyDocument=EC2)])
    return dict(
        shown,
        AssumeRolePolicyDocument=EC2,
        InstanceProfileList=[profile] if number < FULL else [],
        RolePolicyList=[{"PolicyName": "inline", "PolicyDocument": document(2000, number)}],
        AttachedManagedPolicies=[],
        Tags=[{"Key": "CostCenter", "Value": word()}],
        RoleLastUsed={"LastUsedDate": MADE, "Region": "us-east-1"},
    )


def user(number):
    return dict(
        entity("User", f"user-{number}", "AIDA", number),
        UserPolicyList=[{"PolicyName": "inline", "PolicyDocument": document(2000, number)}],
        GroupList=["group-1"], AttachedManagedPolicies=[], Tags=[])


def group(number):
    return dict(
        entity("Group", f"group-{number}", "AGPA", number),
        GroupPolicyList=[{"PolicyName": "inline", "PolicyDocument": document(5000, number)}],
        AttachedManagedPolicies=[])


def policy(number):
    versions = [
        {"VersionId": f"v{each}", "IsDefaultVersion": each == 5, "CreateDate": MADE, "Document": document(6144, number)}
        for each in (5, 4, 3, 2, 1)
    ]
    return dict(
        entity("Policy", f"policy-{number}", "ANPA", number),
        DefaultVersionId="v5", AttachmentCount=0, PermissionsBoundaryUsageCount=0, IsAttachable=True,
        UpdateDate=MADE, PolicyVersionList=versions)


def printed(entry):
    """The text as an entry of a list in the AWS CLI's output."""
    return json.dumps(entry, indent=4).replace("\n", "\n        ")


def write_list(out, name, entries):
    out.write(f'    "{name}": [\n        '.encode())
    for number, entry in enumerate(entries):
        out.write(b",\n        " * (number > 0) + entry)
    out.write(b"\n    ]")


class Counted:
    def __init__(self, entries):
        self.entries, self.count = entries, 0

    def __iter__(self):
        for entry in self.entries:
            self.count += 1
            yield entry


def policies(out, size):
    """Policies until the file has this size. No two documents are equal: each contains its policy's number."""
    mark = 9_999_999
    patterns = [printed(policy(mark)).encode() for _ in range(40)]
    for number in range(1_000_000, 9_999_999):
        if out.tell() >= size:
            return
        yield patterns[number % len(patterns)].replace(b"%d" % mark, b"%d" % number)


def write_account(file):
    """Writes the account file. Returns the number of policies in it."""
    with open(file, "wb", buffering=1 << 20) as out:
        out.write(b"{\n")
        for name, make, many in (("UserDetailList", user, USERS), ("GroupDetailList", group, GROUPS), ("RoleDetailList", role, ROLES)):
            write_list(out, name, (printed(make(number)).encode() for number in range(many)))
            out.write(b",\n")
        write_list(out, "Policies", counted := Counted(policies(out, SIZE)))
        out.write(b"\n}\n")
    return counted.count


def call(number, source, name, read_only, parameters, account=ACCOUNT):
    """A CloudTrail record, one for each second."""
    minute, second = divmod(number, 60)
    hour, minute = divmod(minute, 60)
    return {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": f"AROA{word(17).upper()}:{word()}",
            "arn": f"arn:aws:sts::{account}:assumed-role/{word()}/{word()}",
            "accountId": account,
            "sessionContext": {
                "sessionIssuer": {
                    "type": "Role", "principalId": f"AROA{word(17).upper()}",
                    "arn": f"arn:aws:iam::{account}:role/{word()}", "accountId": account, "userName": word(),
                },
                "attributes": {"creationDate": "2026-01-15T08:00:00Z", "mfaAuthenticated": "false"},
            },
        },
        "eventTime": f"2026-01-15T{hour % 24:02d}:{minute:02d}:{second:02d}Z",
        "eventSource": source,
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "198.51.100.7",
        "userAgent": "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64",
        "requestParameters": parameters,
        "responseElements": None,
        "requestID": word(36),
        "eventID": word(36),
        "readOnly": read_only,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": account,
        "eventCategory": "Management",
    }


NOISE = (
    ("kms.amazonaws.com", "GenerateDataKey", {"keyId": word(36), "keySpec": "AES_256"}),
    ("ec2.amazonaws.com", "DescribeInstances", {"instancesSet": {"items": [{"instanceId": "i-" + word(17)}]}}),
    ("iam.amazonaws.com", "GetRole", {"roleName": "role-0001"}),
    ("sts.amazonaws.com", "AssumeRole", {"roleArn": "arn:aws:iam::111122223333:role/x", "roleSessionName": word()}),
    ("logs.amazonaws.com", "DescribeLogStreams", {"logGroupName": word()}),
)


def log(records):
    return gzip.compress(json.dumps({"Records": records}, separators=(",", ":")).encode(), 1)


def write_profiles(file):
    """All profiles, as list-instance-profiles prints them."""
    full = [role(number)["InstanceProfileList"][0] for number in range(FULL)]
    empty = [dict(entity("InstanceProfile", f"empty-{number}", "AIPA", 5000 + number), Roles=[]) for number in range(EMPTY)]
    file.write_text(json.dumps({"InstanceProfiles": full + empty}, indent=4))


def write_trail(folder):
    """Writes the log files. Returns the number of records: two are relevant, one is from another account."""
    logs = [
        log([call(number, service, name, True, parameters)
             for number in range(RECORDS_A_LOG)
             for service, name, parameters in (NOISE[number % len(NOISE)],)])
        for _ in range(4)
    ]
    for number in range(LOGS):
        (folder / f"{number:04d}.json.gz").write_bytes(logs[number % len(logs)])
    iam = "iam.amazonaws.com"
    removed = {"instanceProfileName": "role-0001", "roleName": "role-0001"}
    (folder / "0100-iam.json.gz").write_bytes(log([
        call(7200, iam, "UntagInstanceProfile", False, {"instanceProfileName": "role-0002", "tagKeys": ["x"]}),
        call(3600, iam, "RemoveRoleFromInstanceProfile", False, removed),
        call(3700, iam, "RemoveRoleFromInstanceProfile", False, removed, OTHER),
    ]))
    return LOGS * RECORDS_A_LOG + 3


def run(command, until=None):
    """Runs ./guard with a memory limit of 512 MB. Returns its output."""
    began = time.monotonic()
    environment = dict(os.environ, JAVA_TOOL_OPTIONS=f"-XX:MaxRAM={LIMIT_MB}m")
    process = subprocess.Popen(
        [str(ROOT / "guard"), *command], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    lines = []
    for line in process.stdout:
        lines.append(line)
        if until and line.startswith(until):
            process.terminate()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    resident = usage.ru_maxrss / 1024
    print(f"guard {command[0]}: {time.monotonic() - began:.0f} s, {resident:.0f} MB resident at most, status {process.returncode}")
    told = "".join(lines)
    if process.returncode not in (0, 143 if until else 0):
        sys.exit(f"guard {command[0]} failed:\n{told[-2000:]}{errors[-2000:]}")
    if resident > LIMIT_MB:
        sys.exit(f"guard {command[0]} took more than {LIMIT_MB} MB")
    return told


def expect(told, *lines):
    for line in lines:
        if line not in told:
            sys.exit(f"missing: {line!r}\nbut:\n{told[:1000]}\n...\n{told[-1000:]}")


def check(folder):
    account, profiles, trail = folder / "account.json", folder / "profiles.json", folder / "trail"
    trail.mkdir()
    began = time.monotonic()
    policies_made = write_account(account)
    write_profiles(profiles)
    records = write_trail(trail)
    print(f"account of {account.stat().st_size:,} bytes, {records:,} records: made in {time.monotonic() - began:.0f} s")
    loaded = f"loaded {ROLES} roles, {FULL + EMPTY} instance profiles, {policies_made} customer managed policies and {USERS} users"
    told = run(["rehearse", "--account", str(account), str(profiles), "--events", str(trail),
                "--parameter-overrides", "GuardedProfiles=*"])
    expect(
        told,
        loaded,
        f"{GROUPS} groups and the policies of users are left out",
        f"provision  {FULL} has-profile, {ROLES - FULL} provision",
        f"guard      {EMPTY} incomplete, {FULL} recorded",
        f"{ROLES - FULL} roles and profiles would change",
        f"left out: {records - 3} of {records} records, which concern no function",
        f"left out: 1 of {records} records, which belong to other accounts",
        "would-do: add role role-0001 to role-0001",
        "2 records: ",
    )
    expect(run(["sandbox", "--port", "0", "--account", str(account), str(profiles)], until="ready "), loaded)


def main():
    with tempfile.TemporaryDirectory(prefix="large-account-") as scratch:
        free = shutil.disk_usage(scratch).free
        if free < SCRATCH:
            sys.exit(f"{scratch}: {free >> 20} MB are free, and {SCRATCH >> 20} are needed; TMPDIR names another place")
        subprocess.run([ROOT / "guard", "--version"], check=True, stdout=subprocess.DEVNULL)  # builds if necessary
        check(Path(scratch))


if __name__ == "__main__":
    main()
