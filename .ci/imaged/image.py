"""The container image of the functions: how it is built, and one container of it."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from packaged import emulator, environment, handler, post, timeout

ROOT = Path(__file__).resolve().parents[2]
# .ci/deployed names another image public.ecr.aws/lambda/java:25
BASE = "public.ecr.aws/lambda/java:25-x86_64"
RIE = "/rie"
PORT = 8080
START_SECONDS = 30
MEMORY = "1024"
JAVA_TOOL_OPTIONS = "-XX:+TieredCompilation -XX:TieredStopAtLevel=1"


def build(scratch):
    """The name of the image that SAM builds from functions/image/template.json, for all functions. Its training needs no network."""
    _run("mvn", "--batch-mode", "--quiet", "-f", ROOT / "functions", "-Dimage", "package")
    _run("docker", "build", "--network", "none", "--build-arg", f"BASE={BASE}", ROOT / "functions")
    template = json.loads((ROOT / "functions" / "image" / "template.json").read_text())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Metadata"] |= {"DockerContext": str(ROOT / "functions"), "DockerBuildArgs": {"BASE": BASE}}
        if "DefinitionUri" in resource.get("Properties", {}):
            resource["Properties"]["DefinitionUri"] = str(ROOT / "functions/image" / resource["Properties"]["DefinitionUri"])
    (scratch / "template.json").write_text(json.dumps(template))
    built = scratch / "built"
    _run(Path(sys.executable).with_name("sam"), "build", "--template", scratch / "template.json", "--build-dir", built)
    resources = yaml.safe_load((built / "template.yaml").read_text())["Resources"].values()
    [image] = {each["Properties"]["ImageUri"] for each in resources if each["Type"] == "AWS::Serverless::Function"}
    print(f"  built {image}", flush=True)
    return image


@dataclass(frozen=True)
class Started:
    """The first invocation of a new container."""

    result: dict
    log: str
    seconds: float
    cpu: float


class Image:
    def __init__(self, name, account, endpoint):
        self.name = name
        self._account = account
        self._endpoint = endpoint

    def first(self, function, payload, options="", mounts=None, before="", **variables):
        """The answer of a new container. Root runs the shell commands `before` in it first. Otherwise nothing can be written
        but /tmp, and a user without rights runs the function, as on Lambda.
        """
        lambdas = {
            "AWS_LAMBDA_FUNCTION_NAME": function,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": MEMORY,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout(function)),
            "AWS_SAM_LOCAL": "true",  # the account in the emulator's ARN of the function is invented
            "JAVA_TOOL_OPTIONS": f"{JAVA_TOOL_OPTIONS} {options}",
        }
        known = environment(function, self._account, self._endpoint, {"InstanceRegions": "us-east-1"})
        with self._container(function, known | lambdas | variables, mounts or {}, before) as container:
            url = f"http://{_address(container)}/2015-03-31/functions/function/invocations"
            cpu, began = _cpu(container), time.monotonic()
            result = post(url, payload)
            seconds, cpu = time.monotonic() - began, _cpu(container) - cpu
            logs = subprocess.run(["docker", "logs", container], capture_output=True, text=True, errors="replace")
        return Started(result, logs.stdout + logs.stderr, seconds, cpu)

    @contextmanager
    def _container(self, function, variables, mounts, before):
        mounts = {str(emulator()): RIE, **{str(file): place for file, place in mounts.items()}}
        rights = [] if before else ["--user", "1000:1000", "--read-only", "--tmpfs", "/tmp:exec"]
        start = f"{before or ':'} && exec {RIE} /var/runtime/bootstrap {handler(function)}"
        command = [
            *("docker", "run", "--detach", "--publish", f"127.0.0.1::{PORT}", *rights),
            *(part for name, value in variables.items() for part in ("--env", f"{name}={value}")),
            *(part for file, place in mounts.items() for part in ("--volume", f"{file}:{place}:ro")),
            *("--entrypoint", "/bin/sh", self.name, "-c", start),
        ]
        container = _run(*command, "").strip()
        try:
            yield container
        finally:
            subprocess.run(["docker", "rm", "--force", container], capture_output=True)

    def copy(self, place, target):
        """Copies a file out of the image."""
        container = _run("docker", "create", self.name).strip()
        try:
            _run("docker", "cp", "--archive", f"{container}:{place}", target)
        finally:
            _run("docker", "rm", container)


def _address(container):
    address = _run("docker", "port", container, str(PORT)).split()[0]
    host, port = address.split(":")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            # Docker listens at once, and closes the connection until the emulator does, too
            with socket.create_connection((host, int(port)), timeout=1) as probe:
                probe.settimeout(0.2)
                if probe.recv(1) == b"":
                    time.sleep(0.05)
                    continue
        except TimeoutError:
            return address
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"{container} does not listen")


def _cpu(container):
    """The seconds of a processor that it used so far; 0 if the system does not tell."""
    for place, second in ((f"system.slice/docker-{container}.scope", 1e6), (f"docker/{container}", 1e6)):
        file = Path("/sys/fs/cgroup", place, "cpu.stat")
        if file.exists():
            return int(file.read_text().split()[1]) / second
    file = Path("/sys/fs/cgroup/cpuacct/docker", container, "cpuacct.usage")
    return int(file.read_text()) / 1e9 if file.exists() else 0.0


def _run(*command):
    got = subprocess.run(
        [str(each) for each in command if each != ""],
        env={**os.environ, "SAM_CLI_TELEMETRY": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if got.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))[:300]} failed ({got.returncode}):\n{got.stdout[-3000:]}{got.stderr[-3000:]}")
    return got.stdout
