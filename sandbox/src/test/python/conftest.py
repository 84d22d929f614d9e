"""Starts one sandbox for the whole run and provides its clients.

SANDBOX_URL names a running sandbox to ask instead (the tests that need their own parameters still
start their own). GUARD_BIN names another launcher than the repository's ./guard.
"""

import itertools
import os
import uuid

import pytest

from sandbox import EC2_TRUST, Sandbox, client

_numbers = itertools.count(1)
_run = uuid.uuid4().hex[:6]


@pytest.fixture(scope="session")
def sandbox():
    """The sandbox that most questions go to: every parameter at the template's default."""
    running = os.environ.get("SANDBOX_URL")
    if running:
        yield Sandbox(running)
        return
    with Sandbox.start() as started:
        yield started


@pytest.fixture(scope="session")
def idle_sandbox():
    """A sandbox whose functions are switched off, for tests that fill or throttle the account."""
    with Sandbox.start("GuardMode=off", "ProvisionMode=off", "TagMode=off") as started:
        yield started


@pytest.fixture(scope="session")
def iam(sandbox):
    return client(sandbox.url, "iam")


@pytest.fixture(scope="session")
def unchecked(sandbox):
    """IAM without botocore's own checks: what the service itself says to bad input."""
    return client(sandbox.url, "iam", parameter_validation=False)


@pytest.fixture(scope="session")
def sts(sandbox):
    return client(sandbox.url, "sts")


@pytest.fixture
def name():
    """Creates an unused name: name() or name("prefix")."""

    def make(prefix="n"):
        return f"{prefix}-{_run}-{next(_numbers)}"

    return make


@pytest.fixture
def role(iam, name):
    """A new role that EC2 may assume, with nothing else set."""
    made = name("role")
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=EC2_TRUST)
    return made


@pytest.fixture
def profile(iam, name):
    """A new instance profile, empty and untagged."""
    made = name("profile")
    iam.create_instance_profile(InstanceProfileName=made)
    return made


@pytest.fixture
def filled(iam, role, profile):
    """A new instance profile that holds a new role: (profile, role)."""
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    return profile, role


@pytest.fixture
def trust():
    return EC2_TRUST
