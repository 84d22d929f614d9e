"""What AWS limits in size, with the longest names of a stack and each parameter as long as it may be."""

import json
from contextlib import contextmanager

from exceptions import Finding
from template import PSEUDO, Values, expanded, raw

# The longest of those that the template allows
LONGEST = {"AWS::StackName": "s" * 128, "AWS::Partition": "aws-us-gov", "AWS::Region": "us-gov-west-1"}
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, without white space
INLINE_POLICIES = 10_240
MANAGED_POLICY = 6_144
TRUST_POLICY = 2_048
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
PATTERN = 2_048
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
ENVIRONMENT = 4_096
# https://docs.aws.amazon.com/general/latest/gr/ssm.html
PARAMETER = 4_096
NAMES = {
    "AWS::DynamoDB::Table": 255,
    "AWS::Events::Rule": 64,
    "AWS::IAM::ManagedPolicy": 128,
    "AWS::IAM::Role": 64,
    "AWS::Lambda::Function": 64,
    "AWS::Logs::LogGroup": 512,
    "AWS::S3::Bucket": 63,
    "AWS::SQS::Queue": 80,
    "AWS::StepFunctions::StateMachine": 80,
}


def findings():
    template = expanded("template.yaml")
    longest = {
        name: "x" * each["MaxLength"]
        for name, each in raw("template.yaml")["Parameters"].items()
        if each["Type"] == "String" and "MaxLength" in each
    }
    found = []
    with _longest_names():
        for name, value in {"": "", **longest}.items():
            values = LongNames(template, True, **({name: value} if name else {}))
            for resource, what, size, limit in _sizes(template["Resources"], values):
                if size > limit:
                    text = f"{what}: {size} characters, {limit} are allowed"
                    found.append(Finding("sizes", "TooLarge", resource, f"{text}, with the longest {name or 'names'}"))
    print(f"  sizes, with the defaults and with each of {len(longest)} parameters at its longest", flush=True)
    return found


class LongNames(Values):
    """The names that CloudFormation makes: the stack's name is cut so that all fits."""

    def _name(self, logical_id, kind):
        end = f"-{logical_id}-{'X' * 13}"
        name = PSEUDO["AWS::StackName"][: NAMES.get(kind, 255) - len(end)] + end
        return self._ref("RolePath").lstrip("/") + name if kind == "AWS::IAM::Role" else name

    def _ref(self, name):
        resource = self._template["Resources"].get(name, {})
        if resource.get("Type") == "AWS::SQS::Queue":
            return f"https://sqs.{PSEUDO['AWS::Region']}.amazonaws.com/123456789012/{self._name(name, resource['Type'])}"
        return super()._ref(name)


@contextmanager
def _longest_names():
    kept = dict(PSEUDO)
    PSEUDO.update(LONGEST)
    try:
        yield
    finally:
        PSEUDO.update(kept)


def _sizes(resources, values):
    inline = {}
    for logical_id, resource in resources.items():
        kind, properties = resource["Type"], resource.get("Properties", {})
        name = f"{kind}.{logical_id}"
        match kind:
            case "AWS::IAM::Role":
                inline[logical_id] = inline.get(logical_id, 0) + sum(
                    _size(values, each["PolicyDocument"]) for each in properties.get("Policies", [])
                )
                yield name, "trust policy", _size(values, properties["AssumeRolePolicyDocument"]), TRUST_POLICY
            case "AWS::IAM::Policy":
                for role in properties["Roles"]:
                    inline[role["Ref"]] = inline.get(role["Ref"], 0) + _size(values, properties["PolicyDocument"])
            case "AWS::IAM::ManagedPolicy":
                yield name, "policy", _size(values, properties["PolicyDocument"]), MANAGED_POLICY
            case "AWS::Events::Rule" if "EventPattern" in properties:
                yield name, "pattern", _size(values, properties["EventPattern"]), PATTERN
            case "AWS::Lambda::Function":
                yield name, "environment", _size(values, properties["Environment"]["Variables"]), ENVIRONMENT
            case "AWS::SSM::Parameter":
                yield name, "value", len(values.of(properties["Value"])), PARAMETER
    for logical_id, size in inline.items():
        yield f"AWS::IAM::Role.{logical_id}", "policies of its own together", size, INLINE_POLICIES


def _size(values, document):
    return len(json.dumps(values.of(document), separators=(",", ":")))
