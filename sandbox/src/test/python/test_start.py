"""./guard starts from Java's cache once it is there, and prints the same with it as without it."""

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from sandbox import GUARD, ROOT, Sandbox

CACHES = ROOT / "sandbox" / "target" / "aot"
TRAINING_SECONDS = 240


def cache():
    """The published cache; None: there is none yet."""
    for name in CACHES.glob("*"):
        if name.is_file():
            return Path(name.read_text(), "cache")
    return None


@pytest.fixture(scope="module")
def trained():
    """The cache that the first run has made."""
    guard("--version")
    deadline = time.monotonic() + TRAINING_SECONDS
    while time.monotonic() < deadline:
        found = cache()
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"no cache after {TRAINING_SECONDS} s: {sorted(CACHES.glob('*'))}")


def guard(*arguments, **variables):
    """Status, output and errors of a command, without the IDs that IAM makes up."""
    done = subprocess.run(
        [GUARD, *arguments], cwd=ROOT, env={**os.environ, **variables},
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )
    return done.returncode, re.sub(r"\bA(IPA|ROA)\w{17}\b", "ID", done.stdout), done.stderr


def maps(sandbox):
    return Path(f"/proc/{sandbox._process.pid}/maps").read_text()


def test_the_sandbox_runs_from_the_cache(trained):
    with Sandbox.start() as sandbox:
        assert str(trained) in maps(sandbox)


@pytest.mark.parametrize(
    "command",
    [
        ("--help",),
        ("replay", "events/ProfileGuard", "events/FailureAdvisor"),
        ("replay", "nowhere.json"),
        ("demo", "--list"),
    ],
)
def test_the_cache_changes_nothing_that_is_printed(trained, command):
    assert guard(*command) == guard(*command, GUARD_AOT="off")


def test_a_cache_that_java_does_not_take_is_not_mentioned(trained):
    with_it = guard("--version")
    whole = trained.rename(trained.with_name("whole"))  # running sandboxes keep theirs
    try:
        for broken in (b"no cache", whole.read_bytes()[: whole.stat().st_size // 2]):
            trained.write_bytes(broken)
            assert guard("--version") == with_it
            trained.unlink()
    finally:
        whole.replace(trained)
