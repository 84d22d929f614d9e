"""Makes the pictures of the README: the demo in a terminal, and the page of a rehearsal.

    pictures FOLDER

Plays the demo and rehearses an account to make them. DemoTest says when the picture of the demo has to be made again.
"""

import os
import pathlib
import re
import subprocess
import sys

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".ci" / "seen"))

import account  # noqa: E402
from page import browser, page  # noqa: E402

GUARD = [os.environ.get("GUARD_BIN", str(ROOT / "guard"))]
SCENES = 13
WIDTH = 132


def played():
    """The first scenes of a demo with its table, as lines with colours."""
    demo = subprocess.run([*GUARD, "demo"], cwd=ROOT, env=os.environ | {"CLICOLOR_FORCE": "1"}, check=True,
                          capture_output=True, text=True, timeout=300)
    lines = demo.stdout.splitlines()
    first = next(place for place, line in enumerate(lines) if "ProfileGuard: " in line)
    table = next(place for place, line in enumerate(lines) if "EXPECTATIONS" in line)
    end = lines.index("", table)
    return ["$ ./guard demo", *lines[first : first + SCENES], "           ...", "", *lines[table:end], "", lines[-1]]


def terminal(lines):
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w", encoding="utf-8"))
    for line in lines:
        console.print(Text.from_ansi(line), soft_wrap=True)
    picture = console.export_svg(title="Profile Guard", theme=MONOKAI)
    # The fonts of rich come from the network. Without them the reader's own one is taken.
    return re.sub(r"\s*@font-face \{.*?\}", "", picture, flags=re.DOTALL)


def rehearsed(folder):
    file = folder / "report.html"
    subprocess.run(
        [*GUARD, "rehearse", "--account", *account.record(folder, 12), "--parameter-overrides",
         "InheritedTags=Owner,CostCenter", "GuardedProfiles=*", "TagMode=enforce", "ProvisionDelaySeconds=0", "--report", str(file)],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=300,
    )
    with browser() as chromium, page(chromium, "light") as opened:
        opened.open(file)
        opened.search(account.DRIFTED)
        opened.page.set_viewport_size({"width": 1100, "height": 1150})
        return opened.page.screenshot()


def main(folder):
    (folder / "demo.svg").write_text(terminal(played()), encoding="utf-8")
    scratch = folder / ".scratch"
    scratch.mkdir(exist_ok=True)
    try:
        (folder / "report.png").write_bytes(rehearsed(scratch))
    finally:
        for file in scratch.iterdir():
            file.unlink()
        scratch.rmdir()
    print(f"{folder / 'demo.svg'} and {folder / 'report.png'} are made")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve())
