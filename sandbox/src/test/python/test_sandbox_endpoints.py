"""The sandbox's own endpoints: timeline, findings, clock and faults."""

import re
import time
from datetime import timedelta

import pytest

from sandbox import Sandbox, client, eventually, refused

KINDS = {"call", "event", "execution", "invocation", "action", "finding", "dead-letter"}


@pytest.fixture
def faults(idle_sandbox):
    """Sets faults on a sandbox of its own, and takes them away again."""
    yield idle_sandbox.faults
    idle_sandbox.faults()


@pytest.fixture(scope="module")
def idle(idle_sandbox):
    return client(idle_sandbox.url, "iam")


def test_the_timeline_is_json_lines_with_a_time_and_a_kind(sandbox, profile):
    status, content_type, _ = sandbox.control("GET", "timeline")
    assert status == 200
    assert "json" in content_type
    lines = sandbox.timeline()
    assert lines
    for line in lines:
        assert line["kind"] in KINDS
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", line["time"])


def test_the_timeline_is_in_order(sandbox, profile):
    times = [line["time"] for line in sandbox.timeline()]
    assert times == sorted(times)


def test_a_call_is_recorded_with_actor_operation_subject_and_outcome(sandbox, name):
    made = name()
    client(sandbox.url, "iam", user="erin").create_instance_profile(InstanceProfileName=made)
    [line] = [
        call
        for call in sandbox.about(made, "call")
        if call["operation"] == "CreateInstanceProfile"
    ]
    assert "erin" in line["actor"]
    assert line["service"] == "iam"
    assert line["operation"] == "CreateInstanceProfile"
    assert line["outcome"]
    assert line["milliseconds"] >= 0


def test_a_refused_call_is_recorded_with_its_error(sandbox, profile):
    iam = client(sandbox.url, "iam")
    with refused("EntityAlreadyExists", 409):
        iam.create_instance_profile(InstanceProfileName=profile)
    outcomes = [
        call["outcome"]
        for call in sandbox.about(profile, "call")
        if call["operation"] == "CreateInstanceProfile"
    ]
    assert any("EntityAlreadyExists" in outcome for outcome in outcomes)


def test_a_write_becomes_an_event_and_an_invocation_with_one_event_id(sandbox, profile):
    def ids(lines):
        return {line["eventId"] for line in lines} - {None}

    def shared():
        invoked = ids(line for line in sandbox.timeline() if line["kind"] == "invocation")
        return (
            ids(sandbox.about(profile, "call")) & ids(sandbox.about(profile, "event")) & invoked
        )

    eventually(shared)


def test_a_read_becomes_no_event(sandbox, role, iam):
    iam.get_role(RoleName=role)
    time.sleep(0.5)
    assert not [
        line
        for line in sandbox.timeline()
        if line["kind"] == "event" and line.get("operation") == "GetRole"
    ]


def test_findings_are_json_lines(sandbox):
    status, content_type, _ = sandbox.control("GET", "findings")
    assert status == 200
    assert "json" in content_type
    assert all(isinstance(finding, dict) for finding in sandbox.findings())


def test_the_clock_moves_forward(idle_sandbox, idle, name):
    before = idle.create_instance_profile(InstanceProfileName=name())["InstanceProfile"]
    idle_sandbox.advance("PT5M")
    after = idle.create_instance_profile(InstanceProfileName=name())["InstanceProfile"]
    moved = after["CreateDate"] - before["CreateDate"]
    assert timedelta(minutes=5) <= moved < timedelta(minutes=6)


@pytest.mark.parametrize("query", [{}, {"advance": ""}, {"advance": "soon"}, {"advance": "-PT5M"}])
def test_a_bad_move_of_the_clock_is_refused(idle_sandbox, query):
    assert idle_sandbox.control("POST", "clock", **query)[0] == 400


def test_throttling_is_throttling(faults, idle):
    # IAM's own: HTTP 400, code Throttling, "Rate exceeded"
    faults(throttle=1)
    with refused("Throttling", 400, "Rate exceeded"):
        idle.list_roles()


def test_faults_are_off_once_they_are_set_to_nothing(faults, idle):
    faults(throttle=1)
    faults()
    idle.list_roles()


def test_fail_fails_the_next_calls_of_one_operation(faults, idle, name):
    made = name()
    idle.create_instance_profile(InstanceProfileName=made)
    faults(fail="GetInstanceProfile:2")
    idle.list_roles()
    for _ in range(2):
        with refused("ServiceFailure", 500):
            idle.get_instance_profile(InstanceProfileName=made)
    idle.get_instance_profile(InstanceProfileName=made)


def test_a_failed_write_changes_nothing(faults, idle, name):
    made = name()
    faults(fail="CreateInstanceProfile:1")
    with refused("ServiceFailure", 500):
        idle.create_instance_profile(InstanceProfileName=made)
    with refused("NoSuchEntity", 404):
        idle.get_instance_profile(InstanceProfileName=made)


def test_lag_hides_a_write_from_reads_for_its_time(faults, idle, idle_sandbox, name):
    made = name()
    faults(lag="PT30S")
    idle.create_instance_profile(InstanceProfileName=made)
    with refused("NoSuchEntity", 404):
        idle.get_instance_profile(InstanceProfileName=made)
    idle_sandbox.advance("PT31S")
    idle.get_instance_profile(InstanceProfileName=made)


def test_lag_does_not_hide_a_write_from_writes(faults, idle, name):
    made = name()
    faults(lag="PT30S")
    idle.create_instance_profile(InstanceProfileName=made)
    with refused("EntityAlreadyExists", 409):
        idle.create_instance_profile(InstanceProfileName=made)


@pytest.mark.parametrize(
    "bad",
    [
        {"throttle": "2"},
        {"throttle": "-0.1"},
        {"lose": "often"},
        {"double": "1.5"},
        {"reorder": "NaN"},
        {"lag": "two seconds"},
        {"lag": "-PT1S"},
        {"fail": "GetRole"},
        {"fail": "GetRole:many"},
        {"fail": "GetRole:-1"},
        {"fail": "MakeCoffee:1"},
        {"nonsense": "1"},
    ],
    ids=str,
)
def test_a_bad_fault_is_refused_and_sets_nothing(faults, idle_sandbox, idle, bad):
    status, _, body = idle_sandbox.control("POST", "faults", **bad)
    assert status == 400
    assert next(iter(bad)) in body
    idle.list_roles()


def test_an_unknown_endpoint_is_not_found(sandbox):
    assert sandbox.control("GET", "nothing")[0] == 404


def test_it_stops_cleanly_on_request():
    with Sandbox.start("GuardMode=off") as short_lived:
        client(short_lived.url, "iam").list_roles()
        status = short_lived.stop()
    assert status in (0, 143, -15)


def test_a_parameter_that_the_template_lacks_is_refused():
    with pytest.raises(AssertionError, match="never ready"):
        Sandbox.start("NoSuchParameter=1")


def test_a_value_that_the_template_does_not_allow_is_refused():
    with pytest.raises(AssertionError, match="never ready"):
        Sandbox.start("GuardMode=sometimes")
