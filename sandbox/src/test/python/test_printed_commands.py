"""The commands that findings print about a hostile account, as a person runs them.

Each is read by bash, which shows the words, and then by the AWS CLI's own parser, up to the request
that it would send. A name, path or tag must arrive as it is, and must do nothing else: no other
command, no file read (the AWS CLI sends the content of a file for a value that starts with file://).
"""

import argparse
import functools
import os
import re
import subprocess

import pytest

from sandbox import EC2_TRUST, Sandbox, client, eventually

clidriver = pytest.importorskip("awscli.clidriver")
jmespath = pytest.importorskip("jmespath")

# What IAM allows in names, where a shell or the AWS CLI gives it a meaning.
NAMES = ["-rf", "--", "=ls", "@file", "..", "a,b=c", "Name=x,Arn=y", ",", "=", "+x", "_x_", "a@b.c"]
PATH = "/" + "".join(chr(c) for c in range(33, 127)) + "/"
POLICY = (
    '{"tags": {"Owner": {"tag_key": "Owner", "enforced_for": ["iam:ALL_SUPPORTED"],'
    ' "report_required_tag_for": ["iam:role", "iam:instance-profile"]},'
    ' "file:///etc/hostname": {"tag_key": "file:///etc/hostname", "tag_value": ["a"],'
    ' "enforced_for": ["iam:role", "iam:instance-profile"]}}}'
)
START = re.compile(r"""(?<![\w'"/-])(aws|gcloud|kubectl|\./guard) (?=[a-z])""")


@pytest.fixture(scope="module")
def findings():
    with Sandbox.start(
        "GuardMode=enforce",
        "GuardedProfiles=*",
        "TrustedPrincipals=nobody",
        "ProvisionMode=enforce",
        "ProvisionFor=all",
        "ProvisionDelaySeconds=0",
        "TagMode=enforce",
        f"TagPolicy={POLICY}",
    ) as sandbox:
        mallory = client(sandbox.url, "iam", user="mallory")
        for name in NAMES:
            role = f"r{name}"
            tags = [
                {"Key": "file:///etc/hostname", "Value": f"file:///x/{name}".replace(",", "_")},
                {"Key": "FILE:///etc/hostname2", "Value": "=\u2028@ /"},
            ]
            mallory.create_role(
                RoleName=role, Path=PATH, AssumeRolePolicyDocument=EC2_TRUST, Tags=tags
            )
            mallory.create_instance_profile(InstanceProfileName=name, Path=PATH, Tags=tags)
            mallory.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
            mallory.create_role(RoleName=name, AssumeRolePolicyDocument=EC2_TRUST)  # name is taken
        eventually(lambda: len(about(sandbox, "tag-value-not-allowed")) >= len(NAMES))
        sandbox.advance("PT10M")
        for name in NAMES:
            mallory.remove_role_from_instance_profile(
                InstanceProfileName=name, RoleName=f"r{name}"
            )
            mallory.delete_instance_profile(InstanceProfileName=name)
        eventually(lambda: len(about(sandbox, "profile-restored")) >= len(NAMES))
        sandbox.advance("PT10M")
        yield sandbox.findings()


def about(sandbox, kind):
    return {each["subject"] for each in sandbox.findings() if each["kind"] == kind}


def test_each_word_of_a_command_arrives_as_it_was(findings):
    todos = (todo for each in findings for todo in each["todo"])
    commands = list(dict.fromkeys(command for todo in todos for command in printed(todo)))
    assert len(commands) > 3 * len(NAMES)

    words = words_of(commands)
    requests = [parsed(each[1:]) for each in words if each[0] == "aws"]
    requests += [parsed_by_guard(each[1:]) for each in words if each[0] == "guard"]

    texts = {text for request in requests for text in flat(request)}
    for option, prefix in (("InstanceProfileName", ""), ("RoleName", "r")):
        sent = [each[option] for each in requests if option in each]
        assert {f"{prefix}{name}" for name in NAMES} <= set(sent)
    assert {each["profile"] for each in requests if "profile" in each} >= set(NAMES)
    known = {text for name in NAMES for text in (name, f"r{name}", f"{name}-profile")}
    assert set(NAMES) <= texts
    strange = {
        text
        for text in texts - known
        if re.sub(r"-\d{8}$", "", text) not in known  # a new profile's name ends with the day
        and not re.fullmatch(r"[A-Z_]+|AIPA\w+|Owner|file:///etc/hostname|file:///x/.*|a", text)
    }
    assert strange == set()


def test_a_key_like_the_address_of_a_file_is_sent_and_not_read():
    command = """aws iam untag-role --role-name x --tag-keys '["file:///etc/hostname"]'"""
    [words] = words_of([command])

    assert parsed(words[1:]) == {"RoleName": "x", "TagKeys": ["file:///etc/hostname"]}


def printed(text):
    """The commands in a text, as a reader finds them: up to ; or ) outside quotes."""
    commands, start = [], 0
    while found := START.search(text, start):
        end, quote = found.start(), ""
        while end < len(text):
            c = text[end]
            if c == "\\" and quote != "'":
                end += 1
            elif quote:
                quote = "" if c == quote else quote
            elif c in "'\"":
                quote = c
            elif c in ";)":
                break
            end += 1
        commands.append(text[found.start() : end])
        start = end
    return commands


def words_of(commands):
    """The words of each command as bash reads them. Nothing else may happen."""
    script = "".join(
        f"{tool}() {{ printf '%s\\0' {tool} \"$@\"; printf '\\1'; }}\n"
        for tool in ("aws", "gcloud", "guard", "kubectl")
    )
    script += "\n".join(each.removeprefix("./") for each in commands) + "\n"
    for check in (["-n"], []):
        shell = subprocess.run(
            ["/bin/bash", "--noprofile", "--norc", *check],
            input=script, text=True, capture_output=True, timeout=60,
            env={"PATH": "/nowhere", "LC_ALL": "C.UTF-8"},
        )
        assert (shell.returncode, shell.stderr) == (0, "")
    return [each.split("\0")[:-1] for each in shell.stdout.split("\1")[:-1]]


def parsed_by_guard(arguments):
    """The names in a command of ./guard, whose options may stand before and after the profile."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["rotate", "usage"])
    parser.add_argument("profile")
    parser.add_argument("--role")
    options, operands = list(arguments), []
    if "--" in options:  # argparse loses an operand that is itself --
        operands = options[options.index("--") + 1 :]
        options = options[: options.index("--")] + ["OPERAND"] * len(operands)
    found = vars(parser.parse_args(options))
    del found["command"]
    if operands:
        [found["profile"]] = operands
    return {key: value for key, value in found.items() if value is not None}


def parsed(arguments):
    """The parameters of the request that the AWS CLI would send."""
    if "--query" in arguments:
        query = arguments[arguments.index("--query") + 1]
        return {"Query": literals(jmespath.compile(query).parsed)}
    sent = []
    driver = cli()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "a")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "b")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        try:
            status = driver.main([*arguments, "--endpoint-url", "http://127.0.0.1:9"])
        except Stopped as stopped:
            status, sent = 0, [stopped.params]
    assert len(sent) == 1, (status, arguments)
    return sent[0]


@functools.cache
def cli():
    """The AWS CLI, up to the request."""

    def stop(params, **_):
        raise Stopped(dict(params))

    driver = clidriver.create_clidriver()
    driver.session.register("provide-client-params.*.*", stop)
    return driver


class Stopped(BaseException):
    """Ends the AWS CLI before it sends anything."""

    def __init__(self, params):
        super().__init__()
        self.params = params


def literals(node):
    """The texts in a query."""
    own = [node["value"]] if node.get("type") == "literal" else []
    return own + [text for child in node.get("children", []) for text in literals(child)]


def flat(value):
    if isinstance(value, dict):
        return [text for each in value.values() for text in flat(each)]
    if isinstance(value, list):
        return [text for each in value for text in flat(each)]
    return [value]
