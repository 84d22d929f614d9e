"""The tag application=profile-guard on everything that can have tags, by CloudFormation's own schemas."""

import json

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from exceptions import Finding
from template import FILES, REGION, expanded

TAG = {"application": "profile-guard"}


def findings():
    """The resources of the templates without the tag, those that SAM makes too."""
    found = []
    tagged = 0
    for file in FILES:
        resources = expanded(file, DeploymentPreference="Linear10PercentEvery1Minute")["Resources"]
        for logical_id, resource in resources.items():
            if not _can_have_tags(resource["Type"]):
                continue
            tags = resource.get("Properties", {}).get("Tags", [])
            if TAG.items() <= _by_key(tags).items():
                tagged += 1
            else:
                found.append(Finding("tags", "NoTag", f"{resource['Type']}.{logical_id}", json.dumps(tags)))
    print(f"  tags: {tagged} resources have them", flush=True)
    return found


def _by_key(tags):
    """Most resources have a list of keys and values, some a map."""
    return tags if isinstance(tags, dict) else {each["Key"]: each["Value"] for each in tags}


def _can_have_tags(kind):
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, kind).schema
    return "Tags" in schema["properties"] and "/properties/Tags" not in schema.get("readOnlyProperties", [])
