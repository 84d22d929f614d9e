"""ministack as AWS on this machine: its Lambda runs the functions in Docker."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

IMAGE = "public.ecr.aws/lambda/java:25"
BASE = f"{IMAGE}-x86_64"
START_SECONDS = 60
# The runtime interface emulator invents the account in a function's ARN. The functions know that of SAM.
DOCKERFILE = f"""\
FROM {BASE}
COPY rie start /
ENV AWS_SAM_LOCAL=true
ENTRYPOINT ["/start"]
"""
START = """\
#!/bin/sh
exec /rie /var/runtime/bootstrap "$@"
"""


class Emulator:
    """Listens on Docker's bridge only, where the containers of the functions reach it."""

    def __init__(self, environment):
        self._ministack = Path(environment, "bin", "ministack")
        self._scratch = Path(tempfile.mkdtemp())
        self._log = self._scratch / "log"
        self._process = None

    def __enter__(self):
        try:
            self._build_image()
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, failed, *_):
        if failed and self._log.exists():
            print(self._log.read_text(errors="replace")[-1500:], flush=True)
        if self._process:
            self._stop()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _build_image(self):
        """AWS's image has Lambda's runtime interface emulator in it. The image that SAM starts from here has not."""
        shutil.copy(_runtime_interface_emulator(), self._scratch / "rie")
        (self._scratch / "start").write_text(START)
        (self._scratch / "Dockerfile").write_text(DOCKERFILE)
        for each in ("rie", "start"):
            (self._scratch / each).chmod(0o755)
        _docker("build", "--quiet", "--tag", IMAGE, str(self._scratch), DOCKER_BUILDKIT="0")

    def _start(self):
        host = _bridge()
        port = _free_port(host)
        self.url = f"http://{host}:{port}"
        settings = {
            "AWS_ENDPOINT_URL": self.url,
            "BIND_HOST": host,
            "GATEWAY_PORT": str(port),
            "IOT_MTLS_ENABLED": "0",
            "LAMBDA_EXECUTOR": "docker",
            "MINISTACK_HOST": host,
            "MINISTACK_HOSTNAME": host,
        }
        with open(self._log, "wb") as out:
            self._process = subprocess.Popen(
                [self._ministack],
                cwd=self._scratch,
                env={**os.environ, **settings},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        self._await()

    def _await(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=2).close()
                return
            except (OSError, urllib.error.URLError):
                time.sleep(0.2)
        raise SystemExit(f"ministack did not start:\n{self._log.read_text(errors='replace')[-4000:]}")

    def _stop(self):
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        # What it left behind. The label has the address that only this process could listen on.
        address = self.url.removeprefix("http://")
        left = _docker("ps", "--all", "--quiet", "--filter", f"label=ministack.instance={address}").split()
        if left:
            _docker("rm", "--force", *left)


def _runtime_interface_emulator():
    package = Path(importlib.util.find_spec("samcli").origin).parent
    return package / "local" / "rapid" / "aws-lambda-rie-x86_64"


def _bridge():
    gateway = "{{(index .IPAM.Config 0).Gateway}}"
    return _docker("network", "inspect", "bridge", "--format", gateway).strip() or "172.17.0.1"


def _free_port(host):
    with socket.create_server((host, 0)) as held:
        return held.getsockname()[1]


def _docker(*arguments, **variables):
    got = subprocess.run(
        ["docker", *arguments],
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if got.returncode != 0:
        raise SystemExit(f"docker {arguments[0]} failed:\n{got.stderr}")
    return got.stdout
