"""organization.yaml, member.json and template.yaml fit together."""

import importlib.util
from importlib.machinery import SourceFileLoader

from exceptions import Finding
from template import ROOT, raw

# A StackSet has no template that SAM transforms at the deployment
OF_MEMBERS_ONLY = {"CodeBucket", "CodeKey", "Revision"}
# The centre decides otherwise than one account: nothing by hand, and roles whose ARNs it knows
OTHER_DEFAULTS = {"ManualRequests", "RolePath", "RoleNamePrefix", "KmsKey"}
# `aws cloudformation deploy` takes a larger template from a bucket only, and there is none before the first deployment:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
WITHOUT_A_BUCKET = 51_200


def findings():
    member, central = _member(), raw("organization.yaml")
    own = raw("template.yaml")["Parameters"]
    given = central["Resources"]["Members"]["Properties"]["Parameters"]
    print(f"  organization.yaml gives {len(given)} parameters to the stacks of accounts", flush=True)
    yield from _stale(member)
    size = (ROOT / "organization.yaml").stat().st_size
    if size > WITHOUT_A_BUCKET:
        yield Finding("organization", "TooLarge", "organization.yaml", f"{size} bytes, {WITHOUT_A_BUCKET} can be deployed without a bucket")
    for each in given:
        name = each["ParameterKey"]
        if name not in member["Parameters"]:
            yield Finding("organization", "NoSuchParameter", "AWS::CloudFormation::StackSet.Members", name)
        if name in central["Parameters"] and name not in OF_MEMBERS_ONLY:
            yield from _differences(name, central["Parameters"][name], own[name])
    regional = raw("regional.yaml")["Parameters"]
    for each in central["Resources"]["Forwarders"]["Properties"]["Parameters"]:
        if each["ParameterKey"] not in regional:
            yield Finding("organization", "NoSuchParameter", "AWS::CloudFormation::StackSet.Forwarders", each["ParameterKey"])


def _differences(name, central, own):
    """What the centre allows must be what the accounts take."""
    for key in ("Default", "AllowedValues", "MaxLength"):
        if key == "Default" and name in OTHER_DEFAULTS:
            continue
        if key == "MaxLength" and central.get(key, 0) <= own.get(key, 0):
            continue
        if central.get(key) != own.get(key):
            text = f"{key} is {central.get(key)} and {own.get(key)} in template.yaml"
            yield Finding("organization", "OtherParameter", f"Parameters.{name}", text)


def _stale(member):
    if "Transform" in member:
        yield Finding("organization", "Macro", "member.json", "StackSets with service-managed permissions refuse macros")
    expand = _expand()
    if expand.lines(member) != expand.TARGET.read_text():
        yield Finding("organization", "Stale", "member.json", "template.yaml makes another: run organization/expand")


def _member():
    return _expand().expanded(raw("template.yaml"))


def _expand():
    loader = SourceFileLoader("expand", str(ROOT / "organization" / "expand"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("expand", loader))
    loader.exec_module(module)
    return module
