"""An update moves the aliases of the functions that it changes, and the new settings are in force."""

from checks import check
from template import version

ENFORCE = {
    "GuardMode": "enforce",
    "GuardedProfiles": "prod-*",
    "TrustedPrincipals": "nobody",
    "ProvisionMode": "enforce",
    "ProvisionDelaySeconds": "2",
}
UNCHANGED = "FailureAdvisor"


def play(account, stack):
    negative_control()
    before, unchanged = stack.version("ProfileGuard"), stack.version(UNCHANGED)
    stack.deploy(**ENFORCE)
    after = stack.version("ProfileGuard")
    check(int(after) > int(before), f"the alias of ProfileGuard moves from {before} to {after}")
    check(stack.version(UNCHANGED) == unchanged, f"the alias of {UNCHANGED}, which has none of these settings, stays")
    mode = account.client("lambda").get_function_configuration(
        FunctionName=stack.names()["ProfileGuard"], Qualifier="live"
    )["Environment"]["Variables"]["GUARD_MODE"]
    check(mode == "enforce", f"GUARD_MODE of the alias is {mode}")


def negative_control():
    """SAM names a version by the text of its function. So it sees only parameters that have become values before."""
    observe = {"GuardMode": "observe"}
    seen = [version("ProfileGuard", each) for each in (observe, ENFORCE)]
    check(seen[0] != seen[1], f"SAM makes another version of ProfileGuard for another mode: {seen}")
    unseen = [version("ProfileGuard", each, as_documented=False) for each in (observe, ENFORCE)]
    check(unseen[0] == unseen[1], "and the same one if it sees references instead of values")
