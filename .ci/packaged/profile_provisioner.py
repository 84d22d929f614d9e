"""ProfileProvisioner: creates profiles for roles created by API, and deletes them before the roles are deleted."""

import json
import uuid

from account import ACCOUNT, check, created, event, fresh, succeeded, tags

FUNCTION = "ProfileProvisioner"
LONG_AGO = "2026-01-15T09:30:00Z"
TERRAFORM = (
    "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/6.14.1"
)


def play(account, invoke):
    made_by_api(account, invoke)
    one_broken_message(account, invoke)
    nothing_to_do(account, invoke)
    too_early(account, invoke)
    deletion_refused(account, invoke)
    misunderstood(invoke)


def made_by_api(account, invoke):
    """The profile has the role's name and path, contains the role, and its tags show who created it."""
    role = account.role(fresh("api"), "alice", Path="/ci/", Tags=[{"Key": "Team", "Value": "core"}])
    name = role["RoleName"]
    messages = batch(created(role, eventTime=LONG_AGO))
    before = len(account.writes())
    check(come_again(invoke(FUNCTION, messages)) == [], "no message is returned")
    profile = account.profile(name)
    check(profile is not None, "the role has its profile")
    held = [(each["RoleName"], each["RoleId"]) for each in profile["Roles"]]
    check((profile["Path"], held) == ("/ci/", [(name, role["RoleId"])]), "path and role", profile)
    wanted = {
        "profile-guard:created-by": FUNCTION,
        "profile-guard:for-role": role["RoleId"],
        "Team": "core",
    }
    check(tags(profile["Tags"]) == wanted, "its tags: the creator, and the inherited tags", profile)
    shown = account.aws(
        *("iam", "list-instance-profiles-for-role", "--role-name", name),
        *("--query", "InstanceProfiles[].InstanceProfileName", "--output", "text"),
    )
    check(shown == name, "the AWS CLI sees the profile", shown)
    check(come_again(invoke(FUNCTION, messages)) == [], "the same batch again succeeds")
    writes = account.writes()[before:]
    calls = ["CreateInstanceProfile", "AddRoleToInstanceProfile"]
    check(writes == calls, "both together made two writes", writes)


def one_broken_message(account, invoke):
    """The broken message goes to the dead-letter queue at once. The other messages are processed."""
    first, last = (account.role(fresh("batch"), "alice") for _ in range(2))
    messages = batch(created(first, eventTime=LONG_AGO), None, created(last, eventTime=LONG_AGO))
    messages["Records"][1]["body"] = "this is no JSON"
    check(come_again(invoke(FUNCTION, messages)) == [], "no message is returned")
    letters = account.take(f"profile-guard-{FUNCTION}Failures")
    check(letters == ["this is no JSON"], "only the broken message is a dead letter", letters)
    for role in (first, last):
        held = account.roles_in(role["RoleName"])
        check(held == [role["RoleName"]], "the role of the other message has a profile", held)


def nothing_to_do(account, invoke):
    """An empty batch, and a role that Terraform made."""
    result = invoke(FUNCTION, {"Records": []})
    check(result == {"batchItemFailures": []}, "an empty batch leads to no failures", result)
    role = account.role(fresh("terraform"), "alice")
    messages = batch(created(role, eventTime=LONG_AGO, userAgent=TERRAFORM))
    check(come_again(invoke(FUNCTION, messages)) == [], "Terraform's role: no message is returned")
    check(account.profile(role["RoleName"]) is None, "Terraform's role has no profile")


def too_early(account, invoke):
    """Before the delay ends, the message is returned and no profile is created."""
    role = account.role(fresh("early"), "alice")
    messages = batch(created(role))
    again = come_again(invoke.once(FUNCTION, messages, ProvisionDelaySeconds="900"))
    check(again == [messages["Records"][0]["messageId"]], "too early: the message is returned", again)
    check(account.profile(role["RoleName"]) is None, "too early: there is no profile")


def deletion_refused(account, invoke):
    """The first delete-role fails, the function deletes the profile, the second delete-role succeeds."""
    role = account.role(fresh("goes"), "alice")
    name = role["RoleName"]
    invoke(FUNCTION, batch(created(role, eventTime=LONG_AGO)))
    check(account.roles_in(name) == [name], "the role to delete has a profile")
    delete = ("iam", "delete-role", "--role-name", name)
    refused = account.aws_ended(*delete, user="alice")
    check("DeleteConflict" in refused.stderr, "the first aws iam delete-role fails", refused.stderr)
    told = event(
        "DeleteRole",
        {"roleName": name},
        "alice",
        errorCode="DeleteConflictException",
        errorMessage="Cannot delete entity, must remove roles from instance profile first.",
    )
    result = succeeded(invoke(FUNCTION, told), "deletion refused")
    found = [finding["kind"] for finding in result["findings"]]
    check(found == ["profile-retired"], "it reports the finding", result)
    check(account.profile(name) is None, "the profile is gone")
    account.aws(*delete, user="alice")
    again = succeeded(invoke(FUNCTION, told), "the same event again")
    check(not again["actions"], "it changes nothing", again)


def misunderstood(invoke):
    """An invalid request leads to an error that lists the valid requests."""
    result = invoke(FUNCTION, {"dance": {}})
    check("check" in result.get("errorMessage", ""), "the error lists the valid requests", result)


def batch(*events):
    """The event that Lambda passes to the function when the queue delivers these messages together."""
    return {"Records": [message(json.dumps(each)) for each in events]}


def message(body):
    return {
        "messageId": str(uuid.uuid4()),
        "receiptHandle": "receipt",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:us-east-1:{ACCOUNT}:profile-guard-ProvisionDelay",
        "awsRegion": "us-east-1",
    }


def come_again(result):
    check("errorMessage" not in result, "the batch is answered", result)
    return [each["itemIdentifier"] for each in result["batchItemFailures"]]
