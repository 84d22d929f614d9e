"""Two ways to run the output of `sam build`. Each keeps one execution environment for every function. It
starts another one for a single call that has different parameters or needs a new environment."""

import importlib.util
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

from account import BIN
from template import BUILT, PARAMETERS, ROOT, environment, functions, handler, place, timeout

START_SECONDS = 60
CALL_SECONDS = 180


class SamLocal:
    """Containers: `sam local start-lambda` keeps one for each function; `sam local invoke` starts a new one."""

    def __init__(self, account, endpoint):
        self._account = account
        self._endpoint = endpoint
        self._stack = ExitStack()
        self._kept = None

    def __enter__(self):
        self._scratch = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        where = {each: place(each, self._account, self._endpoint) for each in functions()}
        self._variables = self._json("variables.json", where)
        return self

    def __exit__(self, *_):
        self._stack.close()

    def __call__(self, function, payload):
        if self._kept is None:
            self._kept = self._start()
        return post(f"{self._kept}/2015-03-31/functions/{function}/invocations", payload)

    def once(self, function, payload, **parameters):
        file = self._json("event.json", payload)
        got = subprocess.run(
            [*self._sam("invoke", parameters), "--event", file, function],
            cwd=ROOT,
            env=self._account.credentials("packaged-function"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=CALL_SECONDS,
        )
        lines = [line for line in got.stdout.splitlines() if line.strip()]
        if got.returncode != 0 or not lines:
            raise SystemExit(f"sam local invoke failed ({got.returncode}):\n{got.stderr}")
        return json.loads(lines[-1])

    def _start(self):
        port = _free_port()
        log = self._scratch / "start-lambda.log"
        command = [*self._sam("start-lambda", {}), "--port", str(port), "--warm-containers", "LAZY"]
        credentials = self._account.credentials("packaged-function")
        self._stack.enter_context(_running(command, ROOT, credentials, port, log))
        return f"http://127.0.0.1:{port}"

    def _sam(self, command, parameters):
        # SAM recognizes the file by this name only. JSON is valid YAML
        file = self._json("parameters.yaml", {**PARAMETERS, **parameters})
        return [
            *(BIN / "sam", "local", command, "--skip-pull-image"),
            *("--parameter-overrides", f"file://{file}", "--env-vars", self._variables),
        ]

    def _json(self, name, values):
        file = self._scratch / name
        file.write_text(json.dumps(values))
        return file


class Emulator:
    """Processes: the runtime interface emulator of the SAM CLI, one for each function."""

    def __init__(self, account, endpoint, runtime):
        self._account = account
        self._endpoint = endpoint
        self._runtime = runtime
        self._stack = ExitStack()
        self._kept = {}

    def __enter__(self):
        self._scratch = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        return self

    def __exit__(self, *_):
        self._stack.close()

    def __call__(self, function, payload):
        if function not in self._kept:
            self._kept[function] = self._stack.enter_context(self._started(function, {}))
        return post(self._kept[function], payload)

    def once(self, function, payload, **parameters):
        with self._started(function, parameters) as url:
            return post(url, payload)

    @contextmanager
    def _started(self, function, parameters):
        port, api = _free_port(), _free_port()
        variables = environment(function, self._account, self._endpoint, parameters)
        lambdas = {
            "AWS_LAMBDA_FUNCTION_NAME": function,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout(function)),
            "LAMBDA_TASK_ROOT": str(BUILT / function),
            "AWS_SAM_LOCAL": "true",  # the account in the emulator's ARN of the function is invented
        }
        command = [
            *(emulator(), "--runtime-interface-emulator-address", f"127.0.0.1:{port}"),
            *("--runtime-api-address", f"127.0.0.1:{api}"),
            *(Path(os.environ["JAVA_HOME"], "bin", "java"), "-cp", f"{self._runtime}/*"),
            *("com.amazonaws.services.lambda.runtime.api.client.AWSLambda", handler(function)),
        ]
        log = self._scratch / f"{function}-{port}.log"
        whole = {**os.environ, **variables, **lambdas}
        with _running(command, BUILT / function, whole, port, log):
            yield f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"


def emulator():
    package = Path(importlib.util.find_spec("samcli").origin).parent
    return package / "local" / "rapid" / "aws-lambda-rie-x86_64"


@contextmanager
def _running(command, folder, variables, port, log):
    """The process, once it listens on the port. If something fails, its log is printed."""
    with open(log, "wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    try:
        _await_port(process, port)
        yield
    except BaseException:
        print(log.read_text(errors="replace")[-6000:], flush=True)
        raise
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_port(process, port):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{process.args[0]} did not start")


def post(url, payload):
    request = urllib.request.Request(url, json.dumps(payload).encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=CALL_SECONDS) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        return json.load(refused)


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]
