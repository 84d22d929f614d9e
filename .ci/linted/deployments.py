"""Gradual deployments, which SAM makes only if a parameter asks for them."""

import json

from exceptions import Finding
from template import expanded, raw

GRADUAL = "Linear10PercentEvery1Minute"
ROLE = {"Fn::If": ["DeploymentsAreGradual", {"Fn::GetAtt": ["DeploymentRole", "Arn"]}, {"Ref": "AWS::NoValue"}]}


def findings():
    """Whether each alias is moved gradually by the stack's role and back by its alarm, and only if it is asked for."""
    functions = {
        logical_id
        for logical_id, resource in raw("template.yaml")["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    gradual = expanded("template.yaml", DeploymentPreference=GRADUAL)["Resources"]
    at_once = expanded("template.yaml", DeploymentPreference="AllAtOnce")["Resources"]
    print(f"  gradual deployments of {len(functions)} functions", flush=True)
    return [
        *(each for function in sorted(functions) for each in _wrong(gradual, function)),
        *(
            Finding("deployments", "NotAskedFor", f"{resource['Type']}.{logical_id}", "made with AllAtOnce")
            for logical_id, resource in at_once.items()
            if resource["Type"].startswith("AWS::CodeDeploy::") or "UpdatePolicy" in resource
        ),
    ]


def _wrong(resources, function):
    alias = resources[f"{function}Aliaslive"]
    moved = alias.get("UpdatePolicy", {}).get("CodeDeployLambdaAliasUpdate", {})
    group = resources.get(moved.get("DeploymentGroupName", {}).get("Ref"), {}).get("Properties", {})
    expectations = {
        "AtOnce": bool(group),
        "OtherRole": group.get("ServiceRoleArn") == ROLE,
        "NoAlarm": '{"Name": {"Ref": "DeploymentAlarm"}}' in json.dumps(group.get("AlarmConfiguration")),
        "NoRollback": "DEPLOYMENT_STOP_ON_ALARM" in group.get("AutoRollbackConfiguration", {}).get("Events", []),
        "OtherPace": GRADUAL in json.dumps(group.get("DeploymentConfigName")),
    }
    for check, is_so in expectations.items():
        if not is_so:
            yield Finding("deployments", check, f"AWS::Lambda::Alias.{function}", json.dumps(group))
