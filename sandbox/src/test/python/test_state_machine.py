"""The state machine that runs Backfill until it is done, executed by moto's engine.

moto (https://docs.getmoto.org/en/latest/docs/services/stepfunctions.html) interprets Amazon States Language; its Lambda
tasks go to the endpoint that the test names: ./guard sandbox itself, or a fake that returns the scenario's responses.
What it is to do stands in a table, which holds the sandbox's own engine too (StateMachineTest).
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
import pytest

import moto_server
from sandbox import EC2_TRUST, Sandbox, client

ROOT = Path(__file__).resolve().parents[4]
DEFINITION = (ROOT / "statemachine/backfill.asl.json").read_text()
SCENARIOS = json.loads((ROOT / "sandbox/src/test/resources/state-machine.json").read_text())
ENGINE = """
import sys
from moto.core.config import default_user_config
from moto.server import main
from moto.stepfunctions.parser.asl.utils import boto_client
default_user_config["stepfunctions"]["execute_state_machine"] = True
import boto3
real = boto3.client
def client(service_name=None, *args, **kwargs):
    if service_name == "lambda":
        kwargs["endpoint_url"] = sys.argv[2]
    return real(service_name, *args, **kwargs)
boto3.client = client
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
"""


class Backfill(BaseHTTPRequestHandler):
    """A fake of Lambda's Invoke: it returns the scenario's responses, and then a response without a cursor."""

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        answer = self.server.answers.pop(0) if self.server.answers else {}
        headers = {}
        if "error" in answer:
            headers = {"X-Amz-Function-Error": "Unhandled"}
            body = {"errorType": answer["error"], "errorMessage": "no"}
        else:
            body = {
                "cursor": answer.get("cursor"),
                "part": len(self.server.requests),
                "failed": answer.get("failed", 0),
            }
        text = json.dumps(body).encode()
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def lambdas():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Backfill)
    server.requests, server.answers = [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture(scope="module")
def engine(lambdas):
    yield from run_engine(f"http://127.0.0.1:{lambdas.server_port}")


@pytest.fixture(scope="module")
def engine_of_sandbox():
    """The sandbox of the other tests has so many profiles that a plan, at its rate, takes minutes."""
    with Sandbox.start() as started:
        iam = client(started.url, "iam")
        iam.create_role(RoleName="web", AssumeRolePolicyDocument=EC2_TRUST)
        iam.create_instance_profile(InstanceProfileName="web")
        yield from run_engine(started.url)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["name"])
def test_it_behaves_as_the_scenario_states(engine, lambdas, scenario):
    lambdas.requests.clear()
    lambdas.answers[:] = scenario["answers"]

    done = execution(engine, scenario["request"])

    assert done["status"] == scenario["status"]
    assert done.get("error") == scenario.get("error")
    assert json.loads(done.get("output") or "null") == scenario.get("output")
    assert lambdas.requests == scenario["requests"]


def test_it_runs_the_real_function(engine_of_sandbox):
    done = execution(engine_of_sandbox, {"mode": "plan"})

    answer = json.loads(done["output"])
    assert done["status"] == "SUCCEEDED"
    assert answer["mode"] == "plan"
    assert answer["cursor"] is None
    assert answer["total"]


def run_engine(endpoint):
    with moto_server.running(ENGINE, endpoint) as moto:
        yield boto3.client(
            "stepfunctions",
            endpoint_url=moto.url,
            region_name="us-east-1",
            aws_access_key_id="AKIAENGINE",
            aws_secret_access_key="none",
        )


def execution(engine, request):
    """Executes the definition, its waits shortened and its ninety rounds cut to three."""
    definition = (
        DEFINITION.replace("${Partition}", "aws")
        .replace("${Backfill}", "arn:aws:lambda:us-east-1:123456789012:function:profile-guard-Backfill")
        .replace('"IntervalSeconds": 30', '"IntervalSeconds": 1')
        .replace('"BackoffRate": 2', '"BackoffRate": 1')
        .replace('"NumericGreaterThanEquals": 90', '"NumericGreaterThanEquals": 3')
    )
    machine = engine.create_state_machine(
        name=f"sweep-{time.time_ns()}",
        definition=definition,
        roleArn="arn:aws:iam::123456789012:role/sweep",
    )["stateMachineArn"]
    started = engine.start_execution(stateMachineArn=machine, input=json.dumps(request))["executionArn"]
    for _ in range(900):
        found = engine.describe_execution(executionArn=started)
        if found["status"] != "RUNNING":
            return found
        time.sleep(0.2)
    raise AssertionError("The execution did not end")
