"""organization.yaml is deployed, keeps the latest status of an account, and its template for accounts works without SAM's transform."""

import json
import subprocess
import sys
from pathlib import Path

from checks import check, comes_true
from samtranslator.yaml_helper import yaml_parse
from template import ROOT, understood

NAME = "profile-guard-organization"
MEMBER = "StackSet-profile-guard-organization-members-0123456789ab"
ORGANIZATION = {"OrganizationId": "o-a1b2c3d4e5", "Units": "ou-a1b2-c3d4e5f6"}


def play(account, stack):
    got = stack.sam_deploy(stack.scratch(_central(), "organization.yaml"), NAME, **ORGANIZATION)
    check(got.returncode == 0, "sam deploy of organization.yaml, without accounts", got.stdout[-3000:], got.stderr[-3000:])
    outputs = _outputs(account, NAME)
    check("Members" not in outputs, "before the upload, no account gets a stack")
    _keeps_the_latest_status(account, outputs)
    published = _published(account, outputs["Artifacts"])
    settings = {
        "CodeBucket": outputs["Artifacts"],
        "CodeKey": published["CodeKey"],
        "FindingsBus": outputs["FindingsBus"],
        "OrganizationSweeper": _arn_of_role(account, "SweepAllRole"),
        "RolePath": "/profile-guard/",
        "RoleNamePrefix": "profile-guard-",
        "CanaryMinutes": "off",
        "SweepMode": "plan",
    }
    _the_template_of_accounts_needs_no_macro(account, outputs["Artifacts"], published, settings)
    account.client("cloudformation").delete_stack(StackName=MEMBER)


def _central():
    """Without StackSets and the bus's policy, which ministack 1.5.33 does not know."""
    return understood(yaml_parse((ROOT / "organization.yaml").read_text()))


def _arn_of_role(account, logical_id):
    asked = {"StackName": NAME, "LogicalResourceId": logical_id}
    found = account.client("cloudformation").describe_stack_resource(**asked)["StackResourceDetail"]
    return account.iam.get_role(RoleName=found["PhysicalResourceId"])["Role"]["Arn"]


def _keeps_the_latest_status(account, outputs):
    _report(account, outputs["FindingsBus"], version="0.1.0")
    table = outputs["StatusTable"]
    comes_true("the status is stored", lambda: _stored(account, table) == {"account": "999999999999", "version": "0.1.0"})
    claimed = _item(account, table, "999999999999")
    check(claimed is None, "under the account that sent it, not the one that it names")


def _published(account, bucket):
    """The parameters that organization/publish prints."""
    got = subprocess.run(
        [sys.executable, ROOT / "organization" / "publish", bucket],
        env={**account.variables(), "PATH": f"{Path(sys.executable).parent}:{account.variables()['PATH']}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    check(got.returncode == 0, f"organization/publish prints {got.stdout.strip()}", got.stderr)
    return dict(each.split("=", 1) for each in got.stdout.split())


def _the_template_of_accounts_needs_no_macro(account, bucket, published, settings):
    """As a StackSet creates it in an account: by the address of the template, and without CAPABILITY_AUTO_EXPAND."""
    formation, files = account.client("cloudformation"), account.client("s3")
    uploaded = files.get_object(Bucket=bucket, Key=published["MemberTemplate"])["Body"].read()
    check(b'"Transform"' not in uploaded, f"the template of accounts has no macro, and {len(uploaded)} bytes")
    files.put_object(Bucket=bucket, Key="understood.json", Body=json.dumps(understood(json.loads(uploaded))))
    asked = {
        "StackName": MEMBER,
        "TemplateURL": f"{account.url}/{bucket}/understood.json",
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
    }
    formation.create_stack(**asked, Parameters=_given(settings, Revision="1"))
    comes_true("the stack of an account is created", lambda: _status(formation) == "CREATE_COMPLETE", 300)
    before = _live(account, formation)
    formation.update_stack(**asked, Parameters=_given(settings, Revision="2", GuardedProfiles="prod-*"))
    comes_true("and updated", lambda: _status(formation) == "UPDATE_COMPLETE", 300)
    after = _live(account, formation)
    check(after[1] == "prod-*", f"with another Revision, the alias has the new settings: {before}, {after}")


def _given(settings, **more):
    return [{"ParameterKey": k, "ParameterValue": v} for k, v in {**settings, **more}.items()]


def _status(formation):
    [found] = formation.describe_stacks(StackName=MEMBER)["Stacks"]
    if "ROLLBACK" in found["StackStatus"] or "FAILED" in found["StackStatus"]:
        raise SystemExit(f"  NOT SO: the stack of an account: {found.get('StackStatusReason', found['StackStatus'])}")
    return found["StackStatus"]


def _live(account, formation):
    """The version of ProfileGuard's alias, and one of its settings."""
    asked = {"StackName": MEMBER, "LogicalResourceId": "ProfileGuard"}
    name = formation.describe_stack_resource(**asked)["StackResourceDetail"]["PhysicalResourceId"]
    found = account.client("lambda").get_function_configuration(FunctionName=name, Qualifier="live")
    return found["Version"], found["Environment"]["Variables"]["GUARDED_PROFILES"]


def _report(account, bus, **detail):
    entry = {
        "EventBusName": bus,
        "Source": "profile-guard",
        "DetailType": "Profile Guard: status",
        "Detail": json.dumps({"account": "999999999999", **detail}),
    }
    answer = account.client("events").put_events(Entries=[entry])
    check(not answer["FailedEntryCount"], "the bus takes a status", answer)


def _stored(account, table):
    item = _item(account, table, "123456789012")
    return item and json.loads(item["status"]["S"])


def _item(account, table, of):
    return account.client("dynamodb").get_item(TableName=table, Key={"account": {"S": of}}).get("Item")


def _outputs(account, name):
    [found] = account.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    return {each["OutputKey"]: each["OutputValue"] for each in found["Outputs"]}
