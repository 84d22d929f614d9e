"""regional.yaml forwards refused calls of another region, and refuses the region of the stack."""

import json

from checks import check
from template import ROOT

NAME = "profile-guard-regional"
ELSEWHERE = "eu-west-1"


def play(account, stack):
    home = stack.sam_deploy(ROOT / "regional.yaml", NAME)
    told = home.stdout + home.stderr
    check(home.returncode != 0 and "receives the events of its own region already" in told, "its own region: refused", told)
    got = stack.sam_deploy(ROOT / "regional.yaml", NAME, region=ELSEWHERE)
    check(got.returncode == 0, f"sam deploy --region {ELSEWHERE}", got.stdout[-3000:], got.stderr[-3000:])
    forwards(account)
    account.client("cloudformation", ELSEWHERE).delete_stack(StackName=NAME)
    left = account.all("events", "list_rules", "Rules", ELSEWHERE)
    check(not left, "its deletion leaves no rule", left)


def forwards(account):
    """The rule is there, takes reads too, and its target is the bus of the home region. The emulator forwards nothing."""
    events = account.client("events", ELSEWHERE)
    [rule] = events.list_rules()["Rules"]
    check(rule["State"] == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", "its rule takes reads", rule)
    [target] = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    check(target["Arn"].startswith("arn:aws:events:us-east-1:"), f"its target is {target['Arn']}", target)
    role = target["RoleArn"].split("/")[-1]
    account.iam.get_role(RoleName=role)
    file = ROOT / "events" / "FailureAdvisor" / "launch-refused.json"
    event = {**json.loads(file.read_text()), "region": ELSEWHERE}
    asked = {"EventPattern": rule["EventPattern"], "Event": json.dumps(event)}
    check(events.test_event_pattern(**asked)["Result"], "it matches a refused launch")
    event["source"] = "aws.iam"
    asked["Event"] = json.dumps(event)
    check(not events.test_event_pattern(**asked)["Result"], "it does not match a call of IAM")
