"""The pages of a deployed stack: ./guard plan --report after sweeps, and the demo's, in Chromium."""

import json
import os
import subprocess
import urllib.request

import account
from live import sandbox
from page import page

TRUST = json.dumps(account.TRUST)
SWEEPS = 3


def _guard(guard, url, *words):
    variables = {"AWS_ENDPOINT_URL": url, "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "alice", "AWS_SECRET_ACCESS_KEY": "any"}
    subprocess.run([*guard, *words], env=os.environ | variables, check=True, stdout=subprocess.DEVNULL, timeout=300)


def _advance(url, time):
    request = urllib.request.Request(f"{url}/_sandbox/clock?advance={time}", b"", method="POST")
    with urllib.request.urlopen(request, timeout=120) as answer:
        answer.read()


def plan(folder, guard):
    """Writes the page of a plan for an account that was swept a few times."""
    file = folder / "plan.html"
    with sandbox(guard) as stack:
        stack.call("CreateRole", RoleName="web", AssumeRolePolicyDocument=TRUST)
        stack.call("CreateRole", RoleName="batch", AssumeRolePolicyDocument=TRUST)
        stack.call("CreateRole", RoleName="AmazonEKSNodeRole", AssumeRolePolicyDocument=TRUST)
        stack.call("CreateInstanceProfile", InstanceProfileName="prod-web")
        stack.call("AddRoleToInstanceProfile", InstanceProfileName="prod-web", RoleName="web")
        for _ in range(SWEEPS):
            _advance(stack.url, "PT6H")
        _guard(guard, stack.url, "plan", "--report", str(file))
    return file


def check_plan(check, opened, file, folder):
    opened.open(file)
    check(opened.page.title() == "Profile Guard: Plan of account 123456789012", f"the title is {opened.page.title()}")
    chart = opened.page.get_by_role("figure")
    check("sweeps of the whole account" in chart.inner_text(), "the sweeps are a chart")
    chart.get_by_text("The numbers").click()
    check(chart.get_by_role("row").count() >= SWEEPS + 1, f"the chart has its numbers: {chart.get_by_role('row').count()} rows")
    faults = opened.violations()
    check(not faults, f"the page of a plan: {faults}")
    opened.search("role/batch")
    after = opened.cards.first.get_by_role("group", name="After")
    check("batch" in after.locator(".changed").inner_text(), "it shows the profile that a role would get")
    opened.search("role/AmazonEKSNodeRole")
    checks = opened.cards.first.locator(".checks li")
    check(checks.count() > 2 and "trust" in checks.first.inner_text(), f"a node role has a checklist of {checks.count()}")
    opened.cards.first.screenshot(path=folder / "node-role.png")
    opened.search("")
    opened.page.screenshot(path=folder / "plan.png")


def check_demo(check, opened, file, folder):
    opened.open(file)
    check("scenes" in opened.count, f"the demo has scenes: {opened.count}")
    opened.search("Somebody replaces the role of a guarded profile")
    card = opened.cards.first
    check("intruder" in card.get_by_role("group", name="Meanwhile").inner_text(), "a scene shows what somebody made of the profile")
    check("web" in card.get_by_role("group", name="In the end").locator(".changed").inner_text(), "and what it was in the end")
    faults = opened.violations()
    check(not faults, f"the page of the demo: {faults}")
    opened.page.screenshot(path=folder / "demo.png")


def check_deployed(check, chromium, folder, guard):
    planned = plan(folder, guard)
    played = folder / "demo.html"
    subprocess.run([*guard, "demo", "--chapter", "guard", "--report", str(played)], check=True, stdout=subprocess.DEVNULL, timeout=300)
    for scheme, file, use in (("light", planned, check_plan), ("dark", played, check_demo)):
        with page(chromium, scheme) as opened:
            use(check, opened, file, folder)
            check(not opened.faults, f"{file.name}: {opened.faults}")
