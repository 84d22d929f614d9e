"""The same sources give the same bytes, in another folder, time zone and language."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from bom import ROOT, functions

SURROUNDINGS = (
    ("a", {"TZ": "UTC", "LC_ALL": "C.UTF-8"}),
    ("another/folder", {"TZ": "Asia/Tokyo", "LC_ALL": "C"}),
)


def faults():
    with tempfile.TemporaryDirectory() as scratch:
        builds = [_built(Path(scratch, folder), variables) for folder, variables in SURROUNDINGS]
        jars = [_digest(jar) for _, jar in builds]
        classes = [_digests(folder) for folder, _ in builds]
    if len(set(jars)) != 1:
        yield f"two builds made different jars: {jars}"
    shipped = {name: digest for name, digest in _digests(functions()[0]).items() if not name.startswith("lib/")}
    for other in classes:
        different = sorted(name for name in shipped.keys() | other.keys() if shipped.get(name) != other.get(name))
        if different:
            yield f"sam build and mvn package made different files, such as {different[:3]}"
    print(f"  built twice more: {len(shipped)} files, jar {jars[0][:16]}", flush=True)


def _built(folder, variables):
    """The classes and the jar of a build that knows nothing but functions/, as that of SAM."""
    shutil.copytree(ROOT / "functions", folder, ignore=shutil.ignore_patterns("target"))
    got = subprocess.run(
        ["mvn", "--batch-mode", "--no-transfer-progress", "--quiet", "package"],
        cwd=folder,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if got.returncode != 0:
        raise SystemExit(f"mvn package failed:\n{got.stdout[-3000:]}")
    [jar] = (folder / "target").glob("*.jar")
    return folder / "target" / "classes", jar


def _digests(folder):
    files = (each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): _digest(each) for each in files}


def _digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()
