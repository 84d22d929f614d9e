"""The events in events/: what they name, and what functions answer to them."""

import json

from account import TRUST


def what_the_events_name(account):
    for role in ("web", "web-v2", "intruder", "eksNodeRole", "workers", "app"):
        account.iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
    policy = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
    account.iam.attach_role_policy(RoleName="eksNodeRole", PolicyArn=policy)
    account.iam.create_instance_profile(InstanceProfileName="prod-web")
    account.iam.add_role_to_instance_profile(InstanceProfileName="prod-web", RoleName="web")


def summary(result):
    if "batchItemFailures" in result:
        return f"{len(result['batchItemFailures'])} messages come again"
    if "total" in result:
        return f"{result['mode']}: {json.dumps(result['total'])}, faults: {result['faults']}"
    actions = [f"{each['action']} {each['outcome']}" for each in result.get("actions", [])]
    return " | ".join([f"{result.get('decision')}: {result.get('why')}", *actions])
