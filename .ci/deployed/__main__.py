"""Deploys the output of `sam build` to an emulator of AWS, and checks what the deployed stack does.

    deployed FOLDER_OF_THE_EMULATOR

The folder is a virtual environment with ministack (.ci/emulator-requirements.txt). Docker runs the
functions, in the image public.ecr.aws/lambda/java:25-x86_64.
"""

import signal
import sys
import time

import answers
import created
import deleted
import observed
import organization
import permitted
import provisioned
import refused
import regional
import repaired
import swept
import updated
from account import Account
from checks import checks
from emulator import Emulator
from stack import Stack

SCENARIOS = (
    refused,
    created,
    answers,
    observed,
    permitted,
    updated,
    swept,
    repaired,
    provisioned,
    regional,
    deleted,
    organization,
)


def main(environment):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all started processes are stopped
    began = time.monotonic()
    with Emulator(environment) as emulator:
        account = Account(emulator.url)
        stack = Stack(account)
        for scenario in SCENARIOS:
            print(f"[{time.monotonic() - began:4.0f} s] {scenario.__doc__}", flush=True)
            scenario.play(account, stack)
    print(f"{checks()} checks of the deployed stack passed in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
