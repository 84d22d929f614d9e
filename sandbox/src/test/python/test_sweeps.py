"""The schedule's sweep in ./guard sandbox: nobody invokes Backfill here."""

import json

from sandbox import EC2_TRUST, Sandbox, client, eventually

ROLE = "arn:aws:iam::123456789012:role/"


def test_an_account_from_a_file_is_swept_before_its_first_edit_and_again_after_six_hours(tmp_path):
    file = tmp_path / "account.json"
    file.write_text(json.dumps(account("web", "evil", profiles={"prod-web": "web"})))
    with Sandbox.start(
        "GuardMode=enforce", "TrustedPrincipals=nobody", "GuardedProfiles=prod-*", options=("--account", str(file))
    ) as sandbox:
        eventually(lambda: ends(sandbox) == ["ExecutionSucceeded"])

        swap(sandbox)
        eventually(lambda: held(sandbox) == "web")
        sandbox.advance("PT1M")  # until the events of these calls are handled
        sandbox.faults(lose=1)
        swap(sandbox)
        sandbox.advance("PT5H")
        assert held(sandbox) == "evil"
        sandbox.advance("PT1H")

        eventually(lambda: ends(sandbox) == ["ExecutionSucceeded"] * 2)
        assert held(sandbox) == "web"


def test_no_sweep_comes_where_it_is_off():
    with Sandbox.start("SweepMode=off") as sandbox:
        sandbox.advance("P2D")

        assert sandbox.timeline() == []


def ends(sandbox):
    """How executions ended, oldest first."""
    return [
        line["operation"]
        for line in sandbox.timeline()
        if line["kind"] == "execution"
        and line["operation"] not in ("ExecutionStarted", "TaskSucceeded")
    ]


def held(sandbox):
    found = client(sandbox.url, "iam", user="reader").get_instance_profile(InstanceProfileName="prod-web")
    return " ".join(role["RoleName"] for role in found["InstanceProfile"]["Roles"])


def swap(sandbox):
    iam = client(sandbox.url, "iam", user="mallory")
    iam.remove_role_from_instance_profile(InstanceProfileName="prod-web", RoleName="web")
    iam.add_role_to_instance_profile(InstanceProfileName="prod-web", RoleName="evil")


def account(*roles, profiles):
    """What aws iam get-account-authorization-details prints of these."""

    def profile(name):
        return {
            "Path": "/",
            "InstanceProfileName": name,
            "InstanceProfileId": "AIPA" + name.upper().replace("-", "").ljust(17, "2"),
            "Arn": f"arn:aws:iam::123456789012:instance-profile/{name}",
            "CreateDate": "2025-01-01T00:00:00+00:00",
            "Roles": [role(profiles[name])],
        }

    def role(name):
        return {
            "Path": "/",
            "RoleName": name,
            "RoleId": "AROA" + name.upper().ljust(17, "2"),
            "Arn": ROLE + name,
            "CreateDate": "2025-01-01T00:00:00+00:00",
            "AssumeRolePolicyDocument": json.loads(EC2_TRUST),
        }

    def detail(name):
        held = [profile(each) for each in profiles if profiles[each] == name]
        more = {"InstanceProfileList": held, "RolePolicyList": [], "AttachedManagedPolicies": [], "Tags": []}
        return {**role(name), **more}

    return {
        "UserDetailList": [],
        "GroupDetailList": [],
        "RoleDetailList": [detail(name) for name in roles],
        "Policies": [],
        "IsTruncated": False,
    }
