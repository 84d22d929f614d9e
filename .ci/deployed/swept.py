"""The state machine sweeps the account."""

import json

from checks import check, comes_true


def play(account, stack):
    machines = account.client("stepfunctions")
    machine = next(iter(stack.names("AWS::StepFunctions::StateMachine").values()))
    started = machines.start_execution(stateMachineArn=machine, input=json.dumps({"mode": "sweep"}))

    def ended():
        found = machines.describe_execution(executionArn=started["executionArn"])
        return found if found["status"] != "RUNNING" else None

    end = comes_true("the execution ends", ended, 120)
    check(end["status"] == "SUCCEEDED", f"it {end['status'].lower()}", end)
    bucket = stack.names()["ReportsBucket"]
    reports = account.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])
    check(reports, f"{len(reports)} reports are in the bucket")
