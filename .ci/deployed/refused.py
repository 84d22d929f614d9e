"""What cannot work is refused, with the reason, before anything is made."""

from botocore.exceptions import ClientError
from checks import check
from stack import CAPABILITIES

BAD = (
    ("failed: GuardMode=enforce with empty TrustedPrincipals", {"GuardMode": "enforce"}),
    ("failed: NodeRoleMode=enforce with empty TrustedPrincipals", {"NodeRoleMode": "enforce"}),
    ("GuardMode", {"GuardMode": "on"}),
    ("BreakerReverts", {"BreakerReverts": "0"}),
    ("ProvisionDelaySeconds", {"ProvisionDelaySeconds": "901"}),
    ("FindingsTopic", {"FindingsTopic": "alerts"}),
    ("KmsKey", {"KmsKey": "alias/mine"}),
    ("ReservedConcurrency must be 0", {"ReservedConcurrency": "3"}),
)


def play(account, stack):
    in_another_region(account, stack)
    bad_parameters(account, stack)


def in_another_region(account, stack):
    got = stack.sam_deploy(stack.file({}), "elsewhere", region="eu-west-1")
    told = got.stdout + got.stderr
    check(got.returncode != 0, "sam deploy --region eu-west-1 fails", told)
    check("Deploy to us-east-1" in told, "and tells where to deploy", told[-3000:])
    left = stacks(account, "eu-west-1")
    check(not left, "no stack is left there", left)


def bad_parameters(account, stack):
    url = stack.uploaded()
    for told, parameters in BAD:
        error = refusal(account, "profile-guard", url, parameters)
        check(told in error, f"{parameters}: {error[:160]}", error)
    error = refusal(account, "a" * 129, url, {})
    check("stackName" in error, f"a stack name of 129 characters: {error[:160]}", error)
    left = stacks(account, "us-east-1")
    check(not left, "no stack is left", left)


def refusal(account, name, url, parameters):
    """Why a stack is not created."""
    try:
        account.client("cloudformation").create_stack(
            StackName=name,
            TemplateURL=url,
            Capabilities=CAPABILITIES,
            Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        )
    except ClientError as refused:
        return refused.response["Error"]["Message"]
    raise SystemExit(f"  NOT SO: a stack with {parameters} is refused")


def stacks(account, region):
    """The stacks of a region without those of the SAM CLI."""
    found = account.all("cloudformation", "describe_stacks", "Stacks", region)
    return [each["StackName"] for each in found if not each["StackName"].startswith("aws-sam-cli")]
