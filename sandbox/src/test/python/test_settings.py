"""The settings in force and the pause, as boto3, the AWS CLI and ./guard see them.

Sources: Lambda API reference, GetFunctionConfiguration (Qualifier; a version never changes),
PublishVersion (no new version without a change), UpdateAlias, and the waiter
published-version-active; this project's README for the requests.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from sandbox import EC2_TRUST, GUARD, Sandbox, client, eventually, refused
from test_cli import AWS

TAGS = "profile-guard-TagEnforcer"
PAUSE = '{"pause": {"minutes": 60, "reason": "incident 1234"}}'


@pytest.fixture(scope="module")
def stack():
    with Sandbox.start(
        "SweepMode=off", "GuardMode=enforce", "GuardedProfiles=prod-*", "TrustedPrincipals=arn:aws:iam::*:user/alice"
    ) as started:
        yield started


@pytest.fixture
def functions(stack):
    return client(stack.url, "lambda")


@pytest.fixture
def run(stack):
    def call(*command):
        environment = {
            **os.environ,
            "PATH": f"{Path(AWS or '').parent}{os.pathsep}{os.environ['PATH']}",
            "AWS_ENDPOINT_URL": stack.url,
            "AWS_ACCESS_KEY_ID": "alice",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_PAGER": "",
        }
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120
        )

    return call


def live(functions):
    return functions.get_function_configuration(FunctionName=TAGS, Qualifier="live")


def test_a_version_keeps_its_settings_and_latest_has_new_ones(functions):
    before = live(functions)
    variables = before["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=TAGS, Environment={"Variables": {**variables, "TAG_DEFAULTS": "Owner=x"}}
    )

    latest = functions.get_function_configuration(FunctionName=TAGS)
    assert (latest["Version"], before["Version"]) == ("$LATEST", live(functions)["Version"])
    assert latest["Environment"]["Variables"]["TAG_DEFAULTS"] == "Owner=x"
    assert live(functions)["Environment"]["Variables"] == variables
    published = functions.publish_version(FunctionName=TAGS)["Version"]
    assert functions.publish_version(FunctionName=TAGS)["Version"] == published
    functions.update_alias(FunctionName=TAGS, Name="live", FunctionVersion=published)
    assert functions.get_alias(FunctionName=TAGS, Name="live")["FunctionVersion"] == published
    assert live(functions)["Environment"]["Variables"]["TAG_DEFAULTS"] == "Owner=x"


def test_refuses_what_is_not_there(functions):
    with refused("ResourceNotFoundException", 404, match="Function not found: .*:function:Nobody"):
        functions.get_function_configuration(FunctionName="Nobody")
    with refused("ResourceNotFoundException", 404, match="Function not found: .*TagEnforcer:99"):
        functions.get_function_configuration(FunctionName=TAGS, Qualifier="99")
    with refused("ResourceNotFoundException", 404, match="Cannot find alias arn: .*:other"):
        functions.get_function_configuration(FunctionName=TAGS, Qualifier="other")


@pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")
def test_the_commands_of_the_sweep_put_in_force_what_is_deployed(stack, functions, run):
    variables = live(functions)["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=TAGS, Environment={"Variables": {**variables, "TAG_MODE": "off"}}
    )
    assert "not in force" in run(GUARD, "settings").stderr
    stack.advance("PT20M")
    [fault] = [each for each in faults(functions) if "old settings" in each]

    done = run("bash", "-euc", fault[fault.index("version=$(") :])

    assert done.returncode == 0, done.stderr
    assert live(functions)["Environment"]["Variables"]["TAG_MODE"] == "off"
    assert [each for each in faults(functions) if "old settings" in each] == []
    assert run(GUARD, "settings").returncode == 0


def test_one_command_shows_the_settings_of_all_functions(run):
    shown = run(GUARD, "show", "settings")

    assert shown.returncode == 0, shown.stderr
    rows = [line.split() for line in shown.stdout.splitlines()[1:9]]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert all(row[-1] == "none" for row in rows)
    assert "  GuardedProfiles: prod-*" in shown.stdout.splitlines()


def test_one_command_pauses_all_writes_and_another_ends_it(stack, run):
    alice = client(stack.url, "iam", user="alice")
    mallory = client(stack.url, "iam", user="mallory")
    alice.create_role(RoleName="paused", AssumeRolePolicyDocument=EC2_TRUST)
    alice.create_instance_profile(InstanceProfileName="prod-paused")
    alice.add_role_to_instance_profile(InstanceProfileName="prod-paused", RoleName="paused")
    guarded = {"show": {"profile": "prod-paused"}}
    eventually(lambda: "matches its baseline" in ask(stack, "ProfileGuard", guarded)["why"])

    paused = run(GUARD, "ask", "all", PAUSE)
    assert paused.returncode == 0, paused.stderr
    mallory.remove_role_from_instance_profile(InstanceProfileName="prod-paused", RoleName="paused")
    eventually(lambda: any(each["outcome"] == "would-do" for each in stack.about("prod-paused")))
    assert roles(alice) == []
    assert "All writes are paused until" in run(GUARD, "settings").stdout

    assert run(GUARD, "ask", "all", '{"pause": {"minutes": 0}}').returncode == 0
    ask(stack, "Backfill", {"mode": "sweep"})
    eventually(lambda: roles(alice) == ["paused"])


def test_a_role_of_observe_refuses_the_writes_of_a_function_that_was_told_to_enforce():
    with Sandbox.start("SweepMode=off", "GuardedProfiles=prod-*", "TrustedPrincipals=arn:aws:iam::*:user/alice") as stack:
        alice, mallory = (client(stack.url, "iam", user=name) for name in ("alice", "mallory"))
        alice.create_role(RoleName="paused", AssumeRolePolicyDocument=EC2_TRUST)
        alice.create_instance_profile(InstanceProfileName="prod-paused")
        alice.add_role_to_instance_profile(InstanceProfileName="prod-paused", RoleName="paused")
        guarded = {"show": {"profile": "prod-paused"}}
        eventually(lambda: "matches its baseline" in ask(stack, "ProfileGuard", guarded)["why"])
        in_force(stack, "ProfileGuard", GUARD_MODE="enforce")

        mallory.remove_role_from_instance_profile(InstanceProfileName="prod-paused", RoleName="paused")
        stack.advance("PT10M")
        eventually(lambda: any("AccessDenied" in json.dumps(each) for each in stack.about("prod-paused")))

        assert roles(alice) == []


def in_force(stack, function, **variables):
    """Changes settings of a function without the stack, and points its alias to them."""
    functions, name = client(stack.url, "lambda"), f"profile-guard-{function}"
    had = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": {**had, **variables}})
    published = functions.publish_version(FunctionName=name)["Version"]
    functions.update_alias(FunctionName=name, Name="live", FunctionVersion=published)


def roles(iam):
    profile = iam.get_instance_profile(InstanceProfileName="prod-paused")["InstanceProfile"]
    return [role["RoleName"] for role in profile["Roles"]]


def ask(stack, function, request):
    reply = client(stack.url, "lambda").invoke(
        FunctionName=f"profile-guard-{function}:live", Payload=json.dumps(request)
    )
    return json.loads(reply["Payload"].read())


def faults(functions):
    reply = functions.invoke(FunctionName="Backfill", Payload='{"mode": "plan"}')
    return json.loads(reply["Payload"].read())["faults"]
