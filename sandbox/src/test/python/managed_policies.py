"""Renews the sandbox's list of AWS managed policies, and the documents it keeps, from the installed moto.

    ~/.cache/profile-guard/venv-*/bin/python sandbox/src/test/python/managed_policies.py

Known IDs stay, and policies that moto does not have. docs/decisions/aws-managed-policies.md says where
each column comes from.
"""

import json
from pathlib import Path

from moto.iam.aws_managed_policies import aws_managed_policies_data

STATE = Path(__file__).resolve().parents[2] / "main/resources/dev/profileguard/sandbox/aws/iam/state"
POLICIES = STATE / "aws-managed-policies.tsv"
DOCUMENTS = STATE / "aws-managed-policy-documents.tsv"
UNKNOWN = "-"

# As IAM shows documents; moto sorts the keys.
ORDER = ["Version", "Statement", "Sid", "Effect", "Action", "NotAction", "Resource", "Condition"]


def rows(file):
    """The comment at the top of a file, and its rows by the name of the policy."""
    comment, *lines = file.read_text().splitlines()
    name = 1 if file == POLICIES else 0
    return comment, {row[name]: row for row in (line.split("\t") for line in lines)}


def write(file, comment, named):
    lines = ["\t".join(named[name]) for name in sorted(named, key=lambda name: (name.lower(), name))]
    file.write_text("\n".join([comment, *lines]) + "\n")


def instant(date):
    return date.replace("+00:00", "Z")


def ordered(value):
    if isinstance(value, list):
        return [ordered(member) for member in value]
    if not isinstance(value, dict):
        return value
    keys = sorted(value, key=lambda key: (ORDER.index(key) if key in ORDER else len(ORDER), key))
    return {key: ordered(value[key]) for key in keys}


def main():
    listed = json.loads(aws_managed_policies_data)
    comment, policies = rows(POLICIES)
    for name, policy in listed.items():
        identity = policies[name][5] if name in policies else UNKNOWN
        dates = [instant(policy["CreateDate"]), instant(policy["UpdateDate"])]
        policies[name] = [policy["Path"], name, policy["DefaultVersionId"], *dates, identity]
    write(POLICIES, comment, policies)

    comment, documents = rows(DOCUMENTS)
    for name in documents.keys() & listed.keys():
        documents[name] = [name, json.dumps(ordered(listed[name]["Document"]), separators=(",", ":"))]
    write(DOCUMENTS, comment, documents)


if __name__ == "__main__":
    main()
