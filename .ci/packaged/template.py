"""The output of `sam build` for template.yaml, and the settings of the functions in this test."""

import json
import re
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / ".aws-sam" / "build"
STACK = "profile-guard"
BOTH = ["iam:role", "iam:instance-profile"]
PARAMETERS = {
    "GuardMode": "enforce",
    "GuardedProfiles": "prod-*,gke-*",
    "TrustedPrincipals": "arn:aws:iam::123456789012:role/deployer",
    "ProvisionMode": "enforce",
    "ProvisionDelaySeconds": "1",
    "TagMode": "enforce",
    "NodeRoleMode": "observe",
    "RotationMode": "enforce",
    "RotationRoles": "web-v2,rotate-to-*",
    "TagPolicy": json.dumps(
        {
            "tags": {
                "CostCenter": {
                    "tag_key": "CostCenter",
                    "tag_value": ["100", "2*"],
                    "enforced_for": BOTH,
                },
                "Owner": {"tag_key": "Owner", "report_required_tag_for": BOTH},
            }
        }
    ),
    "TagDefaults": "CostCenter=100,Owner=${creator}",
    "InheritedTags": "Team",
}


def functions():
    """The logical IDs of all functions."""
    return [
        name
        for name, resource in _template()["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    ]


def handler(function):
    return _template()["Resources"][function]["Properties"]["Handler"]


def timeout(function):
    """The seconds after which Lambda ends a call of a function."""
    template = _template()
    own = template["Resources"][function]["Properties"]
    return own.get("Timeout", template["Globals"]["Function"]["Timeout"])


def place(function, account, endpoint):
    """A function's variables that depend on the deployment: the AWS endpoint and the names of resources."""
    declared = _declared(function).items()
    named = {name: _named(value, account) for name, value in declared if _names_resources(value)}
    return {"ENDPOINT_URL": endpoint} | named


def environment(function, account, endpoint, parameters=None):
    """All of a function's variables, as Lambda would set them."""
    given = _template()["Parameters"].items()
    values = {name: each.get("Default", "") for name, each in given}
    values |= PARAMETERS | (parameters or {})
    known = place(function, account, endpoint)
    return {
        name: known[name] if name in known else _resolved(name, value, values)
        for name, value in _declared(function).items()
    } | account.keys("packaged-function")


def _declared(function):
    template = _template()
    parts = (template["Globals"]["Function"], template["Resources"][function]["Properties"])
    return {k: v for part in parts for k, v in part["Environment"]["Variables"].items()}


def _names_resources(value):
    return isinstance(value, dict) and value.get("Ref") not in _template()["Parameters"]


def _named(value, account):
    """The value in the sandbox of a reference to a resource or to the stack, or of several references joined. The canary is
    off, so that the sandbox's own functions change nothing.
    """
    match value:
        case {"Fn::Join": [separator, parts]}:
            return separator.join(_named(part, account) for part in parts)
        case {"Fn::GetAtt": [logical_id, "Arn"]}:
            return account.arn(logical_id)
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{([^}]+)}", lambda found: _named({"Ref": found[1]}, account), text)
        case {"Fn::If": ["CanaryIsOn", _, str(absent)]}:
            return absent
        case {"Ref": "AWS::StackName"}:
            return STACK
        case {"Ref": name}:
            return account.resource(_template()["Resources"][name]["Type"], name)
    raise SystemExit(f"{value} is not known here")


def _resolved(name, value, parameters):
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and value.get("Ref") in parameters:
        return str(parameters[value["Ref"]])
    raise SystemExit(f"{name} is neither a text nor a parameter: {value}")


@cache
def _template():
    return yaml.safe_load((BUILT / "template.yaml").read_text())
