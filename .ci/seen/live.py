"""The live page of ./guard sandbox in Chromium, as a person uses it."""

import json
import os
import queue
import re
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager

import account
from page import page
from playwright.sync_api import expect

PARAMETERS = ["GuardMode=enforce", "GuardedProfiles=prod-*", "TrustedPrincipals=arn:aws:iam::*:user/alice"]
START_SECONDS = 180
SEEN = """([selector, text]) => new Promise((done) => {
    const seen = () => [...document.querySelectorAll(selector)].some((each) => each.textContent.includes(text));
    const watch = () => (seen() ? done(Date.now()) : requestAnimationFrame(watch));
    watch();
})"""


class Sandbox:
    def __init__(self, url, process):
        self.url = url
        self.process = process

    def call(self, operation, user="alice", service="iam", version="2010-05-08", **form):
        body = urllib.parse.urlencode({"Action": operation, "Version": version, **form}).encode()
        key = f"AWS4-HMAC-SHA256 Credential={user}/20260101/us-east-1/{service}/aws4_request"
        request = urllib.request.Request(self.url + "/", body, {"Authorization": key})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()


@contextmanager
def sandbox(guard, *options):
    command = [*guard, "sandbox", "--port", "0", *options, "--parameter-overrides", *PARAMETERS]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        yield Sandbox(_url(process), process)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _url(process):
    lines = queue.Queue()
    threading.Thread(target=lambda: [lines.put(line) for line in process.stdout], daemon=True).start()
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        ready = re.match(r"ready (http://\S+)", lines.get(timeout=START_SECONDS))
        if ready:
            return ready.group(1)
    raise AssertionError("the sandbox was never ready")


class LivePage:
    """The parts of the page, by the names that a person sees."""

    def __init__(self, opened):
        self.page = opened.page
        self.pictures = opened.page.locator("#list")
        self.flows = opened.page.locator("#flows")
        self.findings = opened.page.locator("#findings")

    def picture(self, subject):
        return self.pictures.get_by_role("article", name=subject)

    def call(self, operation, caller, **fields):
        self.page.get_by_role("combobox", name="Caller").fill(caller)
        self.page.get_by_role("combobox", name="Call", exact=True).select_option(operation)
        for label, value in fields.items():
            self.page.locator("#fields").get_by_label(label.replace("_", " ")).fill(value)
        self.page.get_by_role("button", name="Make the call").click()

    def answer(self):
        return self.page.locator("#answers li").first


def play(check, opened, sandbox, folder, scheme):
    """From an empty account to a repair, its flow in the timeline, the clock and a fault."""
    opened.open(sandbox.url + "/")
    live = LivePage(opened)
    role, profile = f"web-{scheme}", f"prod-{scheme}"
    faults = opened.violations()
    check(not faults, f"live, {scheme}, empty: {faults}")
    opened.page.locator("#fields").get_by_label("Role").fill(role)
    opened.page.get_by_role("combobox", name="Call", exact=True).select_option("CreateInstanceProfile")
    opened.page.locator("#fields").get_by_label("Instance profile").fill(profile)
    opened.page.get_by_role("button", name="Set up an example").click()
    expect(live.answer()).to_contain_text(f"alice called AddRoleToInstanceProfile ({profile}, {role}): done")
    expect(live.picture(profile).get_by_role("group", name="Now")).to_contain_text(role)
    expect(live.findings.get_by_role("article", name=f"baseline-recorded on instance-profile/{profile}")).to_be_visible()
    check(opened.page.get_by_role("combobox", name="Call", exact=True).input_value() == "RemoveRoleFromInstanceProfile",
          f"{scheme}: the form is ready for the next call")
    check("aws iam remove-role-from-instance-profile" in opened.page.locator("#cli").inner_text(), f"{scheme}: the command is shown")

    live.call("TagRole", "alice", Role=role, Tag_key="Team", Tag_value=account.JAPANESE)
    expect(live.picture(profile).get_by_role("row", name="Team")).to_contain_text(account.JAPANESE)
    live.call("RemoveRoleFromInstanceProfile", "mallory", Instance_profile=profile, Role=role)
    expect(live.findings.get_by_role("article", name=f"role-reverted on instance-profile/{profile}")).to_be_visible()
    expect(live.picture(profile).get_by_role("group", name="Now")).to_contain_text(role)
    live.findings.get_by_role("article", name=f"role-reverted on instance-profile/{profile}").get_by_role("button").click()
    check(opened.page.get_by_role("combobox", name="Profile or role").input_value() == profile, f"{scheme}: the timeline is filtered")
    flow = live.flows.get_by_role("article", name="mallory called RemoveRoleFromInstanceProfile")
    expect(flow.get_by_role("cell", name="AddRole", exact=False).first).to_be_visible()
    text = flow.inner_text()
    for part in ("ProfileGuard", "delivered", "role-reverted", "AddRoleToInstanceProfile", profile):
        check(part in text, f"{scheme}: the flow shows {part}: {text}")
    opened.page.screenshot(path=folder / f"live-{scheme}-flow.png")
    opened.page.get_by_role("combobox", name="Profile or role").fill("nothing has this name")
    expect(opened.page.locator("#flow-count")).to_contain_text("Nothing happened")
    opened.page.get_by_role("combobox", name="Profile or role").fill("")
    opened.page.evaluate("scrollTo(0, 0)")
    opened.page.screenshot(path=folder / f"live-{scheme}-top.png")
    opened.page.screenshot(path=folder / f"live-{scheme}-whole.png", full_page=True)

    live.call("RunInstances", "alice", Instance_profile=profile)
    expect(live.picture(profile)).to_contain_text("us-east-1) gets role " + role)

    before = opened.page.locator("#time").inner_text()
    opened.page.get_by_role("combobox", name="Advance the clock by").select_option("P1D")
    opened.page.get_by_role("button", name="Advance", exact=True).click()
    expect(live.answer()).to_contain_text("Advance the clock by 1 day: done", timeout=30_000)
    expect(opened.page.locator("#time")).not_to_contain_text(before[:10])
    opened.page.get_by_text("More faults").click()
    opened.page.get_by_label("Calls that fail").fill("ListUsers:2")
    opened.page.get_by_role("button", name="Set the faults").click()
    expect(opened.page.locator("#in-force")).to_contain_text("ListUsers fails 2 more times")
    opened.page.get_by_role("button", name="Lose all events").click()
    expect(opened.page.locator("#in-force")).to_contain_text("100% of the events are lost")
    live.call("RemoveRoleFromInstanceProfile", "mallory", Instance_profile=profile, Role=role)
    expect(live.flows.locator("article").first).to_contain_text("lost")
    expect(live.picture(profile).get_by_role("group", name="Now")).to_contain_text("no role")
    opened.page.get_by_role("button", name="No faults").click()
    expect(opened.page.locator("#in-force")).to_contain_text("No faults are on")
    live.call("DeleteInstanceProfile", "mallory", Instance_profile="prod-none")
    expect(live.answer()).to_contain_text("NoSuchEntity: Instance Profile prod-none cannot be found.")
    faults = opened.violations()
    check(not faults, f"live, {scheme}: {faults}")
    opened.page.get_by_role("button", name="theme").click()
    faults = opened.violations()
    check(not faults, f"live, {scheme}, other theme: {faults}")
    figures(opened, lambda name: sandbox.call("CreateInstanceProfile", InstanceProfileName=name), "#list h3", scheme)
    # The browser logs an answer of the sandbox that is an error: DeleteInstanceProfile was refused.
    opened.faults = [fault for fault in opened.faults if "404 (Not Found)" not in fault]


def figures(opened, change, selector, what):
    """How long it takes from a call to its being seen on the page."""
    times = []
    for number in range(5):
        name = f"seen-{what.split()[0]}-{number}".replace(",", "")
        began = time.time() * 1000
        change(name)
        times.append(opened.page.evaluate(SEEN, [selector, name]) - began)
    print(f"  live page, {what}: a call is seen after {', '.join(f'{each:.0f}' for each in times)} ms", flush=True)


def by_keyboard(check, opened, sandbox):
    """A call is made, and its flow is filtered, without a mouse."""
    opened.open(sandbox.url + "/")
    press = opened.page.keyboard.press
    press("Tab")
    check(opened.page.evaluate("document.activeElement.textContent") == "Skip to the calls", "live: the first Tab skips the header")
    press("Enter")
    press("Tab")
    check(opened.page.evaluate("document.activeElement.id") == "caller", "live: the keyboard reaches the caller")
    press("Tab")
    opened.page.keyboard.type("CreateR")
    press("Tab")
    press("Control+A")
    opened.page.keyboard.type("by-keyboard")
    press("Enter")
    live = LivePage(opened)
    expect(live.answer()).to_contain_text("alice called CreateRole (by-keyboard): done")
    live.picture("role by-keyboard").get_by_role("button").focus()
    press("Enter")
    check(opened.page.evaluate("document.activeElement.id") == "timeline-title", "live: the focus follows to the timeline")
    expect(live.flows.get_by_role("article")).to_have_count(1)


def on_a_phone(check, opened, sandbox, folder):
    opened.page.set_viewport_size({"width": 390, "height": 1500})
    opened.open(sandbox.url + "/")
    expect(opened.page.locator("#flows article").first).to_be_attached()
    for part in ("html", "main", "#list article", "#flows article", "#call"):
        wide = opened.page.locator(part).first.evaluate("(part) => [part.scrollWidth, part.clientWidth]")
        check(wide[0] <= wide[1], f"live: a narrow {part} needs {wide[0]} of {wide[1]} pixels")
    opened.page.screenshot(path=folder / "live-narrow.png")
    opened.page.locator("#timeline-title").evaluate("(title) => title.scrollIntoView()")
    opened.page.screenshot(path=folder / "live-narrow-flow.png")


def hostile(check, opened, sandbox, folder):
    """IAM refuses markup in tags, so that the stream is changed on its way to the page."""
    markup = "</script><script>document.title='run'</script><img src=x onerror=alert(1)> \\u202e"
    sandbox.call("CreateRole", RoleName="hostile", AssumeRolePolicyDocument=json.dumps(account.TRUST),
                 **{"Tags.member.1.Key": "Owner", "Tags.member.1.Value": "placeholder"})

    def changed(route):
        with urllib.request.urlopen(sandbox.url + "/_sandbox/events", timeout=30) as stream:
            read = b""
            while b"event: status" not in read:
                read += stream.readline()
        written = json.dumps(markup.replace("\\u202e", "\u202e"))[1:-1].encode()
        route.fulfill(content_type="text/event-stream", body=read.replace(b"placeholder", written).replace(b"CreateRole", b"<b>CreateRole</b>") + stream_end())

    opened.page.route("**/_sandbox/events*", changed)
    opened.open(sandbox.url + "/")
    live = LivePage(opened)
    cell = live.picture("role hostile").get_by_role("row", name="Owner").locator("td").first
    check("<img src=x onerror=alert(1)>" in cell.inner_text(), f"live: markup is shown as text: {cell.inner_text()}")
    check(opened.page.locator("main img, main script, main b").count() == 0, "live: markup makes no element")
    check(opened.page.title().startswith("Profile Guard: sandbox"), "live: no script of a tag runs")
    live.picture("role hostile").screenshot(path=folder / "live-hostile.png")


def stream_end():
    return b'data: {"time":"2026-01-01T00:00:00Z","faults":{"lose":0,"double":0,"reorder":0,"throttle":0,"lag":"PT0S","fail":{},"ec2":{},"ec2lag":"PT0S"},"enforced":false}\n\n'


def gone(check, opened, guard):
    """The page says that the sandbox ended."""
    with sandbox(guard) as short:
        opened.open(short.url + "/")
        expect(opened.page.locator("#connection")).to_have_text("Connected.")
    expect(opened.page.locator("#connection")).to_contain_text("does not answer")
    opened.faults = [fault for fault in opened.faults if "ERR_CONNECTION_REFUSED" not in fault and "ERR_INCOMPLETE_CHUNKED" not in fault]


def large(check, opened, guard, folder, count):
    files = account.record(folder, count)
    with sandbox(guard, "--account", *files) as big:
        ready, painted = opened.open(big.url + "/")
        live = LivePage(opened)
        expect(opened.page.locator("#account-count")).to_contain_text(f"of {count + count // 5 + 1:,}", timeout=20_000)
        searching = opened.search(f"team-{count - 3:05d}")
        expect(live.pictures.get_by_role("article")).to_have_count(1)
        opened.search("")
        made = live.pictures.get_by_role("article").count()
        check(made < 200, f"live: {made} cards are made before they come into view")
        figures(opened, lambda name: big.call("TagRole", RoleName="team-00001", **{"Tags.member.1.Key": "Seen", "Tags.member.1.Value": name}),
                "#list td", f"{count:,} profiles")
        with urllib.request.urlopen(big.url + "/_sandbox/events", timeout=30) as stream:
            size = 0
            for line in stream:
                size += len(line)
                if line.startswith(b"event: status"):
                    break
    print(f"  live page, {count:,} profiles: first picture after {painted:.0f} ms, complete after {ready:.1f} s,"
          f" {size / 1e6:.1f} MB, searched in {searching:.2f} s", flush=True)


def accounts(check, opened, guard):
    """A call goes to the account that is shown, and faults belong to the administrator's."""
    with sandbox(guard, "--accounts", "2") as many:
        opened.open(many.url + "/")
        live = LivePage(opened)
        opened.page.get_by_role("combobox", name="Account").select_option("210000000002")
        expect(opened.page.locator("#account-number")).to_have_text("210000000002")
        expect(opened.page.get_by_role("button", name="Lose all events")).to_be_disabled()
        live.call("CreateRole", "alice", Role="of-a-member")
        expect(live.picture("role of-a-member")).to_be_visible()
        check("AWS_ACCESS_KEY_ID=alice@210000000002 " in opened.page.locator("#cli").inner_text(), "live: the command names the account")
        faults = opened.violations()
        check(not faults, f"live, accounts: {faults}")
        opened.page.get_by_role("combobox", name="Account").select_option("123456789012")
        expect(opened.page.locator("#account-number")).to_have_text("123456789012")
        expect(opened.page.get_by_role("button", name="Lose all events")).to_be_enabled()
        expect(live.picture("role of-a-member")).to_have_count(0)


def check_live(check, chromium, folder, guard, count):
    """All of the above; the page may ask only its own sandbox."""
    with sandbox(guard) as started:
        for scheme, use in (
            ("light", lambda opened: play(check, opened, started, folder, "light")),
            ("dark", lambda opened: play(check, opened, started, folder, "dark")),
            ("light", lambda opened: by_keyboard(check, opened, started)),
            ("dark", lambda opened: on_a_phone(check, opened, started, folder)),
            ("light", lambda opened: hostile(check, opened, started, folder)),
            ("light", lambda opened: accounts(check, opened, guard)),
            ("light", lambda opened: gone(check, opened, guard)),
            ("light", lambda opened: large(check, opened, guard, folder, count)),
        ):
            with page(chromium, scheme) as opened:
                use(opened)
                check(not opened.faults, f"live, {scheme}: {opened.faults}")
                check(len({urllib.parse.urlsplit(url).netloc for url in opened.requests}) == 1,
                      f"live, {scheme}: the page requests {opened.requests}")
