"""Every command of the walkthrough says what the document says that it says.

It has two pages, docs/walkthrough.md and docs/walkthrough-plans.md. In them a `console` block holds commands after `$ `
(continued after `> `) and what they print, error messages included. `...` stands for any text within a line, and on a
line of its own for any lines. The first block starts the sandbox; the others are run by one shell against a fresh one.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import GUARD, ROOT, Sandbox
from test_cli import AWS

PAGES = [ROOT / "docs" / page for page in ("walkthrough.md", "walkthrough-plans.md")]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "@@ next command @@"

pytestmark = pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")


def test_every_command_says_what_the_document_says():
    start, *blocks = BLOCK.findall("\n".join(page.read_text() for page in PAGES))
    steps = [step for block in blocks for step in commands(block)]
    with Sandbox.start(*overrides(start)) as sandbox:
        said = run([command for command, _ in steps], sandbox.url)

    assert len(steps) > 10
    assert len(said) == len(steps)
    wrong = [
        f"$ {command}\nshould say:\n{expected}\nsays:\n{actual}\n"
        for (command, expected), actual in zip(steps, said)
        if not matches(expected, actual)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_line_that_differs_is_noticed():
    assert matches("a ... c\n...\nz", "a b c\n1\n2\nz")
    assert not matches("a ... c", "a b d")
    assert not matches("", "unexpected")


def commands(block):
    """The commands of a block, each with what it prints."""
    steps = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append([line[2:], []])
        elif line.startswith("> ") and not steps[-1][1]:
            steps[-1][0] += "\n" + line[2:]
        else:
            steps[-1][1].append(line)
    return [(command, "\n".join(lines).strip()) for command, lines in steps]


def overrides(start):
    """The parameters that the document starts the sandbox with."""
    (command, _), *others = commands(start)
    assert command.startswith("./guard sandbox") and not others, command
    words = command.replace("\\\n", " ").split("--parameter-overrides")[1].split()
    return [word.strip("'") for word in words]


def run(steps, url, seconds=240):
    """What each command prints, in one shell."""
    script = "".join(f"{command}\necho '{MARK}'\n" for command in steps)
    environment = {
        "PATH": f"{Path(AWS).parent}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": "/nonexistent",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_PAGER": "",
    }
    # the document talks to the usual port, from the repository's folder
    script = script.replace("http://127.0.0.1:4500", url).replace("./guard ", GUARD + " ")
    shell = subprocess.run(
        ["bash"],
        input=script,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
    )
    return [part.strip() for part in shell.stdout.split(MARK)][:-1]


def matches(expected, actual):
    pattern = "\n".join(
        r"(?:.*\n)*?.*" if line.strip() == "..." else ".*".join(
            re.escape(piece) for piece in line.split("...")
        )
        for line in expected.splitlines()
    )
    return re.fullmatch(pattern, actual) is not None
