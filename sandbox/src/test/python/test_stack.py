"""The stack and the executions of its state machine, as boto3 and the AWS CLI see them."""

import json
import re
import time

import pytest
from botocore.exceptions import ClientError

from sandbox import Sandbox, client, refused

FUNCTION = "profile-guard-%s:live"
LOOP = "arn:aws:states:us-east-1:123456789012:stateMachine:profile-guard-SweepLoop"


@pytest.fixture(scope="module")
def quiet():
    """A sandbox without scheduled sweeps, so that it has no executions of its own."""
    with Sandbox.start("SweepMode=off", "GuardedProfiles=prod-*") as started:
        yield started


@pytest.fixture
def stacks(quiet):
    return client(quiet.url, "cloudformation")


@pytest.fixture
def states(quiet):
    return client(quiet.url, "stepfunctions")


def test_describes_the_stack(stacks):
    [stack] = stacks.describe_stacks(StackName="profile-guard")["Stacks"]

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert re.fullmatch(
        "arn:aws:cloudformation:us-east-1:123456789012:stack/profile-guard/[0-9a-f-]{36}",
        stack["StackId"],
    )
    parameters = {each["ParameterKey"]: each["ParameterValue"] for each in stack["Parameters"]}
    assert parameters["GuardedProfiles"] == "prod-*"
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}
    assert outputs["ProfileGuardFunction"] == FUNCTION % "ProfileGuard"
    assert outputs["SweepLoop"] == LOOP
    assert outputs["ReportsBucket"] == "profile-guard-reportsbucket"
    assert stacks.describe_stacks(StackName=stack["StackId"])["Stacks"] == [stack]
    assert stacks.describe_stacks()["Stacks"] == [stack]
    [summary] = stacks.list_stacks(StackStatusFilter=["CREATE_COMPLETE"])["StackSummaries"]
    assert summary["StackId"] == stack["StackId"]


def test_refuses_a_stack_that_is_not_there(stacks, quiet):
    with pytest.raises(ClientError) as refused:
        stacks.describe_stacks(StackName="other")

    assert refused.value.response["Error"]["Code"] == "ValidationError"
    assert refused.value.response["Error"]["Message"] == "Stack with id other does not exist"
    elsewhere = client(quiet.url, "cloudformation", region="eu-west-1")
    assert elsewhere.describe_stacks()["Stacks"] == []


def test_every_function_of_the_outputs_can_be_invoked(stacks, quiet):
    [stack] = stacks.describe_stacks()["Stacks"]
    functions = [
        each["OutputValue"] for each in stack["Outputs"] if each["OutputKey"].endswith("Function")
    ]
    lambdas = client(quiet.url, "lambda")

    assert len(functions) >= 7
    for function in functions:
        reply = lambdas.invoke(FunctionName=function, InvocationType="DryRun")
        assert reply["StatusCode"] == 204


def test_executes_the_state_machine(states):
    started = states.start_execution(
        stateMachineArn=LOOP, name="by-hand", input='{"mode": "plan"}'
    )

    done = ended(states, started["executionArn"])

    assert started["executionArn"] == LOOP.replace("stateMachine", "execution") + ":by-hand"
    assert done["status"] == "SUCCEEDED"
    assert done["input"] == '{"mode": "plan"}'
    assert json.loads(done["output"])["mode"] == "plan"
    assert done["startDate"] <= done["stopDate"]
    [listed] = states.list_executions(stateMachineArn=LOOP, statusFilter="SUCCEEDED")["executions"]
    assert listed["name"] == "by-hand"
    events = states.get_execution_history(executionArn=done["executionArn"])["events"]
    assert [each["type"] for each in events][:3] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
    ]
    [round_] = [each for each in events if each["type"] == "TaskSucceeded"]
    answer = json.loads(round_["taskSucceededEventDetails"]["output"])["Payload"]
    assert answer == json.loads(done["output"])
    with pytest.raises(states.exceptions.ExecutionAlreadyExists):
        states.start_execution(stateMachineArn=LOOP, name="by-hand", input='{"mode": "plan"}')


def test_a_failed_execution_says_why(states):
    started = states.start_execution(stateMachineArn=LOOP, input='{"mode": "none"}')

    done = ended(states, started["executionArn"])

    assert done["status"] == "FAILED"
    assert done["error"] == "java.lang.IllegalArgumentException"
    assert "mode: there is no 'none'" in done["cause"]
    newest = states.get_execution_history(executionArn=done["executionArn"], reverseOrder=True)
    assert newest["events"][0]["type"] == "ExecutionFailed"
    assert newest["events"][0]["executionFailedEventDetails"]["error"] == done["error"]


def test_stops_an_execution(states, quiet):
    quiet.faults(throttle=1)
    started = states.start_execution(stateMachineArn=LOOP, input='{"mode": "plan"}')

    states.stop_execution(executionArn=started["executionArn"], error="Enough", cause="a test")
    quiet.faults()

    done = states.describe_execution(executionArn=started["executionArn"])
    assert (done["status"], done["error"], done["cause"]) == ("ABORTED", "Enough", "a test")


@pytest.mark.parametrize(
    "call, code, message",
    [
        (
            lambda states: states.start_execution(stateMachineArn=LOOP + "x"),
            "StateMachineDoesNotExist",
            f"State Machine Does Not Exist: '{LOOP}x'",
        ),
        (
            lambda states: states.start_execution(stateMachineArn=LOOP, input="{"),
            "InvalidExecutionInput",
            "Invalid State Machine Execution Input: '",
        ),
        (
            lambda states: states.start_execution(stateMachineArn=LOOP, name="a b"),
            "InvalidName",
            "Invalid Name: 'a b'",
        ),
        (
            lambda states: states.describe_execution(executionArn=LOOP),
            "InvalidArn",
            "Invalid Arn: 'Resource type not valid in this context: stateMachine'",
        ),
        (
            lambda states: states.describe_execution(
                executionArn=LOOP.replace("stateMachine", "execution") + ":none"
            ),
            "ExecutionDoesNotExist",
            "Execution Does Not Exist: 'arn:aws:states:",
        ),
    ],
)
def test_refuses(states, call, code, message):
    with pytest.raises(ClientError) as refused:
        call(states)

    assert refused.value.response["Error"]["Code"] == code
    assert refused.value.response["Error"]["Message"].startswith(message)


def test_holds_users_to_their_policies():
    with Sandbox.start("SweepMode=off") as started:
        iam = client(started.url, "iam")
        iam.create_user(UserName="bob")
        started.control("POST", "identity-policies", enforce="on")
        for service, call, action, resource in [
            (
                "cloudformation",
                lambda bob: bob.describe_stacks(StackName="profile-guard"),
                "cloudformation:DescribeStacks",
                "arn:aws:cloudformation:us-east-1:123456789012:stack/profile-guard/*",
            ),
            (
                "stepfunctions",
                lambda bob: bob.start_execution(stateMachineArn=LOOP),
                "states:StartExecution",
                LOOP,
            ),
        ]:
            with pytest.raises(ClientError) as refused:
                call(client(started.url, service, user="bob"))
            assert refused.value.response["Error"]["Code"].startswith("AccessDenied")
            assert f"not authorized to perform: {action} on resource: {resource}" in str(
                refused.value
            )


def ended(states, arn):
    for _ in range(300):
        found = states.describe_execution(executionArn=arn)
        if found["status"] != "RUNNING":
            return found
        time.sleep(0.1)
    raise AssertionError("The execution did not end")


def test_finds_a_schedule_by_its_logical_id_and_shows_its_state(sandbox):
    stacks, schedules = client(sandbox.url, "cloudformation"), client(sandbox.url, "scheduler")
    asked = {"StackName": "profile-guard", "LogicalResourceId": "SweepLoopRegularly"}
    found = stacks.describe_stack_resource(**asked)["StackResourceDetail"]
    assert found["ResourceType"] == "AWS::Scheduler::Schedule"

    schedule = schedules.get_schedule(Name=found["PhysicalResourceId"])
    assert schedule["ScheduleExpression"].startswith("rate(")
    assert schedule["State"] in ("ENABLED", "DISABLED")
    assert ":stateMachine:" in schedule["Target"]["Arn"]


def test_refuses_resources_that_are_not_there(sandbox):
    stacks, schedules = client(sandbox.url, "cloudformation"), client(sandbox.url, "scheduler")
    with refused("ValidationError", 400, "Resource Nothing does not exist for stack profile-guard"):
        stacks.describe_stack_resource(StackName="profile-guard", LogicalResourceId="Nothing")
    with refused("ValidationError", 400, "Stack 'other' does not exist"):
        stacks.describe_stack_resource(StackName="other", LogicalResourceId="SweepLoop")
    with refused("ResourceNotFoundException", 404, "Schedule nothing does not exist."):
        schedules.get_schedule(Name="nothing")
