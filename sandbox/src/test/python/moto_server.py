"""moto's server (https://docs.getmoto.org/en/latest/docs/server_mode.html) as another AWS than the sandbox."""

import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

MAIN = "import sys; from moto.server import main; main(['-H', '127.0.0.1', '-p', sys.argv[1]])"


class Moto:
    def __init__(self, url):
        self.url = url

    def authorize(self, wanted):
        """Whether, from now on, signatures and IAM policies are checked."""
        count = b"0" if wanted else b"inf"
        request = urllib.request.Request(
            f"{self.url}/moto-api/reset-auth", count, {"Content-Type": "text/plain"}, method="POST"
        )
        urllib.request.urlopen(request, timeout=10).close()


@contextmanager
def running(main=MAIN, *arguments):
    """A server by this program, which is given a port and the arguments."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", main, str(port), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(url + "/moto-api/data.json", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, "moto ended"
                time.sleep(0.2)
        yield Moto(url)
    finally:
        process.terminate()
        process.wait(20)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]
