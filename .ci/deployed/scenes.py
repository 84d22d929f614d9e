"""What scenarios share: events of the repository, and what the functions said."""

import json

from template import ROOT, with_name

MALLORY_SWAPS = "ProfileGuard/role-added"


def delivered(account, file, **names):
    """Delivers the event in events/FILE.json, with other names in it."""
    text = (ROOT / "events" / f"{file}.json").read_text()
    account.deliver(json.loads(with_name(text, **names)))


def findings(account, stack, function, kind):
    """The findings of a kind in the log group of a function."""
    asked = {"FunctionName": stack.names()[function]}
    group = account.client("lambda").get_function_configuration(**asked)["LoggingConfig"]["LogGroup"]
    events = account.all("logs", "filter_log_events", "events", logGroupName=group)
    lines = [json.loads(each["message"]) for each in events if each["message"].startswith("{")]
    return [line["finding"] for line in lines if line.get("finding", {}).get("kind") == kind]
