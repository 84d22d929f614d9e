"""Types what docs/sandbox.md says about `sam local`, as a newcomer does: starts the sandbox, and invokes each function.

    sam_local.py

Needs Docker, the output of `sam build`, and sam on the PATH. The sandbox listens on its usual port.
"""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = "## The packaged functions in containers"
START_SECONDS = 120
CALL_SECONDS = 180


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the sandbox is stopped
    commands = typed()
    start = [each for each in commands if each.startswith("./guard sandbox")]
    invocations = [each for each in commands if each.startswith("sam local invoke")]
    check(len(start) == 1, "one command starts the sandbox", commands)
    named = [each.split()[3] for each in invocations]
    check(sorted(named) == functions(), f"one command for each of {len(named)} functions", named)
    sandbox = subprocess.Popen(
        ["bash", "-c", f"exec {start[0]}"], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    try:
        ready(sandbox)
        for command in invocations:
            answered(command)
    finally:
        sandbox.terminate()
        sandbox.wait(timeout=30)
    refused(invocations[0], "./guard sandbox --sam-local", "the sandbox does not run")
    refused(f"{invocations[0]} --env-vars <(echo '{{}}')", "ENDPOINT_URL is empty", "no endpoint")


def typed():
    """The commands in the chapter, without comments."""
    chapter = (ROOT / "docs" / "sandbox.md").read_text().split(f"{CHAPTER}\n")[1].split("\n#")[0]
    lines = [line for block in chapter.split("```")[1::2] for line in block.splitlines()]
    return [line.split(" #")[0].strip() for line in lines if line.strip()]


def functions():
    template = yaml.safe_load((ROOT / ".aws-sam" / "build" / "template.yaml").read_text())
    resources = template["Resources"].items()
    return sorted(k for k, v in resources if v["Type"] == "AWS::Serverless::Function")


def ready(sandbox):
    deadline = time.monotonic() + START_SECONDS
    for line in sandbox.stdout:
        if line.startswith("ready "):
            return
        check(time.monotonic() < deadline, "the sandbox starts in time", line)
    raise SystemExit("the sandbox did not start: see its message above")


def answered(command):
    answer = invoked(command)
    check("errorMessage" not in answer and answer.get("decision", answer.get("mode")), command, answer)


def refused(command, wanted, why):
    answer = invoked(command)
    check(wanted in answer.get("errorMessage", ""), f"the error says what to do if {why}", answer)


def invoked(command):
    got = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=CALL_SECONDS,
    )
    lines = [line for line in got.stdout.splitlines() if line.strip()]
    if got.returncode != 0 or not lines:
        raise SystemExit(f"NOT SO: {command} prints an answer ({got.returncode})\n{got.stderr}")
    return json.loads(lines[-1])


def check(holds, what, *shown):
    if not holds:
        raise SystemExit("\n".join([f"NOT SO: {what}", *map(str, shown)]))
    print(f"  ok  {what}", flush=True)


if __name__ == "__main__":
    main()
