"""Checks the templates with linters: cfn-lint in every region that they allow, checkov and parliament. Runs their state machines.

    linted FOLDER_OF_THE_SCANNERS

The folder is a virtual environment with checkov and parliament (.ci/scanner-requirements.txt). What they
may find is in exceptions.yaml, each with its reason. An exception that nothing needs fails too.
"""

import sys

import checkov_scan
import cfn_lint
import deployments
import image
import machines
import names
import organization
import sizes
import statements
import tags
from exceptions import Exceptions


def main(scanners):
    excused = Exceptions.read()
    found = [
        *names.findings(),
        *organization.findings(),
        *image.findings(),
        *machines.findings(),
        *deployments.findings(),
        *tags.findings(),
        *sizes.findings(),
        *cfn_lint.findings(),
        *checkov_scan.findings(scanners),
        *statements.findings(scanners),
    ]
    wrong = [each for each in found if not excused.covers(each)] + excused.unused()
    for each in wrong:
        print(f"  NOT SO: {each}")
    if wrong:
        raise SystemExit(1)
    print(f"{len(found)} findings of linters, each with its exception")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
