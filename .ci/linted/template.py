"""The templates as CloudFormation has them after SAM's transform, and with values for everything they refer to."""

import copy
import json
import logging
import os
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]
FILES = ("template.yaml", "regional.yaml")
ACCOUNT = "123456789012"
REGION = "us-east-1"
PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/s/1",
    "AWS::StackName": "profile-guard",
    "AWS::URLSuffix": "amazonaws.com",
}
NO_VALUE = object()
ARNS = {
    "AWS::CloudWatch::Alarm": "cloudwatch:{region}:{account}:alarm:{name}",
    "AWS::DynamoDB::Table": "dynamodb:{region}:{account}:table/{name}",
    "AWS::Events::Rule": "events:{region}:{account}:rule/{name}",
    "AWS::IAM::InstanceProfile": "iam::{account}:instance-profile/{name}",
    "AWS::IAM::ManagedPolicy": "iam::{account}:policy/{name}",
    "AWS::IAM::Role": "iam::{account}:role/{name}",
    "AWS::KMS::Key": "kms:{region}:{account}:key/{name}",
    "AWS::Lambda::Alias": "lambda:{region}:{account}:function:{name}:live",
    "AWS::Lambda::Function": "lambda:{region}:{account}:function:{name}",
    "AWS::Logs::LogGroup": "logs:{region}:{account}:log-group:{name}:*",
    "AWS::S3::Bucket": "s3:::{name}",
    "AWS::SNS::Topic": "sns:{region}:{account}:{name}",
    "AWS::SQS::Queue": "sqs:{region}:{account}:{name}",
    "AWS::SSM::Parameter": "ssm:{region}:{account}:parameter{name}",
    "AWS::StepFunctions::StateMachine": "states:{region}:{account}:stateMachine:{name}",
}
# A Ref gives the ARN of these, and the name of the others
REF_IS_ARN = ("AWS::IAM::ManagedPolicy", "AWS::Lambda::Alias", "AWS::SNS::Topic", "AWS::StepFunctions::StateMachine")
SAMPLES = {
    "AlarmTopic": f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms",
    "FindingsBus": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/findings",
    "FindingsTopic": f"arn:aws:sns:{REGION}:{ACCOUNT}:alerts",
    "KmsKey": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k",
    "OrganizationSweeper": f"arn:aws:iam::{ACCOUNT}:role/sweeper",
    "TagPolicy": "ssm:/tags/policy",
}


def raw(file):
    return yaml_parse((ROOT / file).read_text())


@cache
def expanded(file, **parameters):
    """The template after SAM's transform, which sees the values of parameters."""
    os.environ["AWS_DEFAULT_REGION"] = REGION  # SAM asks for it
    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)
    template = raw(file)
    if "Transform" not in template:
        return template
    for resource in template["Resources"].values():
        uri = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::StateMachine": "DefinitionUri"}
        if resource["Type"] in uri:
            resource["Properties"][uri[resource["Type"]]] = "s3://bucket/key"
    return transform(template, parameters, SimpleNamespace(load=lambda: {}))


class Values:
    """What the intrinsic functions of a template return, if all of its conditions hold, or if none does."""

    def __init__(self, template, conditions_hold, **parameters):
        self._template = template
        self._hold = conditions_hold
        given = template.get("Parameters", {}).items()
        self._parameters = {name: SAMPLES.get(name) or each.get("Default", "sample") for name, each in given} | parameters

    def of(self, node):
        if isinstance(node, list):
            return [value for value in map(self.of, node) if value is not NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            [(function, argument)] = node.items()
            if function == "Ref" or function.startswith("Fn::"):
                return self._call(function, argument)
        pairs = ((key, self.of(value)) for key, value in node.items())
        return {key: value for key, value in pairs if value is not NO_VALUE}

    def _call(self, function, argument):
        match function:
            case "Ref":
                return self._ref(argument)
            case "Fn::If":
                return self.of(argument[1] if self._hold else argument[2])
            case "Fn::GetAtt":
                name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
                return self._attribute(name, attribute)
            case "Fn::Sub":
                text, own = argument if isinstance(argument, list) else (argument, {})
                own = self.of(own)
                return re.sub(r"\$\{([^!}][^}]*)}", lambda m: str(self._named(m[1], own)), text)
            case "Fn::Join":
                return argument[0].join(map(str, self.of(argument[1])))
            case "Fn::Split":
                return self.of(argument[1]).split(argument[0])
            case "Fn::Select":
                return self.of(argument[1])[int(self.of(argument[0]))]
            case "Fn::FindInMap":
                return next(iter(next(iter(self._template["Mappings"][argument[0]].values())).values()))
        raise SystemExit(f"{function} is not known in {__file__}")

    def _named(self, name, own):
        if name in own:
            return own[name]
        return self._attribute(*name.split(".", 1)) if "." in name else self._ref(name)

    def _ref(self, name):
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in PSEUDO:
            return PSEUDO[name]
        if name in self._parameters:
            return self._parameters[name]
        kind = self._template["Resources"][name]["Type"]
        return self._attribute(name, "Arn") if kind in REF_IS_ARN else self._name(name, kind)

    def _attribute(self, name, attribute):
        kind = self._template["Resources"][name]["Type"]
        if not attribute.endswith("Arn"):
            return f"{name}.{attribute}"
        if kind not in ARNS:
            raise SystemExit(f"the ARN of {kind} is not known in {__file__}: add it")
        name = self._name(name, kind)
        return f"arn:{PSEUDO['AWS::Partition']}:" + ARNS[kind].format(region=PSEUDO["AWS::Region"], account=ACCOUNT, name=name)

    def _name(self, logical_id, kind):
        """The name that CloudFormation makes."""
        return logical_id


def plain(template):
    """A copy without the classes of a parser."""
    return json.loads(json.dumps(copy.deepcopy(template)))
