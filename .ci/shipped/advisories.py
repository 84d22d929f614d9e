"""Known vulnerabilities of the libraries that the functions ship.

No scanner's database can be reached from the machines that run this. So this list is kept by hand; see
docs/decisions/scanners.md. Whoever can reach one has a scanner read the SBOM.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Advisory:
    """All versions before `fixed` are affected."""

    ids: str
    group: str
    name: str
    fixed: str
    excuse: str = ""


# Since 2.21, Jackson refuses a name in JSON with half a surrogate pair. Events with such a name would be unreadable to the functions.
LATER = "Jackson 2.21 reads less than 2.20: taking it is a change of its own"

ADVISORIES = (
    Advisory("CVE-2021-44228 and later", "org.apache.logging.log4j", "log4j-core", "2.17.1"),
    Advisory("CVE-2025-68161", "org.apache.logging.log4j", "log4j-core", "2.25.3"),
    Advisory("CVE-2026-34477 to -34481", "org.apache.logging.log4j", "log4j-core", "2.25.4"),
    Advisory("CVE-2026-49844, GHSA-qv9r-c865-cp47", "org.apache.logging.log4j", "log4j-api", "2.25.5"),
    Advisory("GHSA-72hv-8253-57qq", "com.fasterxml.jackson.core", "jackson-core", "2.21.1", LATER),
    Advisory("CVE-2026-68498, GHSA-649p-m576-vr99", "com.fasterxml.jackson.core", "jackson-core", "2.21.6", LATER),
    Advisory("GHSA-5gvw-p9qm-jgwh and six more", "com.fasterxml.jackson.core", "jackson-databind", "2.21.7", LATER),
    Advisory("GHSA-j288-q9x7-2f5v", "org.apache.commons", "commons-lang3", "3.18.0"),
    Advisory(
        "CVE-2026-68498 in the copy of jackson-core",
        "software.amazon.awssdk",
        "third-party-jackson-core",
        "2.54.20",
        excuse="the SDK parses with it what AWS answers, and nothing that others sent",
    ),
)


def faults(components):
    shipped = {(each.group, each.name): each for each in components}
    excused = 0
    for advisory in ADVISORIES:
        component = shipped.get((advisory.group, advisory.name))
        affected = component is not None and _numbers(component.version) < _numbers(advisory.fixed)
        if affected and not advisory.excuse:
            yield f"{component.jar} is affected by {advisory.ids}: take {advisory.fixed} or newer"
        if advisory.excuse and not affected:
            yield f"{advisory.name} is not affected by {advisory.ids} any more: remove its excuse"
        excused += bool(affected and advisory.excuse)
    print(f"  {len(ADVISORIES)} known advisories, {excused} of them excused", flush=True)


def _numbers(version):
    return [int(part) for part in version.split(".") if part.isdigit()]
