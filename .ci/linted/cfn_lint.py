"""cfn-lint in all regions to which a template may be deployed."""

import json
import subprocess
import sys
from pathlib import Path

from exceptions import Finding
from template import FILES, ROOT, raw


def findings():
    regions = allowed()
    print(f"  cfn-lint in {', '.join(regions)}", flush=True)
    got = subprocess.run(
        [Path(sys.executable).parent / "cfn-lint", "--format", "json", "--regions", *regions, "--template", *FILES, "organization/member.json"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if not got.stdout.strip():
        raise SystemExit(f"cfn-lint failed ({got.returncode}):\n{got.stderr}")
    return [
        Finding("cfn-lint", each["Rule"]["Id"], _place(each), each["Message"]) for each in json.loads(got.stdout)
    ]


def allowed():
    """The regions that the template's rule allows, in all partitions."""
    rule = raw("template.yaml")["Rules"]["RegionThatReceivesIamEvents"]
    return rule["Assertions"][0]["Assert"]["Fn::Contains"][0]


def _place(match):
    path = match["Location"].get("Path") or []
    place = ".".join(str(each) for each in path[:2])
    return f"{Path(match['Filename']).name}.{place or match['Location']['Start']['LineNumber']}"
