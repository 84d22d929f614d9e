"""checkov, on what SAM makes of the templates: so it sees the roles too."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from exceptions import Finding
from template import FILES, expanded, plain


def findings(scanners):
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            Path(folder, file).with_suffix(".json").write_text(json.dumps(plain(expanded(file)), indent=1))
        got = subprocess.run(
            [
                *(Path(scanners, "bin", "checkov"), "--framework", "cloudformation", "--directory", folder),
                *("--skip-download", "--compact", "--quiet", "--output", "json"),
            ],
            env={**os.environ, "LOG_LEVEL": "ERROR"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
    if got.returncode not in (0, 1) or not got.stdout.strip():
        raise SystemExit(f"checkov failed ({got.returncode}):\n{got.stderr}")
    report = json.loads(got.stdout)
    summary = report["summary"]
    if summary["parsing_errors"] or summary["resource_count"] < 50:
        raise SystemExit(f"checkov could not read the templates: {summary}")
    print(f"  checkov: {summary['passed']} checks passed, {summary['failed']} failed", flush=True)
    return [
        Finding("checkov", each["check_id"], each["resource"], each["check_name"])
        for each in report["results"]["failed_checks"]
    ]
