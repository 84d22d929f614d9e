"""TagEnforcer: sets the tags that the policy requires, inline or in Parameter Store."""

import json

from account import ACCOUNT, check, created, event, fresh, succeeded, tags

FUNCTION = "TagEnforcer"
PARAMETER = "/ci/tag-policy"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:alerts"


def play(account, invoke):
    new_role(account, invoke)
    profile_of_a_role(account, invoke)
    tagged_by_arn(account, invoke)
    policy_in_parameter_store(account, invoke)
    policies_with_mistakes(account, invoke)
    told_to_people(account, invoke)


def new_role(account, invoke):
    """One call sets all missing tags of a new role."""
    role = account.role(fresh("tags"), "alice")
    before = len(account.writes())
    succeeded(invoke(FUNCTION, created(role)), "role created")
    got = account.role_tags(role["RoleName"])
    check(got == {"CostCenter": "100", "Owner": "alice"}, "the role has its tags", got)
    writes = account.writes()[before:]
    check(writes == ["TagRole"], "in one write", writes)


def profile_of_a_role(account, invoke):
    """It corrects the capitalization, copies missing tags from the role, and Team is inherited."""
    name = fresh("tags")
    account.role(name, Tags=pairs(CostCenter="250", Owner="carol", Team="core"))
    request = {"instanceProfileName": name}
    account.iam.create_instance_profile(InstanceProfileName=name, Tags=pairs(costcenter="260"))
    succeeded(invoke(FUNCTION, event("CreateInstanceProfile", request, "alice")), "wrong case")
    got = account.profile_tags(name)
    check(got == {"CostCenter": "260", "Owner": "alice"}, "the right key has the value", got)
    account.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    added = event("AddRoleToInstanceProfile", {**request, "roleName": name}, "alice")
    succeeded(invoke(FUNCTION, added), "role added")
    shown = account.aws("iam", "list-instance-profile-tags", "--instance-profile-name", name)
    got = tags(json.loads(shown)["Tags"])
    wanted = {"CostCenter": "260", "Owner": "alice", "Team": "core"}
    check(got == wanted, "the AWS CLI sees the inherited tag, too", got)
    before = len(account.writes())
    succeeded(invoke(FUNCTION, added), "the same event again")
    check(account.writes()[before:] == [], "it writes nothing")


def tagged_by_arn(account, invoke):
    """It corrects role and profile after one call by ARN changes or removes tags on both."""
    name = fresh("tags")
    right = pairs(CostCenter="250", Owner="carol")
    account.role(name, Tags=right)
    account.iam.create_instance_profile(InstanceProfileName=name, Tags=right)
    account.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    arns = [f"arn:aws:iam::{ACCOUNT}:{kind}/{name}" for kind in ("role", "instance-profile")]
    tagging = ("resourcegroupstaggingapi", "tag-resources", "--resource-arn-list")
    account.aws(*tagging, *arns, "--tags", "CostCenter=999", user="mallory")
    spoilt = by_arn(account, "TagResources", {"resourceARNList": arns, "tags": {"CostCenter": "999"}})
    succeeded(invoke(FUNCTION, spoilt), "tagged by ARN")
    for got in (account.role_tags(name), account.profile_tags(name)):
        check(got == {"CostCenter": "100", "Owner": "carol"}, "it has the default value", got)
    untagging = ("resourcegroupstaggingapi", "untag-resources", "--resource-arn-list")
    account.aws(*untagging, arns[1], "--tag-keys", "Owner", user="mallory")
    gone = by_arn(account, "UntagResources", {"resourceARNList": arns[1:], "tagKeys": ["Owner"]})
    succeeded(invoke(FUNCTION, gone), "untagged by ARN")
    got = account.profile_tags(name)
    check(got.get("Owner") == "carol", "it sets the removed tag from the role", got)


def policy_in_parameter_store(account, invoke):
    """It reads an authored policy from the parameter in ssm:NAME."""
    policy = {
        "tags": {
            "environment": {
                "tag_key": {"@@assign": "Environment"},
                "tag_value": {"@@assign": ["dev", "prod"]},
                "report_required_tag_for": {"@@assign": ["iam:role"]},
            }
        }
    }
    put = ("ssm", "put-parameter", "--name", PARAMETER, "--type", "String", "--value")
    account.aws(*put, json.dumps(policy))
    role = account.role(fresh("ssm"), "alice")
    before = len(account.calls("GetParameter"))
    result = invoke.once(
        FUNCTION, created(role), TagPolicy=f"ssm:{PARAMETER}", TagDefaults="Environment=dev"
    )
    succeeded(result, "policy in Parameter Store")
    got = account.role_tags(role["RoleName"])
    check(got == {"Environment": "dev"}, "the role has the tags of that policy", got)
    reads = account.calls("GetParameter")[before:]
    check(len(reads) == 1, "the parameter was read once for the start and the event", reads)


def policies_with_mistakes(account, invoke):
    """Wrong settings stop the function at start, and the error says where they are."""
    role = account.role(fresh("bad"), "alice")
    nowhere = invoke.once(FUNCTION, created(role), TagPolicy="ssm:/ci/nobody")
    told = nowhere.get("errorMessage", "")
    check("no parameter /ci/nobody" in told, "the error names the missing parameter", nowhere)
    policy = json.dumps({"tags": {"Owner": {"tag_key": 5}}})
    mistaken = invoke.once(FUNCTION, created(role), TagPolicy=policy)
    told = mistaken.get("errorMessage", "")
    check("tags.Owner.tag_key" in told, "the error contains the path of the mistake in the policy", mistaken)
    check(account.role_tags(role["RoleName"]) == {}, "neither tagged anything")


def told_to_people(account, invoke):
    """A finding goes to the topic and to the event bus if the parameters say so."""
    name = account.role(fresh("told"), "alice")["RoleName"]
    account.iam.tag_role(RoleName=name, Tags=pairs(CostCenter="999"))
    tagged = event("TagRole", {"roleName": name, "tags": [{"key": "CostCenter", "value": "999"}]})
    result = invoke.once(
        FUNCTION, tagged, TagDefaults="", FindingsTopic=TOPIC, FindingsEvents="true"
    )
    succeeded(result, "a value that is not allowed")
    told = [each for each in account.seen("notifications") if name in each["body"]]
    channels = sorted({each["channel"] for each in told})
    check(channels == ["events", "sns"], "the topic and the bus have the finding", told)


def by_arn(account, operation, request):
    """The event of mallory's call, as the sandbox recorded it."""
    calls = [
        line
        for line in account.timeline()
        if line["operation"] == operation and line["eventId"] and "user/mallory" in str(line["actor"])
    ]
    check(calls, f"the sandbox recorded {operation}")
    last = calls[-1]
    return event(operation, request, service="tagging", eventID=last["eventId"])


def pairs(**given):
    return [{"Key": key, "Value": value} for key, value in given.items()]
