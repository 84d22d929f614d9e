"""Prints what a run of mutation tests found: a line for each class, then each mutant that survived.

Usage: python3 .ci/mutants.py functions/target/pit-reports/mutations.xml
"""

import collections
import sys
import xml.etree.ElementTree

KILLED = {"KILLED", "TIMED_OUT", "MEMORY_ERROR", "RUN_ERROR", "NON_VIABLE"}


def main():
    mutants = xml.etree.ElementTree.parse(sys.argv[1]).getroot()
    classes = collections.defaultdict(list)
    for mutant in mutants:
        classes[mutant.findtext("mutatedClass").split("$")[0]].append(mutant)
    print(f"{'class':<60} {'mutants':>7} {'killed':>6} {'survived':>8} {'untested':>8}")
    for name, found in sorted(classes.items()):
        print(row(name.removeprefix("dev.profileguard."), found))
    print(row("total", list(mutants)))
    for name, found in sorted(classes.items()):
        for mutant in found:
            if mutant.get("status") not in KILLED:
                print(survivor(name, mutant))


def row(name, found):
    killed = sum(mutant.get("status") in KILLED for mutant in found)
    untested = sum(mutant.get("status") == "NO_COVERAGE" for mutant in found)
    survived = len(found) - killed - untested
    percent = f"{100 * killed // len(found)} %"
    return f"{name:<60} {len(found):>7} {percent:>6} {survived:>8} {untested:>8}"


def survivor(name, mutant):
    line = mutant.findtext("lineNumber")
    method = mutant.findtext("mutatedMethod")
    what = mutant.findtext("description")
    untested = ", which no test runs" if mutant.get("status") == "NO_COVERAGE" else ""
    return f"{name.removeprefix('dev.profileguard.')}:{line} {method}: {what}{untested}"


main()
