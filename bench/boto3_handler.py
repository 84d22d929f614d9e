"""A hand-written function that puts a swapped role back, as a yardstick for ProfileGuard. It proves nobody's trust, keeps no
history, asks EC2 nothing and reports to the log only: the least that does the job. bench/run starts it with the variables of a
sandbox. It prints what its first and its later events cost, in milliseconds."""

import json
import os
import resource
import sys
import time

BEGAN = time.perf_counter()
PROFILE = "prod-web-0"


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000


def clients():
    import boto3

    return boto3.client("iam"), boto3.client("dynamodb")


def handle(event, iam, dynamo, table):
    """Puts the recorded role back, if the profile has another one."""
    name = event["detail"]["requestParameters"]["instanceProfileName"]
    item = dynamo.get_item(TableName=table, Key={"profile": {"S": name}}, ConsistentRead=True)["Item"]
    recorded = item["baseline"]["M"]["roleName"]["S"]
    roles = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Roles"]
    held = roles[0]["RoleName"] if roles else None
    if held == recorded:
        return "no-drift"
    if held:
        iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=held)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=recorded)
    dynamo.put_item(TableName=table, Item={**item, "profile": {"S": "bench#" + name}})
    print(json.dumps({"level": "INFO", "decision": "revert", "profile": name, "role": recorded}), file=sys.stderr)
    return "revert"


def swap(iam):
    iam.remove_role_from_instance_profile(InstanceProfileName=PROFILE, RoleName="web")
    iam.add_role_to_instance_profile(InstanceProfileName=PROFILE, RoleName="other")


def main():
    table = os.environ["BASELINE_TABLE"]
    event = json.dumps({"detail": {"eventName": "AddRoleToInstanceProfile", "requestParameters": {"instanceProfileName": PROFILE}}})
    iam, dynamo = clients()
    created, created_cpu = (time.perf_counter() - BEGAN) * 1000, cpu()
    walls, cpus = [], []
    for _ in range(1 + int(sys.argv[1])):
        swap(iam)
        before, began = cpu(), time.perf_counter()
        if handle(json.loads(event), iam, dynamo, table) != "revert":
            sys.exit("nothing was reverted")
        walls.append((time.perf_counter() - began) * 1000)
        cpus.append(cpu() - before)
    later = cpus[len(cpus) // 2 :]
    figures = {
        "created": created,
        "createdCpu": created_cpu,
        "first": walls[0],
        "firstCpu": cpus[0],
        "second": walls[1],
        "steadyCpu": sum(later) / len(later),
    }
    for name, value in figures.items():
        print("figure", name, value)


main()
