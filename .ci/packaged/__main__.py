"""Runs the packaged functions on events, with the sandbox as their AWS, and checks the results.

    packaged SANDBOX_URL URL_AS_SEEN_BY_THE_FUNCTIONS sam
    packaged SANDBOX_URL URL_AS_SEEN_BY_THE_FUNCTIONS FOLDER_OF_THE_RUNTIME
    packaged --variables SANDBOX_URL FUNCTION

The sandbox's own functions are off, so only the packaged functions can make changes. The first form
runs containers with the SAM CLI. The second form needs no Docker: it runs the runtime interface
emulator, with the jars of the runtime interface client in that folder and the JDK in JAVA_HOME. The
third form prints the environment variables of a function, so that you can run it yourself.
"""

import json
import signal
import sys
import time

import backfill
import failure_advisor
import node_role_check
import profile_guard
import profile_provisioner
import profile_rotation
import tag_enforcer
from account import Account, check, checks
from events import summary, what_the_events_name
from runners import Emulator, SamLocal
from template import ROOT, environment, functions

SCENARIOS = (
    profile_guard,
    profile_provisioner,
    tag_enforcer,
    node_role_check,
    failure_advisor,
    profile_rotation,
    backfill,
)


def main(sandbox, seen_by_functions, how):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all started processes are stopped
    account = Account(sandbox)
    runner = SamLocal if how == "sam" else lambda *given: Emulator(*given, runtime=how)
    with runner(account, seen_by_functions) as invoke:
        what_the_events_name(account)
        for function in functions():
            every_event(invoke, function)
        for scenario in SCENARIOS:
            print(scenario.__doc__, flush=True)
            scenario.play(account, invoke)
    print(f"{checks()} checks of the packaged functions passed")


def every_event(invoke, function):
    """Each file in events/FUNCTION leads to a result without an error. The first file is run twice."""
    files = sorted((ROOT / "events" / function).glob("*.json"))
    check(files, f"events/{function} has {len(files)} events")
    for file, run, how in [(files[0], invoke.once, "started for it"), *((f, invoke, "") for f in files)]:
        began = time.monotonic()
        result = run(function, json.loads(file.read_text()))
        took = f"{time.monotonic() - began:.1f} s"
        told = "; ".join(filter(None, [took, how]))
        check("errorMessage" not in result, f"{file.name} ({told}): {summary(result)}", result)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--variables"] and len(sys.argv) == 4:
        for name, value in environment(sys.argv[3], Account(sys.argv[2]), sys.argv[2]).items():
            print(f"{name}={value}")
    elif len(sys.argv) == 4:
        main(*sys.argv[1:])
    else:
        raise SystemExit(__doc__)
