"""MaxItems, Marker and IsTruncated of every list.

Sources: API reference (MaxItems 1 to 1000, default 100; Marker only when IsTruncated is true);
recorded: LocalStack's test_iam_roles.snapshot.json, test_list_roles_pagination.
"""

import pytest

from sandbox import refused

MANAGED = [
    "AdministratorAccess",
    "AmazonEC2ReadOnlyAccess",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonSSMManagedInstanceCore",
]


@pytest.fixture
def paged(request, iam, name, trust):
    """A list with exactly five things in it: (call that lists, key of the list)."""
    return LISTS[request.param](iam, name, trust)


def _roles(iam, name, trust):
    path = f"/{name()}/"
    for _ in range(5):
        iam.create_role(RoleName=name(), Path=path, AssumeRolePolicyDocument=trust)
    return lambda by=iam, **page: by.list_roles(PathPrefix=path, **page), "Roles"


def _profiles(iam, name, trust):
    path = f"/{name()}/"
    for _ in range(5):
        iam.create_instance_profile(InstanceProfileName=name(), Path=path)
    return lambda by=iam, **page: by.list_instance_profiles(PathPrefix=path, **page), "InstanceProfiles"


def _profiles_for_role(iam, name, trust):
    role = _role(iam, name, trust)
    for _ in range(5):
        profile = name()
        iam.create_instance_profile(InstanceProfileName=profile)
        iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    return (
        lambda by=iam, **page: by.list_instance_profiles_for_role(RoleName=role, **page),
        "InstanceProfiles",
    )


def _role_tags(iam, name, trust):
    role = _role(iam, name, trust)
    iam.tag_role(RoleName=role, Tags=[{"Key": f"k{i}", "Value": "v"} for i in range(5)])
    return lambda by=iam, **page: by.list_role_tags(RoleName=role, **page), "Tags"


def _profile_tags(iam, name, trust):
    made = name()
    tags = [{"Key": f"k{i}", "Value": "v"} for i in range(5)]
    iam.create_instance_profile(InstanceProfileName=made, Tags=tags)
    return (
        lambda by=iam, **page: by.list_instance_profile_tags(InstanceProfileName=made, **page),
        "Tags",
    )


def _inline(iam, name, trust):
    role = _role(iam, name, trust)
    allow = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
    for i in range(5):
        iam.put_role_policy(RoleName=role, PolicyName=f"p{i}", PolicyDocument=allow)
    return lambda by=iam, **page: by.list_role_policies(RoleName=role, **page), "PolicyNames"


def _attached(iam, name, trust):
    role = _role(iam, name, trust)
    for policy in MANAGED:
        iam.attach_role_policy(RoleName=role, PolicyArn=f"arn:aws:iam::aws:policy/{policy}")
    return (
        lambda by=iam, **page: by.list_attached_role_policies(RoleName=role, **page),
        "AttachedPolicies",
    )


def _role(iam, name, trust):
    made = name()
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust)
    return made


LISTS = {
    "ListRoles": _roles,
    "ListInstanceProfiles": _profiles,
    "ListInstanceProfilesForRole": _profiles_for_role,
    "ListRoleTags": _role_tags,
    "ListInstanceProfileTags": _profile_tags,
    "ListRolePolicies": _inline,
    "ListAttachedRolePolicies": _attached,
}

every_list = pytest.mark.parametrize("paged", LISTS, indirect=True)


@every_list
def test_a_whole_list_is_not_truncated_and_has_no_marker(paged):
    call, key = paged
    got = call()
    assert (len(got[key]), got["IsTruncated"], "Marker" in got) == (5, False, False)


@every_list
def test_a_page_has_the_requested_length_and_a_marker(paged):
    call, key = paged
    got = call(MaxItems=2)
    assert (len(got[key]), got["IsTruncated"], "Marker" in got) == (2, True, True)


@every_list
def test_following_the_markers_finds_each_once(paged):
    call, key = paged
    found, page = [], call(MaxItems=2)
    found += page[key]
    while page["IsTruncated"]:
        page = call(MaxItems=2, Marker=page["Marker"])
        found += page[key]
    assert found == call()[key]


@every_list
def test_the_last_page_is_not_truncated_even_when_it_is_full(paged):
    call, key = paged
    got = call(MaxItems=5)
    assert (len(got[key]), got["IsTruncated"], "Marker" in got) == (5, False, False)


@every_list
def test_a_marker_works_with_another_page_size(paged):
    # recorded: list-roles-with-marker goes on without MaxItems
    call, key = paged
    first = call(MaxItems=2)
    rest = call(Marker=first["Marker"])
    assert len(rest[key]) == 3
    assert not rest["IsTruncated"]


@every_list
def test_the_largest_page_size_is_accepted(paged):
    call, key = paged
    assert len(call(MaxItems=1000)[key]) == 5


@every_list
@pytest.mark.parametrize(
    "size, match",
    [
        (0, "'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1"),
        (1001, "'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000"),
    ],
)
def test_a_page_size_out_of_bounds_is_a_validation_error(paged, unchecked, size, match):
    call, _ = paged
    with refused("ValidationError", 400, match=match):
        call(by=unchecked, MaxItems=size)


@every_list
def test_a_marker_that_was_never_given_out_is_a_validation_error(paged):
    # reported for IAM as ValidationError "Invalid Marker."
    call, _ = paged
    with refused("ValidationError", 400, match="(?i)marker"):
        call(Marker="not-a-marker!")


def test_the_default_page_of_profiles_holds_100(iam, name):
    path = f"/{name()}/"
    for _ in range(101):
        iam.create_instance_profile(InstanceProfileName=name(), Path=path)
    page = iam.list_instance_profiles(PathPrefix=path)
    assert (len(page["InstanceProfiles"]), page["IsTruncated"]) == (100, True)
    rest = iam.list_instance_profiles(PathPrefix=path, Marker=page["Marker"])
    assert (len(rest["InstanceProfiles"]), rest["IsTruncated"]) == (1, False)


def test_boto3_paginators_see_everything(iam, name, trust):
    path = f"/{name()}/"
    names = {name() for _ in range(7)}
    for made in names:
        iam.create_role(RoleName=made, Path=path, AssumeRolePolicyDocument=trust)
    pages = iam.get_paginator("list_roles").paginate(
        PathPrefix=path, PaginationConfig={"PageSize": 3}
    )
    assert {role["RoleName"] for page in pages for role in page["Roles"]} == names


@pytest.mark.parametrize("kind", ["role", "profile"])
def test_a_path_prefix_selects_what_lies_below(iam, name, trust, kind):
    top = name()
    inside, outside = name(), name()
    for made, path in ((inside, f"/{top}/a/"), (outside, f"/{top}x/")):
        if kind == "role":
            iam.create_role(RoleName=made, Path=path, AssumeRolePolicyDocument=trust)
        else:
            iam.create_instance_profile(InstanceProfileName=made, Path=path)
    if kind == "role":
        found = [role["RoleName"] for role in iam.list_roles(PathPrefix=f"/{top}/")["Roles"]]
    else:
        listed = iam.list_instance_profiles(PathPrefix=f"/{top}/")["InstanceProfiles"]
        found = [profile["InstanceProfileName"] for profile in listed]
    assert found == [inside]


def test_a_path_prefix_that_nothing_matches_gives_an_empty_list(iam):
    # recorded: list-roles-empty-path-prefix
    got = iam.list_roles(PathPrefix="/nobody/lives/here/")
    assert (got["Roles"], got["IsTruncated"]) == ([], False)


@pytest.mark.parametrize("operation", ["list_roles", "list_instance_profiles"])
def test_a_path_prefix_without_leading_slash_is_a_validation_error(unchecked, operation):
    # message as reported for ListPolicies in aws-cli issue 5860
    with refused("ValidationError", 400, match="(?i)pathPrefix"):
        getattr(unchecked, operation)(PathPrefix="team")


def test_attached_policies_can_be_chosen_by_their_path(iam, role):
    iam.attach_role_policy(RoleName=role, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    iam.attach_role_policy(
        RoleName=role, PolicyArn="arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM"
    )
    got = iam.list_attached_role_policies(RoleName=role, PathPrefix="/service-role/")
    assert [p["PolicyName"] for p in got["AttachedPolicies"]] == ["AmazonEC2RoleforSSM"]

