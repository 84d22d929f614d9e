"""What has to hold, said as it holds."""

import json
import time

_checks = 0


def check(holds, what, *shown):
    global _checks
    if not holds:
        told = "\n".join(each if isinstance(each, str) else json.dumps(each, default=str) for each in shown)
        raise SystemExit(f"  NOT SO: {what}\n{told}")
    _checks += 1
    print(f"  ok  {what}", flush=True)


def comes_true(what, probe, seconds=60):
    """Checks that the probe returns something true in time. Returns that."""
    deadline = time.monotonic() + seconds
    while not (got := probe()) and time.monotonic() < deadline:
        time.sleep(0.3)
    check(got, what, f"not within {seconds} s")
    return got


def checks():
    """The number of checks that passed so far."""
    return _checks
