"""Opens the page of ./guard rehearse --report, and that of ./guard sandbox, in Chromium and uses them as a person does.

    seen FOLDER

Writes the pages and pictures of them to the folder. Fails if the browser reports an error, if a page requests anything, or
if axe-core finds something that keeps people out. GUARD_BIN names another launcher than ./guard.
"""

import json
import os
import pathlib
import subprocess
import sys

import account
import deployed
import live
from page import browser, page
from playwright.sync_api import expect

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUARD = [os.environ.get("GUARD_BIN", str(ROOT / "guard"))]
PARAMETERS = ["InheritedTags=Owner,CostCenter", "GuardedProfiles=*", "TagMode=enforce", "ProvisionDelaySeconds=0"]
MOST_BYTES = 5_000_000
LARGE = 10_000


class Checks:
    def __init__(self):
        self.passed = 0
        self.failed = []

    def __call__(self, holds, what):
        self.passed += bool(holds)
        if not holds:
            self.failed.append(what)
            print(f"  NOT SO: {what}", flush=True)


def rehearse(folder, count):
    """Writes the page of an account with this many roles and profiles."""
    file = folder / f"report-{count}.html"
    files = account.record(folder, count)
    subprocess.run(
        [*GUARD, "rehearse", "--account", *files, "--parameter-overrides", *PARAMETERS, "--report", str(file)],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=550,
    )
    return file


def use(check, opened, file, folder, scheme):
    """From opening the page to the command that mends one profile."""
    opened.open(file)
    check("of" in opened.count, f"{scheme}: the number of profiles is shown: {opened.count}")
    faults = opened.violations()
    check(not faults, f"{scheme}: {faults}")
    opened.page.screenshot(path=folder / f"{scheme}-top.png")
    opened.search(f"{account.DRIFTED} inherited-tag-differs")
    check(opened.cards.count() == 1, f"{scheme}: the search finds one profile: {opened.count}")
    card = opened.cards.first
    tags = card.locator("tr", has_text="Owner").locator("td").all_inner_texts()
    check(tags[:2] == [account.JAPANESE, "nobody"], f"{scheme}: it shows the tags side by side: {tags}")
    check(card.locator("td.after").all_inner_texts() == ["3"], f"{scheme}: it shows the tag that would be set")
    card.get_by_role("button", name="Copy the command").first.click()
    expect(opened.page.locator("#announcement")).to_have_text("Command copied")
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    check(copied.startswith(f"aws iam tag-instance-profile --instance-profile-name {account.DRIFTED} ")
          and account.JAPANESE in copied, f"{scheme}: the command is in the clipboard: {copied}")
    check(not opened.page.locator("#more").is_visible(), f"{scheme}: there is no more to show")
    card.screenshot(path=folder / f"{scheme}-profile.png")
    opened.search("role/team-00012")
    after = opened.cards.first.get_by_role("group", name="After")
    check("team-00012" in after.locator(".changed").inner_text(), f"{scheme}: it shows the profile that a role would get")
    opened.cards.first.screenshot(path=folder / f"{scheme}-role.png")
    opened.search("nothing has this name")
    check("Nothing matches" in opened.count, f"{scheme}: it says that nothing matches")
    opened.search("")
    opened.page.get_by_role("button", name="theme").click()
    faults = opened.violations()
    check(not faults, f"{scheme}, other theme: {faults}")


def on_a_phone(check, opened, file, folder):
    """Nothing is wider than the screen."""
    opened.page.set_viewport_size({"width": 390, "height": 1500})
    opened.open(file)
    for part in ("html", "#functions", "article"):
        wide = opened.page.locator(part).first.evaluate("(part) => [part.scrollWidth, part.clientWidth]")
        check(wide[0] <= wide[1], f"a narrow {part} needs {wide[0]} of {wide[1]} pixels")
    opened.page.screenshot(path=folder / "narrow.png")


def by_keyboard(check, opened, file):
    """Tab leads to the list, to the theme, to the search and to the filters."""
    opened.open(file)
    reached = []
    for _ in range(7):
        opened.page.keyboard.press("Tab")
        reached.append(opened.page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    check(opened.page.locator("#skip").text_content() == "Skip to the profiles and roles", "the first link names the list")
    check(reached == ["skip", "theme", "query", "severity", "function", "order", "changing"],
          f"the keyboard reaches {reached}")


def hostile(check, opened, file, folder):
    """IAM refuses markup in tags, so it is put into the data of a page, as the page's writer escapes it."""
    markup = "</script><script>document.title='run'</script><img src=x onerror=alert(1)> \u202e$& {{data}}"
    written = json.dumps(markup).replace("<", "\\u003c")
    text = file.read_text()
    changed = folder / "hostile.html"
    changed.write_text(text.replace('"nobody"', written))
    opened.open(changed)
    opened.search("team-00005 onerror")
    card = opened.cards.first
    tags = card.locator("tr", has_text="Owner").locator("td").all_inner_texts()
    check(tags[:2] == [account.HEBREW, markup], f"markup and Hebrew are shown as text: {tags}")
    check(opened.page.locator("main img, main script").count() == 0, "markup makes no element")
    check(opened.page.title() == f"Profile Guard: Rehearsal of account {account.ACCOUNT}", "no script of a tag runs")
    card.screenshot(path=folder / "hostile.png")


def large(check, opened, file):
    size = file.stat().st_size
    ready, painted = opened.open(file)
    searching = opened.search("team-09997")
    check(size < MOST_BYTES, f"{file.name} has {size} bytes")
    check("team-09997" in opened.cards.first.inner_text(), f"a search finds the last: {opened.count}")
    opened.search("")
    check(opened.cards.count() < 200, f"{opened.cards.count()} cards are made before they come into view")
    made = opened.cards.count()
    opened.page.locator("#more").scroll_into_view_if_needed()
    expect(opened.cards.nth(made)).to_be_attached()
    print(f"  {LARGE} profiles: {size / 1e6:.1f} MB, first picture after {painted:.0f} ms, complete after {ready:.1f} s,"
          f" searched in {searching:.2f} s", flush=True)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    check = Checks()
    small, big, empty = (rehearse(folder, count) for count in (12, LARGE, 0))
    with browser() as chromium:
        print(f"  Chromium {chromium.version}", flush=True)
        for scheme, play in (
            ("light", lambda opened: use(check, opened, small, folder, "light")),
            ("dark", lambda opened: use(check, opened, small, folder, "dark")),
            ("light", lambda opened: by_keyboard(check, opened, small)),
            ("dark", lambda opened: on_a_phone(check, opened, small, folder)),
            ("light", lambda opened: hostile(check, opened, small, folder)),
            ("light", lambda opened: large(check, opened, big)),
            ("dark", lambda opened: nothing(check, opened, empty)),
        ):
            with page(chromium, scheme) as opened:
                play(opened)
                check(not opened.faults, f"{scheme}: {opened.faults}")
                check(all(url.startswith("file:") for url in opened.requests) and len(opened.requests) == 1,
                      f"{scheme}: the page requests {opened.requests}")
        deployed.check_deployed(check, chromium, folder, GUARD)
        live.check_live(check, chromium, folder, GUARD, LARGE)
    if check.failed:
        raise SystemExit(1)
    print(f"{check.passed} checks of the pages passed; pictures in {folder}")


def nothing(check, opened, file):
    opened.open(file)
    check(opened.count == "Nothing would change, and there are no findings.", f"an empty account: {opened.count}")
    faults = opened.violations()
    check(not faults, f"an empty account: {faults}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve())
