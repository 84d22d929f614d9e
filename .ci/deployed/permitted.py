"""A function that only observes has no permission to write to IAM, EC2 or Auto Scaling."""

from checks import check
from template import functions

WRITTEN = ("iam", "ec2", "autoscaling", "eks")
READS = ("Get", "List", "Describe")
# Canary sets a tag of its own profile. Backfill applies plans, whatever the modes are.
ALWAYS_WRITE = {"Backfill", "Canary"}


def play(account, stack):
    found = {name: writes(account, stack, name) for name in functions()}
    check(found["Backfill"], "the policies of the roles are seen", found)
    for name in sorted(set(functions()) - ALWAYS_WRITE):
        check(not found[name], f"the role of {name} cannot write", found[name])
    for name in sorted(ALWAYS_WRITE):
        check(found[name], f"the role of {name} can write in observe: {len(found[name])} actions", found)


def writes(account, stack, function):
    """The actions that change something, of a function's role."""
    asked = {"FunctionName": stack.names()[function]}
    role = account.client("lambda").get_function_configuration(**asked)["Role"].split("/")[-1]
    allowed = {action for document in documents(account.iam, role) for action in actions(document)}
    return sorted(each for each in allowed if each.split(":")[0] in WRITTEN and not _reads(each))


def documents(iam, role):
    """The documents of all policies of a role, inline and attached."""
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        yield iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    for each in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        arn = each["PolicyArn"]
        if ":aws:policy/" not in arn:
            version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
            yield iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]


def actions(document):
    """The actions that a document allows."""
    for statement in document["Statement"]:
        if statement["Effect"] == "Allow":
            given = statement["Action"]
            yield from given if isinstance(given, list) else [given]


def _reads(action):
    return action.split(":")[1].startswith(READS)
