"""A new role gets its profile through the queue with the delay."""

from checks import check, comes_true
from scenes import delivered


def play(account, stack):
    role_id = account.role("fresh")
    check(account.role_in("fresh") is None, "the role has no profile")
    delivered(account, "ProfileProvisioner/role-created", web="fresh", AROASAMPLE00000000100=role_id)
    comes_true("rule -> queue -> function: it has one", lambda: account.role_in("fresh") == "fresh")
