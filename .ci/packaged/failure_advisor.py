"""FailureAdvisor: explains refused calls, and changes nothing."""

from account import check, event, fresh, succeeded

FUNCTION = "FailureAdvisor"
LONG_AGO = "2026-01-15T09:30:00Z"
POLICY = (
    '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}'
)


def play(account, invoke):
    role_without_a_profile(account, invoke)
    deletion_refused(account, invoke)
    a_burst(account, invoke)
    failed_calls(invoke)


def role_without_a_profile(account, invoke):
    """A launch names a role that has no profile: the advice creates it."""
    name = account.role(fresh("launch"), "alice")["RoleName"]
    before = len(account.writes())
    message = (
        f"Value ({name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"
    )
    result = invoke(
        FUNCTION,
        refused("RunInstances", {"iamInstanceProfile": {"name": name}}, "Client.InvalidParameterValue", message, "ec2"),
    )
    succeeded(result, "launch refused")
    finding = only(result)
    check(finding["kind"] == "launch-failed", "the finding says that the launch failed", finding)
    wanted = f"aws iam create-instance-profile --instance-profile-name {name}"
    check(wanted in finding["todo"][0], "the command has the name of the role", finding)
    check(account.writes()[before:] == [], "it writes nothing")


def deletion_refused(account, invoke):
    """The whole clean-up of a role with a profile and a policy, in order."""
    name = account.role(fresh("gone"), "alice")["RoleName"]
    account.iam.create_instance_profile(InstanceProfileName=name)
    account.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    account.iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=POLICY)
    result = invoke(
        FUNCTION,
        refused(
            "DeleteRole",
            {"roleName": name},
            "DeleteConflictException",
            "Cannot delete entity, must remove roles from instance profile first.",
        ),
    )
    succeeded(result, "deletion refused")
    todo = "\n".join(only(result)["todo"])
    steps = ["remove-role-from-instance-profile", "delete-instance-profile", "delete-role-policy", "delete-role "]
    places = [todo.find(step) for step in steps]
    check(-1 not in places and places == sorted(places), "the commands are in order", todo)


def a_burst(account, invoke):
    """The same failure again is counted, not reported."""
    name = fresh("burst")
    request = {"roleName": name}
    message = f"The role with name {name} cannot be found."
    first = invoke(FUNCTION, refused("DeleteRole", request, "NoSuchEntityException", message))
    again = invoke(FUNCTION, refused("DeleteRole", request, "NoSuchEntityException", message))
    check(first["decision"] == "explained", "the first one is explained", first)
    check(again["decision"] == "counted" and again["findings"] == [], "the second one is counted", again)


def failed_calls(invoke):
    """The request for the failed calls of a day is answered, and a wrong one says what is valid."""
    result = invoke(FUNCTION, {"failures": {"hours": 24}})
    succeeded(result, "failed calls")
    check("failures" in result and "leftOut" in result, "it says what it left out", result)
    wrong = invoke(FUNCTION, {"failures": {"hours": 0}})
    check("Valid requests" in wrong.get("errorMessage", ""), "a wrong request names the valid ones", wrong)


def refused(name, request, code, message, service="iam"):
    return event(name, request, "alice", service, errorCode=code, errorMessage=message, eventTime=LONG_AGO)


def only(result):
    check(len(result["findings"]) == 1, "there is one finding", result)
    return result["findings"][0]
