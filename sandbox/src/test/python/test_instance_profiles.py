"""What an instance profile looks like after each call.

Sources: botocore's service model; answers of AWS recorded in February 2026 in LocalStack's
tests/aws/services/iam/test_iam_instance_profiles.snapshot.json (below: recorded).
"""

from sandbox import ACCOUNT, refused

NESTED_ROLE = {"Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument"}


def test_create_returns_no_tags_when_none_were_given(iam, name):
    # recorded: test_instance_profile_lifecycle
    made = iam.create_instance_profile(InstanceProfileName=name())["InstanceProfile"]
    assert set(made) == {
        "Path", "InstanceProfileName", "InstanceProfileId", "Arn", "CreateDate", "Roles",
    }


def test_create_returns_an_empty_list_of_roles(iam, name):
    assert iam.create_instance_profile(InstanceProfileName=name())["InstanceProfile"]["Roles"] == []


def test_create_has_the_root_path_by_default(iam, name):
    assert iam.create_instance_profile(InstanceProfileName=name())["InstanceProfile"]["Path"] == "/"


def test_create_builds_the_arn_from_account_path_and_name(iam, name):
    made = name()
    got = iam.create_instance_profile(InstanceProfileName=made, Path="/gke/eu/")["InstanceProfile"]
    assert got["Arn"] == f"arn:aws:iam::{ACCOUNT}:instance-profile/gke/eu/{made}"


def test_create_echoes_tags(iam, name):
    # recorded: test_instance_profile_create_with_tags
    tags = [{"Key": "InitialKey", "Value": "InitialValue"}]
    got = iam.create_instance_profile(InstanceProfileName=name(), Tags=tags)["InstanceProfile"]
    assert got["Tags"] == tags


def test_create_dates_the_profile_in_whole_seconds(iam, name):
    got = iam.create_instance_profile(InstanceProfileName=name())["InstanceProfile"]
    assert got["CreateDate"].microsecond == 0


def test_get_shows_an_empty_list_of_tags(iam, profile):
    # recorded: test_instance_profile_lifecycle, get-instance-profile. Unlike GetRole.
    got = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    assert got["Tags"] == []


def test_get_returns_what_create_returned(iam, name):
    made = name()
    created = iam.create_instance_profile(
        InstanceProfileName=made, Path="/x/", Tags=[{"Key": "a", "Value": "1"}]
    )["InstanceProfile"]
    assert iam.get_instance_profile(InstanceProfileName=made)["InstanceProfile"] == created


def test_get_shows_the_role_without_its_details(iam, filled):
    # recorded: test_add_remove_role_from_instance_profile
    profile, role = filled
    iam.update_role(RoleName=role, Description="d", MaxSessionDuration=7200)
    iam.tag_role(RoleName=role, Tags=[{"Key": "a", "Value": "1"}])
    [nested] = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]["Roles"]
    assert set(nested) == NESTED_ROLE


def test_get_shows_the_role_with_the_id_that_the_role_has(iam, filled):
    profile, role = filled
    [nested] = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]["Roles"]
    assert nested["RoleId"] == iam.get_role(RoleName=role)["Role"]["RoleId"]


def test_get_shows_the_role_with_its_trust_policy_of_now(iam, filled, trust):
    profile, role = filled
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust.replace("ec2", "ssm"))
    [nested] = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]["Roles"]
    service = nested["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"]
    assert service == "ssm.amazonaws.com"


def test_add_role_returns_only_metadata(iam, profile, role):
    got = iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    assert set(got) == {"ResponseMetadata"}


def test_a_second_role_is_over_the_quota(iam, filled, name, trust):
    # recorded: test_add_second_role_to_instance_profile_error
    second = name()
    iam.create_role(RoleName=second, AssumeRolePolicyDocument=trust)
    with refused(
        "LimitExceeded", 409, "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"
    ):
        iam.add_role_to_instance_profile(InstanceProfileName=filled[0], RoleName=second)


def test_the_same_role_again_is_over_the_quota_too(iam, filled):
    # CloudTrail: LimitExceededException for the role that is there; the Terraform provider and
    # Karpenter read the profile before they add.
    with refused(
        "LimitExceeded", 409, "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"
    ):
        iam.add_role_to_instance_profile(InstanceProfileName=filled[0], RoleName=filled[1])


def test_a_refused_second_role_leaves_the_first(iam, filled, name, trust):
    second = name()
    iam.create_role(RoleName=second, AssumeRolePolicyDocument=trust)
    with refused("LimitExceeded", 409):
        iam.add_role_to_instance_profile(InstanceProfileName=filled[0], RoleName=second)
    [role] = iam.get_instance_profile(InstanceProfileName=filled[0])["InstanceProfile"]["Roles"]
    assert role["RoleName"] == filled[1]


def test_one_role_may_be_in_several_profiles(iam, filled, name):
    other = name()
    iam.create_instance_profile(InstanceProfileName=other)
    iam.add_role_to_instance_profile(InstanceProfileName=other, RoleName=filled[1])
    held = iam.list_instance_profiles_for_role(RoleName=filled[1])["InstanceProfiles"]
    assert {p["InstanceProfileName"] for p in held} == {filled[0], other}


def test_a_role_that_ec2_cannot_assume_is_accepted(iam, profile, name, trust):
    # the API does not look at the trust policy
    made = name()
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust.replace("ec2", "eks"))
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=made)


def test_add_role_refuses_an_unknown_profile(iam, role):
    # recorded: test_role_instance_profile_operations_errors, as the next four
    with refused("NoSuchEntity", 404, "Instance Profile nobody cannot be found."):
        iam.add_role_to_instance_profile(InstanceProfileName="nobody", RoleName=role)


def test_add_role_refuses_an_unknown_role(iam, profile):
    with refused("NoSuchEntity", 404, "The role with name nobody cannot be found."):
        iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName="nobody")


def test_remove_role_refuses_an_unknown_profile(iam, role):
    with refused("NoSuchEntity", 404, "Instance Profile nobody cannot be found."):
        iam.remove_role_from_instance_profile(InstanceProfileName="nobody", RoleName=role)


def test_remove_role_refuses_an_unknown_role(iam, profile):
    with refused("NoSuchEntity", 404, "The role with name nobody cannot be found."):
        iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName="nobody")


def test_remove_role_refuses_a_role_that_is_not_in_it(iam, profile, role):
    with refused(
        "NoSuchEntity", 404, f"Role {role} in Instance Profile {profile} cannot be found."
    ):
        iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=role)


def test_remove_role_empties_the_profile(iam, filled):
    iam.remove_role_from_instance_profile(InstanceProfileName=filled[0], RoleName=filled[1])
    got = iam.get_instance_profile(InstanceProfileName=filled[0])["InstanceProfile"]
    assert got["Roles"] == []


def test_a_role_can_come_back_after_it_was_removed(iam, filled):
    profile, role = filled
    iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=role)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    [nested] = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]["Roles"]
    assert nested["RoleName"] == role


def test_changing_the_role_keeps_the_profile_id(iam, filled):
    profile, role = filled
    before = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=role)
    after = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    assert before["InstanceProfileId"] == after["InstanceProfileId"]


def test_delete_refuses_while_there_is_a_role(iam, filled):
    # recorded: test_delete_instance_profile_with_role_error
    with refused(
        "DeleteConflict", 409, "Cannot delete entity, must remove roles from instance profile first."
    ):
        iam.delete_instance_profile(InstanceProfileName=filled[0])


def test_a_deleted_profile_is_gone(iam, profile):
    # recorded: test_instance_profile_lifecycle
    iam.delete_instance_profile(InstanceProfileName=profile)
    with refused("NoSuchEntity", 404, f"Instance Profile {profile} cannot be found."):
        iam.get_instance_profile(InstanceProfileName=profile)


def test_delete_refuses_an_unknown_profile(iam):
    # recorded: test_instance_profile_errors
    with refused("NoSuchEntity", 404, "Instance Profile nobody cannot be found."):
        iam.delete_instance_profile(InstanceProfileName="nobody")


def test_tags_do_not_keep_a_profile_from_being_deleted(iam, name):
    made = name()
    iam.create_instance_profile(InstanceProfileName=made, Tags=[{"Key": "a", "Value": "1"}])
    iam.delete_instance_profile(InstanceProfileName=made)


def test_list_shows_no_tags(iam, name):
    # API reference, ListInstanceProfiles: "does not return tags"; recorded: test_list_instance_profiles
    path = f"/{name()}/"
    iam.create_instance_profile(
        InstanceProfileName=name(), Path=path, Tags=[{"Key": "a", "Value": "1"}]
    )
    [listed] = iam.list_instance_profiles(PathPrefix=path)["InstanceProfiles"]
    assert set(listed) == {
        "Path", "InstanceProfileName", "InstanceProfileId", "Arn", "CreateDate", "Roles",
    }


def test_list_shows_the_roles(iam, name, role):
    path, made = f"/{name()}/", name()
    iam.create_instance_profile(InstanceProfileName=made, Path=path)
    iam.add_role_to_instance_profile(InstanceProfileName=made, RoleName=role)
    [listed] = iam.list_instance_profiles(PathPrefix=path)["InstanceProfiles"]
    assert [set(nested) for nested in listed["Roles"]] == [NESTED_ROLE]


def test_list_for_role_shows_no_tags(iam, filled):
    # recorded: test_list_instance_profiles_for_role
    iam.tag_instance_profile(InstanceProfileName=filled[0], Tags=[{"Key": "a", "Value": "1"}])
    [listed] = iam.list_instance_profiles_for_role(RoleName=filled[1])["InstanceProfiles"]
    assert "Tags" not in listed


def test_list_for_role_shows_the_role_itself(iam, filled):
    [listed] = iam.list_instance_profiles_for_role(RoleName=filled[1])["InstanceProfiles"]
    assert [nested["RoleName"] for nested in listed["Roles"]] == [filled[1]]


def test_list_for_role_is_empty_for_a_role_without_profiles(iam, role):
    got = iam.list_instance_profiles_for_role(RoleName=role)
    assert (got["InstanceProfiles"], got["IsTruncated"]) == ([], False)


def test_list_for_role_refuses_an_unknown_role(iam):
    with refused("NoSuchEntity", 404, "The role with name nobody cannot be found."):
        iam.list_instance_profiles_for_role(RoleName="nobody")


def test_the_waiter_finds_a_profile(iam, profile):
    iam.get_waiter("instance_profile_exists").wait(
        InstanceProfileName=profile, WaiterConfig={"Delay": 1, "MaxAttempts": 2}
    )
