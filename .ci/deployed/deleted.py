"""sam delete removes everything but what is kept on purpose."""

from checks import check
from template import retained

OURS = {("iam roles", name) for name in ("web", "intruder", "eksNodeRole", "fresh")} | {
    ("iam instance profiles", name) for name in ("prod-web", "fresh")
}


def play(account, stack):
    kept = {name for key, name in stack.names().items() if key in retained()}
    check(len(kept) == len(retained()) > 0, f"the template retains {', '.join(sorted(retained()))}")
    stack.delete()
    left = stack.inventory() - stack.before - OURS
    check({name for _, name in left} == kept, f"what stays is {', '.join(sorted(kept))}", sorted(left))
