"""Names made of the stack's name, which has up to 128 characters."""

from exceptions import Finding
from template import PSEUDO, Values, expanded

LONGEST_STACK_NAME = 128
# https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html: the quotas of each service
LIMITS = {
    ("AWS::CloudWatch::Alarm", "AlarmName"): 255,
    ("AWS::CloudWatch::Dashboard", "DashboardName"): 255,
    ("AWS::DynamoDB::Table", "TableName"): 255,
    ("AWS::Events::Rule", "Name"): 64,
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"): 128,
    ("AWS::IAM::Policy", "PolicyName"): 128,
    ("AWS::IAM::Role", "RoleName"): 64,
    ("AWS::Lambda::Function", "FunctionName"): 64,
    ("AWS::Logs::LogGroup", "LogGroupName"): 512,
    ("AWS::S3::Bucket", "BucketName"): 63,
    ("AWS::SQS::Queue", "QueueName"): 80,
    ("AWS::SSM::Parameter", "Name"): 1011,
    ("AWS::Scheduler::Schedule", "Name"): 64,
    ("AWS::StepFunctions::StateMachine", "StateMachineName"): 80,
}


def findings():
    """The names that are too long if the stack's name is as long as AWS allows."""
    PSEUDO["AWS::StackName"], kept = "s" * LONGEST_STACK_NAME, PSEUDO["AWS::StackName"]
    try:
        return list(_too_long(expanded("template.yaml")))
    finally:
        PSEUDO["AWS::StackName"] = kept


def _too_long(template):
    values = Values(template, True)
    for logical_id, resource in template["Resources"].items():
        for (kind, key), limit in LIMITS.items():
            name = resource.get("Properties", {}).get(key)
            if resource["Type"] == kind and name is not None and len(values.of(name)) > limit:
                text = f"{key} has {len(values.of(name))} characters, {limit} are allowed"
                yield Finding("names", "TooLong", f"{kind}.{logical_id}", text)
