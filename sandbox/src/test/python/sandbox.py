"""How the tests reach the sandbox: its process, and clients that sign as a chosen user."""

import json
import os
import queue
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

ROOT = Path(__file__).resolve().parents[4]
GUARD = os.environ.get("GUARD_BIN", str(ROOT / "guard"))
ACCOUNT = "123456789012"
IAM_NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/"
STS_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
START_SECONDS = 180  # the first start may compile
EC2_TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    },
    separators=(",", ":"),
)


class Sandbox:
    """A running sandbox."""

    def __init__(self, url, process=None):
        self.url = url.rstrip("/")
        self._process = process

    @classmethod
    def start(cls, *overrides, options=()):
        """Starts ./guard sandbox on a free port and returns once it says that it is ready."""
        command = [GUARD, "sandbox", "--port", "0", *options]
        if overrides:
            command += ["--parameter-overrides", *overrides]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        lines = queue.Queue()
        threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True).start()
        deadline = time.monotonic() + START_SECONDS
        said = []
        while time.monotonic() < deadline:
            try:
                line = lines.get(timeout=1)
            except queue.Empty:
                continue
            if line is None:
                break
            said.append(line)
            ready = re.search(r"^ready (http://\S+)", line)
            if ready:
                return cls(ready.group(1), process)
        process.terminate()
        raise AssertionError(f"{command} was never ready. It said: {said}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends the process as `kill` does; returns its exit status."""
        if self._process is None:
            return None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=30)

    def control(self, method, path, **query):
        """Calls /_sandbox/PATH: (status, content type, body as text)."""
        url = f"{self.url}/_sandbox/{path}"
        if query:
            url += "?" + urllib.parse.urlencode(query)
        return fetch(urllib.request.Request(url, method=method))

    def timeline(self):
        return _json_lines(self.control("GET", "timeline")[2])

    def about(self, subject, kind=None):
        """The timeline's lines about a profile or role, of one kind or of all."""
        return [
            line
            for line in self.timeline()
            if (line.get("subject") or "").split("/")[-1] == subject
            and kind in (None, line["kind"])
        ]

    def findings(self):
        return _json_lines(self.control("GET", "findings")[2])

    def faults(self, **query):
        """Sets faults; whatever is not named is off."""
        off = {"lose": 0, "double": 0, "reorder": 0, "throttle": 0, "lag": "PT0S", "ec2": "", "ec2lag": "PT0S"}
        status, _, body = self.control("POST", "faults", **{**off, **query})
        assert status in (200, 204), body

    def instances(self):
        """Each instance of every region, with the role that it has now."""
        return _json_lines(self.control("GET", "instances")[2])

    def role_of(self, instance):
        """The name of the role whose credentials an instance gets now; None: it gets none."""
        [line] = [line for line in self.instances() if line["instance"] == instance]
        return line["role"] and line["role"].split("/")[-1]

    def advance(self, duration):
        status, _, body = self.control("POST", "clock", advance=duration)
        assert status in (200, 204), body


class Reply:
    """An HTTP response to a Query call."""

    def __init__(self, status, headers, text):
        self.status = status
        self.headers = headers
        self.text = text
        self.root = ElementTree.fromstring(text)

    @property
    def tag(self):
        return self.root.tag.split("}")[1]

    @property
    def namespace(self):
        return self.root.tag[1:].split("}")[0]

    def all(self, path):
        """Every element at a path such as GetRoleResult/Role, whatever the namespace."""
        return self.root.findall("/".join("{*}" + step for step in path.split("/")))

    def one(self, path):
        found = self.all(path)
        assert len(found) == 1, f"{len(found)} of {path} in {self.text[:600]}"
        return found[0]

    def value(self, path):
        return self.one(path).text or ""

    def children(self, path):
        return {child.tag.split("}")[1] for child in self.one(path)}


def client(
    url, service, user="alice", parameter_validation=True, region="us-east-1", **credentials
):
    """A boto3 client of this user, or of a session's credentials; it never retries."""
    keys = credentials or {"aws_access_key_id": user, "aws_secret_access_key": "secret"}
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        config=Config(
            retries={"total_max_attempts": 1},
            parameter_validation=parameter_validation,
            read_timeout=60,
        ),
        **keys,
    )


def session_keys(credentials):
    """What AssumeRole handed out, as `client` takes it."""
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


def query(url, action, params=None, *, user="alice", version="2010-05-08", method="POST"):
    """Sends one call of the AWS Query protocol by hand, signed as far as naming the user goes."""
    form = {"Action": action, "Version": version, **(params or {})}
    form = {key: value for key, value in form.items() if value is not None}
    body = urllib.parse.urlencode(form)
    service = "sts" if version == "2011-06-15" else "iam"
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    if user:
        headers["X-Amz-Date"] = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={user}/{headers['X-Amz-Date'][:8]}/us-east-1/{service}"
            "/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=" + "0" * 64
        )
    if method == "GET":
        request = urllib.request.Request(f"{url}/?{body}", headers=headers, method="GET")
    else:
        request = urllib.request.Request(url + "/", body.encode(), headers, method=method)
    status, headers, text = fetch(request, whole_headers=True)
    return Reply(status, headers, text)


def fetch(request, whole_headers=False):
    """(status, content type or headers, body), whatever the status is."""
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            status, headers, body = answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refused:
        status, headers, body = refused.code, refused.headers, refused.read()
    shown = headers if whole_headers else headers.get("Content-Type", "")
    return status, shown, body.decode()


class refused:
    """Expects a call to fail with this code, status and (if given) message or part of it."""

    def __init__(self, code, status, message=None, match=None):
        self.codes = code if isinstance(code, tuple) else (code,)
        self.status = status
        self.message = message
        self.match = match

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        assert error is not None, f"the call succeeded, {self.codes} was expected"
        if not isinstance(error, ClientError):
            return False
        got = error.response["Error"]
        shown = (got["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"], got["Message"])
        assert shown[0] in self.codes, shown
        assert shown[1] == self.status, shown
        if self.message is not None:
            assert shown[2] == self.message
        if self.match is not None:
            assert re.search(self.match, shown[2]), shown
        self.error = got
        return True


def eventually(seen, seconds=30, every=0.2):
    """Repeats a question until the result is true, and returns it; fails with the last result."""
    deadline = time.monotonic() + seconds
    while True:
        last = seen()
        if last:
            return last
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds} s: last answer {last!r}")
        time.sleep(every)


def _pump(stream, lines):
    for line in stream:
        lines.put(line.rstrip("\n"))
    lines.put(None)


def _json_lines(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]
