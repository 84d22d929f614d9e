"""Unique names, unique IDs, and what both mean for recreated entities.

Sources: IAM user guide, "IAM identifiers" and "IAM and STS quotas" (names "aren't distinguished by
case"); recorded messages as in test_roles and test_instance_profiles.
"""

import re

import pytest

from sandbox import refused


def test_role_ids_start_with_aroa_and_have_21_characters(iam, role):
    assert re.fullmatch(r"AROA[A-Z0-9]{17}", iam.get_role(RoleName=role)["Role"]["RoleId"])


def test_profile_ids_start_with_aipa_and_have_21_characters(iam, profile):
    got = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    assert re.fullmatch(r"AIPA[A-Z0-9]{17}", got["InstanceProfileId"])


def test_no_two_roles_have_the_same_id(iam, name, trust):
    ids = {
        iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust)["Role"]["RoleId"]
        for _ in range(20)
    }
    assert len(ids) == 20


def test_a_recreated_role_has_a_new_id(iam, role, trust):
    before = iam.get_role(RoleName=role)["Role"]
    iam.delete_role(RoleName=role)
    after = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)["Role"]
    assert before["RoleId"] != after["RoleId"]
    assert before["Arn"] == after["Arn"]


def test_a_recreated_profile_has_a_new_id(iam, profile):
    before = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    iam.delete_instance_profile(InstanceProfileName=profile)
    after = iam.create_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    assert before["InstanceProfileId"] != after["InstanceProfileId"]
    assert before["Arn"] == after["Arn"]


def test_a_role_name_is_taken_once(iam, role, trust):
    # recorded: create-role-already-exists-error
    with refused("EntityAlreadyExists", 409, f"Role with name {role} already exists."):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)


def test_a_profile_name_is_taken_once(iam, profile):
    # recorded: create-duplicate-error
    with refused("EntityAlreadyExists", 409, f"Instance Profile {profile} already exists."):
        iam.create_instance_profile(InstanceProfileName=profile)


def test_a_role_name_is_taken_in_every_case(iam, role, trust):
    with refused("EntityAlreadyExists", 409):
        iam.create_role(RoleName=role.upper(), AssumeRolePolicyDocument=trust)


def test_a_profile_name_is_taken_in_every_case(iam, profile):
    with refused("EntityAlreadyExists", 409):
        iam.create_instance_profile(InstanceProfileName=profile.upper())


def test_another_path_does_not_free_a_role_name(iam, role, trust):
    with refused("EntityAlreadyExists", 409):
        iam.create_role(RoleName=role, Path="/elsewhere/", AssumeRolePolicyDocument=trust)


def test_another_path_does_not_free_a_profile_name(iam, profile):
    with refused("EntityAlreadyExists", 409):
        iam.create_instance_profile(InstanceProfileName=profile, Path="/elsewhere/")


def test_names_keep_the_case_they_were_made_with(iam, name, trust):
    made = name("MixedCase")
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust)
    assert iam.get_role(RoleName=made)["Role"]["RoleName"] == made


def test_a_role_and_a_profile_may_share_a_name(iam, name, trust):
    made = name()
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust)
    iam.create_instance_profile(InstanceProfileName=made)


def test_a_name_is_free_again_after_deletion(iam, profile):
    iam.delete_instance_profile(InstanceProfileName=profile)
    iam.create_instance_profile(InstanceProfileName=profile)


def test_a_refused_creation_leaves_the_first_as_it_was(iam, name):
    made = name()
    first = iam.create_instance_profile(InstanceProfileName=made, Path="/one/")["InstanceProfile"]
    with refused("EntityAlreadyExists", 409):
        iam.create_instance_profile(InstanceProfileName=made, Path="/two/")
    got = iam.get_instance_profile(InstanceProfileName=made)["InstanceProfile"]
    assert (got["InstanceProfileId"], got["Path"]) == (first["InstanceProfileId"], "/one/")


@pytest.mark.parametrize("signs", ["a+b", "a=b", "a,b", "a.b", "a@b", "a-b", "a_b"])
def test_names_may_hold_the_signs_of_the_model(iam, name, trust, signs):
    made = f"{name()}{signs}"
    got = iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust)["Role"]
    assert got["RoleName"] == made
    iam.create_instance_profile(InstanceProfileName=made)
    got = iam.get_instance_profile(InstanceProfileName=made)["InstanceProfile"]
    assert got["Arn"].endswith(f":instance-profile/{made}")


def test_a_role_name_may_have_64_characters(iam, name, trust):
    made = name().ljust(64, "x")
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust)
    assert iam.get_role(RoleName=made)["Role"]["RoleName"] == made


def test_a_profile_name_may_have_128_characters(iam, name):
    made = name().ljust(128, "x")
    iam.create_instance_profile(InstanceProfileName=made)
    got = iam.get_instance_profile(InstanceProfileName=made)["InstanceProfile"]
    assert got["InstanceProfileName"] == made


def test_a_path_may_have_512_characters(iam, name):
    path = "/" + "p" * 510 + "/"
    got = iam.create_instance_profile(InstanceProfileName=name(), Path=path)["InstanceProfile"]
    assert got["Path"] == path
