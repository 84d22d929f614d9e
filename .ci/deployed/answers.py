"""Each function answers by its alias."""

import json

from checks import check
from template import ROOT, functions

REQUESTS = {
    "ProfileGuard": "invoke-show",
    "ProfileProvisioner": "invoke-show",
    "TagEnforcer": "invoke-show-role",
    "NodeRoleCheck": "invoke-show",
    "FailureAdvisor": "invoke-failures",
    "ProfileRotation": "invoke-list",
    "Canary": "invoke-send",
    "Backfill": "plan",
}


def play(account, stack):
    for role in ("web", "intruder", "eksNodeRole"):
        account.role(role)
    account.profile("prod-web", "web")
    check(set(REQUESTS) == set(functions()), "there is a request for each function", functions())
    for function, request in REQUESTS.items():
        stack.invoke(function, json.loads((ROOT / "events" / function / f"{request}.json").read_text()))
