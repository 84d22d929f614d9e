"""parliament, on every statement of every policy of a role."""

import json
import subprocess
from pathlib import Path

from exceptions import Finding
from template import FILES, Values, expanded

AUDIT = """
import json, sys
from parliament import analyze_policy_string
for name, document in json.load(sys.stdin):
    policy = analyze_policy_string(json.dumps(document), ignore_private_auditors=True)
    for each in policy.findings:
        print(json.dumps([name, each.issue, str(each.detail)]))
"""


def findings(scanners):
    documents = [each for file in FILES for hold in (True, False) for each in policies(expanded(file), hold)]
    count = sum(len(document["Statement"]) for _, document in documents)
    if count < 100:
        raise SystemExit(f"the templates have only {count} statements for parliament")
    got = subprocess.run(
        [Path(scanners, "bin", "python"), "-W", "ignore", "-c", AUDIT],
        input=json.dumps(documents),
        capture_output=True,
        text=True,
    )
    if got.returncode != 0:
        raise SystemExit(f"parliament failed:\n{got.stderr}")
    print(f"  parliament: {len(documents)} policies, {count} statements, with all conditions and with none", flush=True)
    lines = dict.fromkeys(got.stdout.splitlines())
    return [Finding("parliament", issue, name, text) for name, issue, text in map(json.loads, lines)]


def policies(template, conditions_hold):
    """Names (TYPE.LOGICAL_ID) and documents of the policies that roles have."""
    values = Values(template, conditions_hold)
    for name, resource in template["Resources"].items():
        kind, properties = resource["Type"], resource.get("Properties", {})
        if kind in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
            yield f"{kind}.{name}", values.of(properties["PolicyDocument"])
        if kind == "AWS::IAM::Role":
            for policy in values.of(properties.get("Policies", [])):
                yield f"{kind}.{name}", policy["PolicyDocument"]
