"""The components that a CycloneDX file lists."""

import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / ".aws-sam" / "build"


@dataclass(frozen=True, order=True)
class Component:
    group: str
    name: str
    version: str
    licence: str

    @property
    def jar(self):
        """The name that `sam build` gives the jar."""
        return f"{self.group}.{self.name}-{self.version}.jar"


def components(file):
    found = json.loads(Path(file).read_text())["components"]
    return sorted(Component(each["group"], each["name"], each["version"], _licence(each)) for each in found)


def functions():
    """The folders of the built functions."""
    folders = sorted(each for each in BUILT.iterdir() if (each / "lib").is_dir())
    if not folders:
        raise SystemExit(f"{BUILT} has no functions: run sam build first")
    return folders


def _licence(component):
    """An SPDX identifier, several of them joined, or a name that is none."""
    told = component.get("licenses", [])
    ids = [each.get("expression") or each["license"].get("id") or each["license"].get("name") for each in told]
    return " OR ".join(sorted(filter(None, ids))) or "unknown"
