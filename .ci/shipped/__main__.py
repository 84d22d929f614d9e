"""Checks what the functions ship, after `sam build`: sizes, jars, licences, known vulnerabilities, and that a build gives the same bytes again.

    shipped SBOM             checks
    shipped --write SBOM     writes the file THIRD-PARTY

SBOM is the CycloneDX file of functions/. JAVA_HOME must be a JDK 25.
"""

import sys

import advisories
import licences
import reproducible
import sizes
from bom import components


def main(sbom):
    found = components(sbom)
    wrong = [
        *sizes.faults(found),
        *licences.faults(found),
        *advisories.faults(found),
        *reproducible.faults(),
    ]
    for each in wrong:
        print(f"  NOT SO: {each}")
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"] and len(sys.argv) == 3:
        licences.write(components(sys.argv[2]))
    elif len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        raise SystemExit(__doc__)
