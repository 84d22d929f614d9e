"""A hand-written function that puts a swapped role back, as a yardstick for ProfileGuard. It proves nobody's trust, keeps no
history, asks EC2 nothing and reports to the log only: the least that does the job. bench/run starts it with the variables of a
sandbox."""

import json
import os
import sys
from functools import cache

from events import handle_all


@cache
def clients():
    import boto3

    return boto3.client("iam"), boto3.client("dynamodb")


def handle(event):
    """Puts the recorded role back, if the profile has another one."""
    iam, dynamo = clients()
    name = event["detail"]["requestParameters"]["instanceProfileName"]
    table = os.environ["BASELINE_TABLE"]
    item = dynamo.get_item(TableName=table, Key={"profile": {"S": name}}, ConsistentRead=True)["Item"]
    recorded = item["baseline"]["M"]["roleName"]["S"]
    roles = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Roles"]
    held = roles[0]["RoleName"] if roles else None
    if held == recorded:
        sys.exit(f"{name} has {held}: there is nothing to put back")
    if held:
        iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=held)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=recorded)
    dynamo.put_item(TableName=table, Item={**item, "profile": {"S": "bench#" + name}})
    print(json.dumps({"level": "INFO", "decision": "revert", "profile": name, "role": recorded}), file=sys.stderr)


handle_all(handle)
