"""ProfileGuard end to end: somebody edits a guarded profile with boto3, and it is put back."""

import json
import uuid

import pytest

from sandbox import ACCOUNT, Sandbox, client, eventually, session_keys

TRUST_ACCOUNT = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
        ],
    }
)


@pytest.fixture(scope="module")
def guarded():
    """A sandbox that enforces, for profiles named prod-*; the role deployer and admin are trusted."""
    with Sandbox.start(
        "GuardMode=enforce",
        "GuardedProfiles=prod-*",
        "TrustedPrincipals=arn:aws:iam::*:role/deployer,arn:aws:iam::*:user/admin",
    ) as started:
        made = client(started.url, "iam", user="admin")
        for role in ("deployer", "other"):
            made.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST_ACCOUNT)
        yield started


@pytest.fixture
def guard(guarded):
    return Guard(guarded)


@pytest.fixture
def mallory(guarded):
    return client(guarded.url, "iam", user="mallory")


@pytest.fixture
def prod(guard, name, trust):
    """A guarded profile with its role, path and tags, whose baseline is recorded: its name."""
    profile = name("prod")
    guard.iam.create_role(RoleName=f"{profile}-role", AssumeRolePolicyDocument=trust)
    guard.iam.create_role(RoleName=f"{profile}-evil", AssumeRolePolicyDocument=trust)
    guard.iam.create_instance_profile(
        InstanceProfileName=profile,
        Path="/clusters/",
        Tags=[{"Key": "profile-guard", "Value": "locked"}, {"Key": "team", "Value": "a"}],
    )
    guard.iam.add_role_to_instance_profile(
        InstanceProfileName=profile, RoleName=f"{profile}-role"
    )
    guard.settles(profile, role=f"{profile}-role")
    return profile


def swap(iam, profile, old, new):
    iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=old)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=new)


def test_a_swapped_role_is_put_back(guard, mallory, prod):
    swap(mallory, prod, f"{prod}-role", f"{prod}-evil")
    guard.heals(prod, role=f"{prod}-role")


def test_a_removed_role_is_put_back(guard, mallory, prod):
    mallory.remove_role_from_instance_profile(
        InstanceProfileName=prod, RoleName=f"{prod}-role"
    )
    guard.heals(prod, role=f"{prod}-role")


def test_the_finding_names_who_did_it_to_what(guard, mallory, prod):
    mallory.remove_role_from_instance_profile(
        InstanceProfileName=prod, RoleName=f"{prod}-role"
    )
    guard.heals(prod, role=f"{prod}-role")
    [finding] = eventually(
        lambda: [each for each in guard.findings(prod) if "mallory" in each["actor"]]
    )
    assert finding["account"] == ACCOUNT
    assert finding["subject"].endswith(prod)
    assert f"{prod}-role" in json.dumps(finding["done"])


def test_the_timeline_contains_all_steps(guard, mallory, prod):
    mallory.remove_role_from_instance_profile(
        InstanceProfileName=prod, RoleName=f"{prod}-role"
    )
    guard.heals(prod, role=f"{prod}-role")
    eventually(
        lambda: {"call", "event", "action", "finding"}
        <= {line["kind"] for line in guard.sandbox.about(prod)}
    )
    [removed, *_] = [
        event
        for event in guard.sandbox.about(prod, "event")
        if event["operation"] == "RemoveRoleFromInstanceProfile" and "mallory" in event["actor"]
    ]
    assert any(
        line["kind"] == "invocation" and line["eventId"] == removed["eventId"]
        for line in guard.sandbox.timeline()
    )


def test_a_deleted_profile_is_recreated_with_path_tags_and_role(guard, mallory, prod):
    before = guard.profile(prod)
    mallory.remove_role_from_instance_profile(
        InstanceProfileName=prod, RoleName=f"{prod}-role"
    )
    guard.deletes_against_the_guard(mallory, prod, f"{prod}-role")
    after = guard.heals(prod, role=f"{prod}-role")
    assert after["Path"] == before["Path"]
    assert tags(after) == tags(before)


def test_a_restored_profile_has_a_new_id_and_the_finding_says_so(guard, mallory, prod):
    before = guard.profile(prod)
    guard.deletes_against_the_guard(mallory, prod, f"{prod}-role")
    after = guard.heals(prod, role=f"{prod}-role")
    assert after["InstanceProfileId"] != before["InstanceProfileId"]
    eventually(
        lambda: any(
            after["InstanceProfileId"] in json.dumps(finding) for finding in guard.findings(prod)
        )
    )


def test_a_removed_guard_tag_is_put_back(guard, mallory, prod):
    mallory.untag_instance_profile(InstanceProfileName=prod, TagKeys=["profile-guard"])
    eventually(lambda: tags(guard.profile(prod)).get("profile-guard") == "locked")


def test_a_changed_guard_tag_is_put_back(guard, mallory, prod):
    mallory.tag_instance_profile(
        InstanceProfileName=prod, Tags=[{"Key": "profile-guard", "Value": "open"}]
    )
    eventually(lambda: tags(guard.profile(prod)).get("profile-guard") == "locked")


def test_a_role_recreated_under_its_name_cannot_be_put_back(guard, mallory, prod, trust):
    role = f"{prod}-role"
    guard.sandbox.faults(lose=1)  # so that mallory is not disturbed between the calls
    try:
        mallory.remove_role_from_instance_profile(InstanceProfileName=prod, RoleName=role)
        mallory.delete_role(RoleName=role)
        mallory.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
    finally:
        guard.sandbox.faults()
    mallory.add_role_to_instance_profile(InstanceProfileName=prod, RoleName=role)
    eventually(lambda: guard.findings(prod))
    [held] = guard.profile(prod)["Roles"]
    assert held["RoleId"] == guard.iam.get_role(RoleName=role)["Role"]["RoleId"]


def test_a_foreign_role_is_taken_out_when_the_recorded_one_is_gone(guard, mallory, prod):
    role = f"{prod}-role"
    guard.sandbox.faults(lose=1)
    try:
        mallory.remove_role_from_instance_profile(InstanceProfileName=prod, RoleName=role)
        mallory.delete_role(RoleName=role)
    finally:
        guard.sandbox.faults()
    mallory.add_role_to_instance_profile(InstanceProfileName=prod, RoleName=f"{prod}-evil")
    eventually(lambda: guard.profile(prod)["Roles"] == [])
    eventually(lambda: guard.findings(prod))


def test_a_trusted_session_changes_the_baseline(guard, mallory, prod):
    deployer = guard.session("deployer", "pipeline")
    swap(deployer, prod, f"{prod}-role", f"{prod}-evil")
    guard.settles(prod, role=f"{prod}-evil")
    mallory.remove_role_from_instance_profile(
        InstanceProfileName=prod, RoleName=f"{prod}-evil"
    )
    guard.heals(prod, role=f"{prod}-evil")


def test_a_session_name_earns_no_trust(guard, prod):
    impostor = guard.session("other", "deployer")
    swap(impostor, prod, f"{prod}-role", f"{prod}-evil")
    guard.heals(prod, role=f"{prod}-role")


def test_a_released_profile_may_be_changed(guard, mallory, prod):
    guard.invoke({"release": {"profile": prod, "minutes": 30, "reason": "incident 7"}})
    swap(mallory, prod, f"{prod}-role", f"{prod}-evil")
    guard.settles(prod, role=f"{prod}-evil")


def test_a_release_ends_by_itself(guard, mallory, prod):
    guard.invoke({"release": {"profile": prod, "minutes": 30, "reason": "incident 9"}})
    guard.sandbox.advance("PT31M")
    swap(mallory, prod, f"{prod}-role", f"{prod}-evil")
    guard.heals(prod, role=f"{prod}-role")
    guard.settles(prod, role=f"{prod}-role")


def test_adopting_while_events_are_handled_is_no_error(guard, name, trust):
    for _ in range(5):
        profile = name("prod")
        guard.iam.create_role(RoleName=f"{profile}-role", AssumeRolePolicyDocument=trust)
        guard.iam.create_instance_profile(InstanceProfileName=profile)
        guard.iam.add_role_to_instance_profile(
            InstanceProfileName=profile, RoleName=f"{profile}-role"
        )
        guard.invoke({"adopt": {"profile": profile}})


def test_a_release_is_reported(guard, prod):
    guard.invoke({"release": {"profile": prod, "minutes": 30, "reason": "incident 8"}})
    eventually(lambda: "incident 8" in json.dumps(guard.findings(prod)))


def test_an_unguarded_profile_is_left_alone(guard, mallory, name, trust):
    profile = name("dev")
    for role in (f"{profile}-a", f"{profile}-b"):
        mallory.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
    mallory.create_instance_profile(InstanceProfileName=profile)
    mallory.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=f"{profile}-a")
    swap(mallory, profile, f"{profile}-a", f"{profile}-b")
    guard.settles(profile, role=f"{profile}-b")


def test_the_guard_tag_guards_without_a_glob(guard, mallory, name, trust):
    profile = name("dev")
    for role in (f"{profile}-a", f"{profile}-b"):
        guard.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
    guard.iam.create_instance_profile(
        InstanceProfileName=profile, Tags=[{"Key": "profile-guard", "Value": "locked"}]
    )
    guard.iam.add_role_to_instance_profile(
        InstanceProfileName=profile, RoleName=f"{profile}-a"
    )
    guard.settles(profile, role=f"{profile}-a")
    swap(mallory, profile, f"{profile}-a", f"{profile}-b")
    guard.heals(profile, role=f"{profile}-a")


def test_a_profile_that_a_service_owns_is_left_alone(guard, mallory, name, trust):
    profile = f"eks-{uuid.uuid4()}"  # as EKS names the profiles of managed node groups
    for role in (f"{profile}-a", f"{profile}-b"):
        mallory.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
    mallory.create_instance_profile(
        InstanceProfileName=profile, Tags=[{"Key": "profile-guard", "Value": "locked"}]
    )
    mallory.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=f"{profile}-a")
    swap(mallory, profile, f"{profile}-a", f"{profile}-b")
    guard.settles(profile, role=f"{profile}-b")


def test_a_repair_that_fails_once_succeeds_on_the_retry(guard, mallory, prod):
    guard.sandbox.faults(fail="AddRoleToInstanceProfile:1")
    mallory.remove_role_from_instance_profile(
        InstanceProfileName=prod, RoleName=f"{prod}-role"
    )

    def healed():
        guard.sandbox.advance("PT1M")  # Lambda waits a minute, then two
        return [role["RoleName"] for role in guard.profile(prod)["Roles"]] == [f"{prod}-role"]

    eventually(healed, every=1)


def test_doubled_and_reordered_events_come_to_the_same(guard, mallory, prod):
    guard.sandbox.faults(double=1, reorder=1)
    try:
        swap(mallory, prod, f"{prod}-role", f"{prod}-evil")
        guard.heals(prod, role=f"{prod}-role")
    finally:
        guard.sandbox.faults()
    guard.settles(prod, role=f"{prod}-role")


def tags(profile):
    return {tag["Key"]: tag["Value"] for tag in profile["Tags"]}


class Guard:
    """What the tests see of a sandbox that enforces, as an onlooker named admin."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.iam = client(sandbox.url, "iam", user="admin")
        self._sts = client(sandbox.url, "sts", user="admin")
        self._lambda = client(sandbox.url, "lambda", user="admin")

    def invoke(self, payload):
        got = self._lambda.invoke(FunctionName="ProfileGuard", Payload=json.dumps(payload))
        result = json.loads(got["Payload"].read())
        assert "FunctionError" not in got, result
        return result

    def session(self, role, name):
        arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
        got = self._sts.assume_role(RoleArn=arn, RoleSessionName=name)
        return client(self.sandbox.url, "iam", **session_keys(got["Credentials"]))

    def profile(self, name):
        return self.iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]

    def findings(self, profile):
        return [each for each in self.sandbox.findings() if profile in json.dumps(each)]

    def holds(self, profile, role):
        try:
            shown = self.profile(profile)
        except self.iam.exceptions.NoSuchEntityException:
            return None
        held = [each["RoleName"] for each in shown["Roles"]]
        return shown if held == [role] else None

    def heals(self, profile, role):
        """Waits until the profile holds this role; returns the profile."""
        return eventually(lambda: self.holds(profile, role))

    def settles(self, profile, role):
        """The profile holds this role once nothing is on its way any more."""
        eventually(lambda: self._quiet(profile), seconds=120)
        assert self.holds(profile, role), self.profile(profile)

    def deletes_against_the_guard(self, iam, profile, role):
        """Removes the role and deletes the profile although the guard puts the role back."""

        def deleted():
            try:
                if self.profile(profile)["Roles"]:
                    iam.remove_role_from_instance_profile(
                        InstanceProfileName=profile, RoleName=role
                    )
                iam.delete_instance_profile(InstanceProfileName=profile)
                return True
            except (
                iam.exceptions.DeleteConflictException,
                iam.exceptions.NoSuchEntityException,
            ):
                return False

        eventually(deleted, every=0)

    def _quiet(self, profile):
        """The events of all changes of the profile have arrived, and their functions have handled them."""
        changed = {
            call["eventId"]
            for call in self.sandbox.about(profile, "call")
            if call["subject"] == f"instance-profile/{profile}"
            and call["outcome"] == "ok"
            and call["function"] is None
            and not call["operation"].startswith(("Get", "List"))
        }
        events = self.sandbox.about(profile, "event")
        started = {(event["function"], event["eventId"]) for event in events if event["function"]}
        handled = {
            (line["function"], line["eventId"])
            for line in self.sandbox.timeline()
            if line["kind"] == "invocation"
        }
        return bool(changed) and changed <= {event for _, event in started} and started <= handled
