"""In observe, a swap is reported by rule, alias and function, and left alone."""

from checks import check, comes_true
from scenes import MALLORY_SWAPS, delivered, findings


def play(account, stack):
    account.listen_to_tests(name.split("|")[-1] for name in stack.names("AWS::Events::Rule").values())
    stack.invoke("ProfileGuard", {"adopt": {"profile": "prod-web"}})
    account.swap("prod-web", "web", "intruder")
    delivered(account, MALLORY_SWAPS)
    found = comes_true(
        "there is a finding in the function's log group",
        lambda: findings(account, stack, "ProfileGuard", "role-reverted"),
    )
    check("mallory" in found[0]["actor"], "it names who did it", found)
    check(account.role_in("prod-web") == "intruder", "the profile is as it was swapped")
