"""Accounts of any size, as the AWS CLI records them."""

import json

ACCOUNT = "111122223333"
DATE = "2024-05-06T07:08:09+00:00"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
JAPANESE = "チーム 東京"
HEBREW = "צוות שלום"
DRIFTED = "team-00003"  # its tag differs from its role's


def record(folder, count):
    """Writes an account with this many roles, each with a profile. Returns its files."""
    profiles = [_profile(number) for number in range(count)]
    roles = [_role(number, profile) for number, profile in enumerate(profiles)]
    if count:
        roles.append(_role(count, {"Roles": []}))  # in no profile: it would get one
    details = {"UserDetailList": [], "GroupDetailList": [], "Policies": [], "RoleDetailList": roles}
    files = []
    for name, content in (("details", details), ("profiles", {"InstanceProfiles": profiles})):
        file = folder / f"{name}-{count}.json"
        file.write_text(json.dumps(content))
        files.append(str(file))
    return files


def owner(number):
    return {3: JAPANESE, 5: HEBREW}.get(number, f"team {number % 7}")


def _profile(number):
    tags = {"Owner": "nobody"} if number % 2 else _tags(number)
    return _named("InstanceProfile", "instance-profile", "AIPA", number, tags) | {
        "Roles": [] if number % 5 == 4 else [{"RoleName": _name(number), "RoleId": _id("AROA", number)}]
    }


def _role(number, profile):
    return _named("Role", "role", "AROA", number, _tags(number)) | {
        "AssumeRolePolicyDocument": TRUST,
        "InstanceProfileList": [profile] if profile["Roles"] else [],
        "RolePolicyList": [],
        "AttachedManagedPolicies": [],
        "RoleLastUsed": {},
    }


def _named(kind, arn, prefix, number, tags):
    return {
        "Path": "/",
        f"{kind}Name": _name(number),
        f"{kind}Id": _id(prefix, number),
        "Arn": f"arn:aws:iam::{ACCOUNT}:{arn}/{_name(number)}",
        "CreateDate": DATE,
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }


def _tags(number):
    return {"Owner": owner(number), "CostCenter": str(number % 100)}


def _name(number):
    return f"team-{number:05d}"


def _id(prefix, number):
    return prefix + f"{number:017d}".translate(str.maketrans("0123456789", "ABCDEFGHIJ"))
