"""The findings that are meant to be, with their reasons."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("exceptions.yaml")


@dataclass(frozen=True)
class Finding:
    """What a tool says about a resource of a template. The resource is TYPE.LOGICAL_ID."""

    tool: str
    check: str
    resource: str
    text: str

    def __str__(self):
        return f"{self.tool} {self.check}, {self.resource}: {self.text}"


@dataclass
class Exceptions:
    """Each names a check, the resources (TYPE.LOGICAL_ID, or TYPE for all of them), and why."""

    listed: list
    _used: set = field(default_factory=set)

    @staticmethod
    def read():
        return Exceptions(yaml.safe_load(FILE.read_text()))

    def covers(self, finding):
        covering = [
            (number, resource)
            for number, each in enumerate(self.listed)
            for resource in each["resources"]
            if each["tool"] == finding.tool
            and each["check"] == finding.check
            and resource in (finding.resource, finding.resource.split(".")[0])
        ]
        self._used.update(covering)
        return bool(covering)

    def unused(self):
        """Exceptions that cover nothing, and those without a reason."""
        return [
            f"the exception {each['check']} for {resource} in {FILE.name} covers nothing: remove it"
            for number, each in enumerate(self.listed)
            for resource in each["resources"]
            if (number, resource) not in self._used
        ] + [f"the exception {each['check']} has no reason" for each in self.listed if not each.get("reason")]
