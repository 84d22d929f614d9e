"""What the role of a state machine must allow, by what the definition does."""

from statements import policies

# https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
DISTRIBUTED = {"states:StartExecution", "states:DescribeExecution", "states:StopExecution"}
# https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
WRITER = {"s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"}
# Without organizations:ListDelegatedAdministrators, CloudFormation answers that the account is no delegated administrator:
# https://github.com/hashicorp/terraform-provider-aws/pull/37069
TASKS = {
    "aws-sdk:cloudformation:listStackInstances": {"cloudformation:ListStackInstances", "organizations:ListDelegatedAdministrators"},
    "aws-sdk:dynamodb:scan": {"dynamodb:Scan"},
    "aws-sdk:sfn:describeMapRun": {"states:DescribeMapRun"},
    "aws-sdk:sfn:startExecution": {"states:StartExecution"},
    "dynamodb:updateItem": {"dynamodb:UpdateItem"},
    "sns:publish": {"sns:Publish"},
}


def missing(definition, role, template):
    """Actions that no policy of the role allows."""
    return sorted(_needed(definition) - _allowed(role, template))


def _needed(definition):
    needed = set()
    for state in definition["States"].values():
        if state["Type"] == "Task":
            own = TASKS[state["Resource"].removeprefix("arn:aws:states:::")]
            needed |= {"sts:AssumeRole"} if "Credentials" in state else own
        if state["Type"] == "Map":
            needed |= DISTRIBUTED | (WRITER if "ResultWriter" in state else set()) | _needed(state["ItemProcessor"])
    return needed


def _allowed(role, template):
    own = {f"AWS::IAM::Role.{role}"} | {
        f"AWS::IAM::Policy.{name}"
        for name, each in template["Resources"].items()
        if each["Type"] == "AWS::IAM::Policy" and {"Ref": role} in each["Properties"]["Roles"]
    }
    statements = [each for name, document in policies(template, True) if name in own for each in document["Statement"]]
    actions = [each["Action"] for each in statements if each["Effect"] == "Allow"]
    return {name for each in actions for name in ([each] if isinstance(each, str) else each)}
