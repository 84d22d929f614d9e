"""In enforce, a swap is repaired by rule, alias and function."""

from checks import check, comes_true
from scenes import MALLORY_SWAPS, delivered


def play(account, stack):
    if account.role_in("prod-web") != "web":
        account.swap("prod-web", account.role_in("prod-web"), "web")
    stack.invoke("ProfileGuard", {"adopt": {"profile": "prod-web"}})
    account.swap("prod-web", "web", "intruder")
    check(account.role_in("prod-web") == "intruder", "the profile has another role")
    delivered(account, MALLORY_SWAPS)
    comes_true("it has its own role again", lambda: account.role_in("prod-web") == "web")
