"""The output of `sam build`, as far as the emulator understands it."""

import hashlib
import json
import os
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import yaml
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / ".aws-sam" / "build" / "template.yaml"
EXTENSIONS = "AWS::LanguageExtensions"
SAM = "AWS::Serverless-2016-10-31"


# ministack 1.5.33 refuses a template with one of these. Nothing depends on them
UNKNOWN = {"AWS::Logs::QueryDefinition", "AWS::Events::EventBusPolicy", "AWS::CloudFormation::StackSet"}


def source():
    """The built template, without what the emulator does not know."""
    return understood(yaml_parse(BUILT.read_text()))


def understood(template):
    """A template without what the emulator does not know."""
    known = {name: each for name, each in template["Resources"].items() if each["Type"] not in UNKNOWN}
    for each in known.values():
        if "Metrics" in each.get("Properties", {}):
            _on_one_metric(each["Properties"])
        depends = each.get("DependsOn", [])
        if isinstance(depends, list):
            each["DependsOn"] = [name for name in depends if name in known]
    return _named({**template, "Resources": known, "Conditions": _without_splits(template["Conditions"])})


def _without_splits(conditions):
    """ministack 1.5.33 evaluates no Fn::Split in a condition: such a condition does not hold here."""
    never = {"Fn::Equals": ["a", "b"]}
    return {name: never if "Fn::Split" in json.dumps(each) else each for name, each in conditions.items()}


def _named(template):
    """ministack 1.5.33 gives the ARN of an instance profile for a Ref, where AWS gives the name: the profile gets a name here."""
    resources = template["Resources"]
    names = {name: f"named-{name}" for name, each in resources.items() if each["Type"] == "AWS::IAM::InstanceProfile"}
    for name, given in names.items():
        resources[name]["Properties"]["InstanceProfileName"] = given
    return {**template, **{each: _with_values(template[each], names) for each in ("Globals", "Resources") if each in template}}


def _on_one_metric(alarm):
    """ministack 1.5.33 has no alarms with metric math: the alarm becomes one on the first of its metrics."""
    first = next(each["MetricStat"] for each in alarm.pop("Metrics") if "MetricStat" in each)
    alarm.update(first["Metric"], Period=first["Period"], Statistic=first["Stat"])


def built():
    """The built template, with the emulator's gaps filled."""
    template = source()
    for resource in template["Resources"].values():
        local = resource.get("Properties", {})
        for key in ("CodeUri", "DefinitionUri"):
            if isinstance(local.get(key), str):
                local[key] = str((BUILT.parent / local[key]).resolve())
    return template


def zipped(template, folder):
    """The template with one archive, in this folder, for all functions whose code is the same. SAM would make one for each."""
    for name in functions():
        code = Path(template["Resources"][name]["Properties"]["CodeUri"])
        files = sorted(each for each in code.rglob("*") if each.is_file())
        texts = [f"{each.relative_to(code)} {_digest(each)}" for each in files]
        archive = folder / f"{hashlib.sha256(repr(texts).encode()).hexdigest()}.zip"
        if not archive.exists():
            with zipfile.ZipFile(archive, "w") as target:
                for each in files:
                    target.write(each, each.relative_to(code))
        template["Resources"][name]["Properties"]["CodeUri"] = str(archive)
    return template


def _digest(file):
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def functions():
    """The logical IDs of all functions."""
    resources = source()["Resources"]
    return [name for name, each in resources.items() if each["Type"] == "AWS::Serverless::Function"]


def unconditional():
    """The logical IDs of the resources that every stack has."""
    resources = source()["Resources"]
    return {name for name, each in resources.items() if "Condition" not in each}


def retained():
    """The logical IDs of what a deletion leaves."""
    resources = source()["Resources"]
    return {name for name, each in resources.items() if each.get("DeletionPolicy") == "Retain"}


def resolved(template, parameters):
    """References to parameters become their values, as AWS::LanguageExtensions documents. ministack 1.5.33 leaves them to
    CloudFormation, so SAM sees no change in a function whose parameters change.
    """
    if EXTENSIONS not in template["Transform"]:
        return template
    values = {name: each.get("Default", "") for name, each in template["Parameters"].items()} | parameters
    sections = {name: _with_values(template[name], values) for name in ("Globals", "Resources")}
    return {**template, **sections}


def version(function, parameters, as_documented=True):
    """The logical ID of the version that SAM publishes of a function."""
    template = built()
    for resource in template["Resources"].values():
        for key in ("CodeUri", "DefinitionUri"):
            if key in resource.get("Properties", {}):
                resource["Properties"][key] = "s3://bucket/key"
    shown = resolved(template, parameters) if as_documented else template
    os.environ["AWS_DEFAULT_REGION"] = "us-east-1"  # SAM asks for it
    made = transform({**shown, "Transform": SAM}, {}, SimpleNamespace(load=lambda: {}))["Resources"]
    [found] = [
        name
        for name, each in made.items()
        if each["Type"] == "AWS::Lambda::Version" and each["Properties"]["FunctionName"] == {"Ref": function}
    ]
    return found


def _with_values(node, values):
    if isinstance(node, dict):
        if list(node) == ["Ref"] and node["Ref"] in values:
            return str(values[node["Ref"]])
        return {key: _with_values(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_with_values(each, values) for each in node]
    return node


def written(template, file):
    """The file, with the template in it."""
    file.write_text(yaml.safe_dump(json.loads(json.dumps(template)), sort_keys=False))
    return file


def with_name(text, **names):
    """The text of an event with other names in it."""
    for old, new in names.items():
        text = re.sub(rf'"{re.escape(old)}"', json.dumps(new), text)
    return text
