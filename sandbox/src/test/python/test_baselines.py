"""The whole story of docs/baselines.md: list, approve, diff, restore, export, edit, import and apply, as it is printed."""

import pytest

from sandbox import ROOT, Sandbox
from test_cli import AWS
from test_walkthrough import BLOCK, commands, matches, overrides, run

DOCUMENT = ROOT / "docs" / "baselines.md"

pytestmark = pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")


def test_every_command_says_what_the_page_says():
    start, *blocks = BLOCK.findall(DOCUMENT.read_text())
    steps = [step for block in blocks for step in commands(block)]
    with Sandbox.start(*overrides(start)) as sandbox:
        said = run([command for command, _ in steps], sandbox.url, seconds=420)

    assert len(said) == len(steps)
    wrong = [
        f"$ {command}\nshould say:\n{expected}\nsays:\n{actual}\n"
        for (command, expected), actual in zip(steps, said)
        if not matches(expected, actual)
    ]
    assert not wrong, "\n".join(wrong)
