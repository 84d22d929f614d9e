"""What `sam build` made of template.yaml, and the settings that the functions run with here."""

import json
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / ".aws-sam" / "build"
BOTH = ["iam:role", "iam:instance-profile"]
PARAMETERS = {
    "GuardMode": "enforce",
    "GuardedProfiles": "prod-*,gke-*",
    "TrustedPrincipals": "arn:aws:iam::123456789012:role/deployer",
    "ProvisionMode": "enforce",
    "ProvisionDelaySeconds": "1",
    "TagMode": "enforce",
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


def place(account, endpoint):
    """The variables that only a deployment knows: where AWS is, and the table's name."""
    return {"AWS_ENDPOINT_URL": endpoint, "BASELINE_TABLE": account.table()}


def environment(function, account, endpoint, parameters=None):
    """All of a function's variables, as Lambda would set them."""
    template = _template()
    values = {name: given.get("Default", "") for name, given in template["Parameters"].items()}
    values |= PARAMETERS | (parameters or {})
    declared = {}
    for part in (template["Globals"]["Function"], template["Resources"][function]["Properties"]):
        declared |= part["Environment"]["Variables"]
    known = place(account, endpoint)
    return {
        name: known[name] if name in known else _resolved(name, value, values)
        for name, value in declared.items()
    } | account.keys("packaged-function")


def _resolved(name, value, parameters):
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and value.get("Ref") in parameters:
        return str(parameters[value["Ref"]])
    raise SystemExit(f"{name} is neither a text nor a parameter: {value}")


def _template():
    return yaml.safe_load((BUILT / "template.yaml").read_text())
