"""ProfileGuard: reverts mallory's changes to a guarded profile."""

from account import TRUST, check, event, fresh, succeeded

FUNCTION = "ProfileGuard"


def play(account, invoke):
    swapped_role(account, invoke)
    deleted_profile(account, invoke)
    misunderstood(invoke)


def swapped_role(account, invoke):
    """The recorded role is in the profile again. boto3 and the AWS CLI both see it."""
    profile, good, evil = populated(account.iam)
    invoke(FUNCTION, {"adopt": {"profile": profile}})
    mallory = account.client("iam", "mallory")
    mallory.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=good)
    mallory.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=evil)
    swapped = event(
        "AddRoleToInstanceProfile", {"instanceProfileName": profile, "roleName": evil}
    )
    succeeded(invoke(FUNCTION, swapped), "role swapped")
    check(account.roles_in(profile) == [good], "boto3 sees the recorded role")
    shown = account.aws(
        *("iam", "get-instance-profile", "--instance-profile-name", profile),
        *("--query", "InstanceProfile.Roles[].RoleName", "--output", "text"),
    )
    check(shown == good, "the AWS CLI sees the recorded role", shown)
    again = invoke(FUNCTION, swapped)
    check(not again.get("actions"), "the same event again changes nothing", again)


def deleted_profile(account, invoke):
    """The profile exists again with its path, tags and role, and with a new ID."""
    profile, good, _ = populated(account.iam)
    before = account.profile(profile)
    invoke(FUNCTION, {"adopt": {"profile": profile}})
    mallory = account.client("iam", "mallory")
    mallory.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=good)
    mallory.delete_instance_profile(InstanceProfileName=profile)
    deleted = event("DeleteInstanceProfile", {"instanceProfileName": profile})
    succeeded(invoke(FUNCTION, deleted), "profile deleted")
    after = account.profile(profile)
    check(account.roles_in(profile) == [good], "the restored profile holds the role", after)
    same = all(before[key] == after[key] for key in ("Path", "Tags"))
    check(same, "the restored profile has its path and tags", after)
    check(before["InstanceProfileId"] != after["InstanceProfileId"], "its ID is new", after)


def misunderstood(invoke):
    """An invalid request leads to an error that lists the valid requests."""
    result = invoke(FUNCTION, {"dance": {}})
    check("show" in result.get("errorMessage", ""), "the error lists the valid requests", result)


def populated(iam):
    """A guarded profile with its role, and a role to swap in: the three names."""
    profile = fresh("prod")
    good, evil = f"{profile}-good", f"{profile}-evil"
    for role in (good, evil):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
    iam.create_instance_profile(
        InstanceProfileName=profile, Path="/ci/", Tags=[{"Key": "team", "Value": "a"}]
    )
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=good)
    return profile, good, evil
