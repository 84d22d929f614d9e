"""Builds the container image of the functions and starts it as Lambda does, with the sandbox as its AWS: with its AOT cache, and with what spoils it.

    imaged SANDBOX_URL URL_AS_SEEN_BY_THE_FUNCTIONS

Needs Docker, the image public.ecr.aws/lambda/java:25-x86_64, the output of `sam build`, and JAVA_HOME. It asserts what
functions answer and whether the cache was used. It prints times, and asserts none.
"""

import json
import signal
import sys
import tempfile
from pathlib import Path

import misfits
from image import ROOT, Image, build
from packaged import Account, check, checks, functions, summary, what_the_events_name

# Java makes some classes at run time, and keeps none of its flight recorder's events. A sweep loads what no event needs.
MOST_OTHERS = {"Backfill": 1_500}
OTHERS = 500
UNUSED = "Profile Guard starts without its AOT cache: "


def main(sandbox, seen_by_functions):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that containers are removed
    account = Account(sandbox)
    what_the_events_name(account)
    with tempfile.TemporaryDirectory() as scratch:
        image = Image(build(Path(scratch)), account, seen_by_functions)
        for function in functions():
            uses_the_cache(image, function)
        times(image)
        misfits.play(image, Path(scratch), answers_without)
    print(f"{checks()} checks of the container image passed")


def uses_the_cache(image, function):
    """The first event of a new container is answered, and few classes come from elsewhere than the cache."""
    started = image.first(function, event(function), options="-Xlog:class+load:stdout")
    check("errorMessage" not in started.result, f"{function}: {summary(started.result)}", started.result)
    check(UNUSED not in started.log, f"{function} starts with the cache", started.log[-2000:])
    sources = [line.rpartition(" source: ")[2] for line in started.log.splitlines() if " source: " in line]
    others = sum(not each.startswith("shared objects file") for each in sources)
    limit = MOST_OTHERS.get(function, OTHERS)
    check(0 < others < limit < len(sources), f"{function} loads {others} classes from elsewhere, and {len(sources) - others} from it")


def times(image):
    """For people: the machine is shared."""
    for what, variables in (("with the cache", {}), ("without", {"AWS_LAMBDA_EXEC_WRAPPER": ""})):
        started = image.first("ProfileGuard", event("ProfileGuard"), **variables)
        print(f"      a new container {what}: {started.seconds:.2f} s, of it CPU {started.cpu:.2f} s", flush=True)


def answers_without(image, what, reason, **how):
    """A container that cannot use the cache answers all the same, and one line says why."""
    started = image.first("ProfileGuard", event("ProfileGuard"), **how)
    check("errorMessage" not in started.result, f"{what}: {summary(started.result)}", started.result, started.log[-2000:])
    told = [line.partition(UNUSED)[2] for line in started.log.splitlines() if UNUSED in line]
    if reason.startswith("[error][aot]"):
        check(not told and "[aot]" in started.log, "  Java says why", started.log[-2000:])
    else:
        check(len(told) == 1 and reason in told[0], f"  one line says: {reason}", told, started.log[-2000:])


def event(function):
    return json.loads(sorted((ROOT / "events" / function).glob("*.json"))[0].read_text())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
