"""Lambda's Invoke, and the manual calls that ProfileGuard understands.

Sources: Lambda API reference, Invoke (status codes 200, 202, 204; FunctionError "Unhandled"; the
error object has errorMessage and errorType); this project's README for the manual calls.
"""

import json

import pytest

from sandbox import ACCOUNT, client, refused


@pytest.fixture(scope="module")
def functions(sandbox):
    return client(sandbox.url, "lambda")


@pytest.fixture
def invoke(functions):
    def call(payload, **more):
        body = payload if isinstance(payload, (bytes, str)) else json.dumps(payload)
        got = functions.invoke(FunctionName="ProfileGuard", Payload=body, **more)
        return got, json.loads(got["Payload"].read() or b"null")

    return call


def test_a_call_returns_the_functions_result(invoke, profile):
    got, result = invoke({"show": {"profile": profile}})
    assert (got["StatusCode"], "FunctionError" in got) == (200, False)
    assert isinstance(result, dict)


def test_the_result_names_the_profile(invoke, profile):
    _, result = invoke({"show": {"profile": profile}})
    assert profile in json.dumps(result)


def test_an_unknown_request_is_a_function_error_that_names_the_known_ones(invoke):
    got, result = invoke({"dance": {}})
    assert (got["StatusCode"], got["FunctionError"]) == (200, "Unhandled")
    assert result["errorType"]
    for understood in ("release", "adopt", "show"):
        assert understood in result["errorMessage"]


@pytest.mark.parametrize(
    "payload",
    [{}, [], 7, "text", None, {"show": {}}, {"show": {"profile": 5}}, {"show": {"profile": "a b"}}],
    ids=["object", "list", "number", "string", "null", "no profile", "a number", "no name"],
)
def test_other_payloads_are_function_errors_with_a_message(invoke, payload):
    got, result = invoke(json.dumps(payload))
    assert got["FunctionError"] == "Unhandled"
    assert result["errorMessage"]


def test_a_body_that_is_not_json_never_reaches_the_function(functions):
    with refused("InvalidRequestContentException", 400, match="Could not parse request body into json"):
        functions.invoke(FunctionName="ProfileGuard", Payload=b"{not json")


def test_an_unknown_function_is_not_found(functions):
    with refused("ResourceNotFoundException", 404, match="Function not found: .*:function:Nobody"):
        functions.invoke(FunctionName="Nobody", Payload=b"{}")


def test_an_event_is_accepted_at_once(functions, profile):
    got = functions.invoke(
        FunctionName="ProfileGuard",
        InvocationType="Event",
        Payload=json.dumps({"show": {"profile": profile}}),
    )
    assert (got["StatusCode"], got["Payload"].read()) == (202, b"")


def test_a_dry_run_runs_nothing(functions, profile):
    got = functions.invoke(
        FunctionName="ProfileGuard",
        InvocationType="DryRun",
        Payload=json.dumps({"show": {"profile": profile}}),
    )
    assert got["StatusCode"] == 204


@pytest.mark.parametrize(
    "spelling",
    [
        f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:ProfileGuard",
        "ProfileGuard:live",
        f"{ACCOUNT}:function:ProfileGuard",
    ],
    ids=["arn", "alias", "partial arn"],
)
def test_a_function_may_be_named_in_the_other_ways(functions, profile, spelling):
    got = functions.invoke(
        FunctionName=spelling, Payload=json.dumps({"show": {"profile": profile}})
    )
    assert "FunctionError" not in got


def test_adopting_records_a_complete_profile(invoke, filled):
    got, _ = invoke({"adopt": {"profile": filled[0]}})
    assert "FunctionError" not in got
    _, shown = invoke({"show": {"profile": filled[0]}})
    assert filled[1] in json.dumps(shown)


def test_an_invocation_is_in_the_timeline(sandbox, invoke, profile):
    invoke({"show": {"profile": profile}})
    assert any(
        line["kind"] == "invocation" and line.get("function") == "ProfileGuard"
        for line in sandbox.timeline()
    )
