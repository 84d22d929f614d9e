"""Backfill: plans and applies changes without events, attributes drift, and writes reports."""

import json
import time

from account import check
from profile_guard import populated

FUNCTION = "Backfill"
LETTERS = "profile-guard-TagEnforcerFailures"


def play(account, invoke):
    planned_then_applied(account, invoke)
    lost_event(account, invoke)
    dead_letters(account, invoke)
    misunderstood(invoke)


def planned_then_applied(account, invoke):
    """A plan writes nothing. Applying it makes the changes. After that, nothing is left to do."""
    profile, good, evil = recorded(account, invoke)
    lone = account.role(f"{profile}-lone", "alice")["RoleName"]
    time.sleep(2)  # ProvisionDelaySeconds is 1
    swap(account, profile, good, evil)
    asked = {"mode": "plan", "rules": ["guard", "provision", "tags"], "names": [f"{profile}*"]}
    before = len(account.writes())
    plan = swept(invoke, asked, "a plan")
    check(account.writes()[before:] == [], "the plan wrote nothing", plan)
    told = "\n".join(plan["lines"])
    for wanted in (f"add role {good} to {profile}", f"create instance profile /{lone}", f"tag {lone} with"):
        check(wanted in told, f"it says that it would {wanted}", plan)
    check("user/mallory" in told, "it names the principal that CloudTrail shows", plan)
    apply = swept(invoke, {"mode": "apply", "plan": plan["plan"]}, "the plan is applied")
    check(account.roles_in(profile) == [good], "the recorded role is in the profile again", apply)
    check(account.roles_in(lone) == [lone], "the role has its profile", apply)
    found = (account.role_tags(lone), account.profile_tags(lone))
    check(all(each["CostCenter"] == "100" for each in found), "both have their tags", found)
    reported(account, plan)
    reported(account, apply)
    before = len(account.writes())
    again = swept(invoke, asked, "another plan")
    check(not planned(again), "has nothing left to do", again)
    swept(invoke, {"mode": "apply", "plan": again["plan"]}, "it is applied")
    check(account.writes()[before:] == [], "and writes nothing")


def lost_event(account, invoke):
    """The sweep finds mallory's change without an event, reverts it and reports it."""
    profile, good, evil = recorded(account, invoke)
    swap(account, profile, good, evil)
    sweep = swept(invoke, {"mode": "sweep", "rules": ["guard"], "names": [profile]}, "a sweep")
    check(account.roles_in(profile) == [good], "the change without an event is reverted", sweep)
    found = [line for line in sweep["lines"] if "role-reverted" in line]
    check(any("user/mallory" in line for line in found), "and mallory is named", sweep)


def dead_letters(account, invoke):
    """The sweep reports what keeps events from arriving, here a dead letter, until it is removed."""
    plan = {"mode": "plan", "rules": ["guard"], "names": ["prod-none"]}
    healthy = swept(invoke, plan, "trail, rules and queues are looked at")
    check(healthy["faults"] == [], "there are no faults", healthy)
    sqs = account.client("sqs")
    url = sqs.get_queue_url(QueueName=LETTERS)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    faults = swept(invoke, plan, "a queue with a dead letter")["faults"]
    check(len(faults) == 1 and f"Queue {LETTERS} holds about 1 dead" in faults[0], "it reports the dead letter", faults)
    account.take(LETTERS)
    empty = swept(invoke, plan, "once it is empty")
    check(empty["faults"] == [], "it reports no fault", empty)


def misunderstood(invoke):
    """An invalid request leads to an error that lists the valid requests."""
    result = invoke(FUNCTION, {"mode": "destroy"})
    check("plan" in result.get("errorMessage", ""), "the error lists the valid requests", result)


def recorded(account, invoke):
    """A guarded profile with its role that a sweep has recorded, and a role to swap in."""
    profile, good, evil = populated(account.iam)
    for role in (good, evil):  # the role outside the profile must not get a profile of its own
        account.iam.tag_role(RoleName=role, Tags=[{"Key": "profile-guard:provision", "Value": "off"}])
    swept(invoke, {"mode": "sweep", "rules": ["guard"], "names": [profile]}, "a first look")
    return profile, good, evil


def swap(account, profile, good, evil):
    """Mallory changes the role, and no event is delivered."""
    mallory = account.client("iam", "mallory")
    mallory.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=good)
    mallory.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=evil)


def swept(invoke, request, what):
    """The last response, with the lines and reports of all. The state machine continues the same way."""
    lines, reports, cursor = [], [], None
    while True:
        answer = invoke(FUNCTION, {**request, "cursor": cursor} if cursor else request)
        check("errorMessage" not in answer, f"{what}: part {answer.get('part')}", answer)
        lines += answer["lines"]
        reports.append(answer["report"])
        cursor = answer["cursor"]
        if cursor is None:
            return {**answer, "lines": lines, "reports": reports}


def reported(account, answer):
    """The stack's bucket contains the same lines, one JSON object for each subject."""
    s3 = account.client("s3")
    objects = []
    for report in answer["reports"]:
        bucket, key = report.removeprefix("s3://").split("/", 1)
        body = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
        objects += [json.loads(line) for line in body.splitlines()]
    count = sum(sum(each.values()) for each in answer["total"].values())
    check(len(objects) == count, f"{count} lines are in the bucket", objects)
    mentioned = [each["subject"] for each in objects if each["actions"]]
    shown = account.aws("s3", "cp", answer["reports"][-1], "-")
    check(mentioned and all(json.loads(line) for line in shown.splitlines()), "the AWS CLI reads them")


def planned(answer):
    return [line for line in answer["lines"] if "would-do" in line]
