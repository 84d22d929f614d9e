"""GetAccountSummary and GetAccountAuthorizationDetails.

Sources: recorded in LocalStack's test_iam_account_summary and
test_iam_account_authorization_details snapshots (February 2026).
"""

import json

import pytest

from sandbox import refused

QUOTAS = {
    "AccessKeysPerUserQuota": 2,
    "AssumeRolePolicySizeQuota": 2048,
    "AttachedPoliciesPerGroupQuota": 10,
    "AttachedPoliciesPerRoleQuota": 10,
    "AttachedPoliciesPerUserQuota": 10,
    "GroupPolicySizeQuota": 5120,
    "GroupsPerUserQuota": 10,
    "GroupsQuota": 300,
    "InstanceProfilesQuota": 1000,
    "PoliciesQuota": 1500,
    "PolicySizeQuota": 6144,
    "PolicyVersionsInUseQuota": 10000,
    "RolePolicySizeQuota": 10240,
    "RolesQuota": 1000,
    "ServerCertificatesQuota": 20,
    "SigningCertificatesPerUserQuota": 2,
    "UserPolicySizeQuota": 2048,
    "UsersQuota": 5000,
    "VersionsPerPolicyQuota": 5,
}
COUNTS = {
    "AccountAccessKeysPresent", "AccountMFAEnabled", "AccountPasswordPresent",
    "AccountSigningCertificatesPresent", "GlobalEndpointTokenVersion", "Groups", "InstanceProfiles",
    "MFADevices", "MFADevicesInUse", "Policies", "PolicyVersionsInUse", "Providers", "Roles",
    "ServerCertificates", "Users",
}
ALLOW = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}],
}


def details(iam, role, **more):
    pages = iam.get_paginator("get_account_authorization_details").paginate(
        Filter=["Role"], **more
    )
    found = [r for page in pages for r in page["RoleDetailList"] if r["RoleName"] == role]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("entry", QUOTAS)
def test_the_summary_contains_the_default_quota(iam, entry):
    assert iam.get_account_summary()["SummaryMap"][entry] == QUOTAS[entry]


def test_the_summary_has_every_entry_of_an_account(iam):
    assert set(iam.get_account_summary()["SummaryMap"]) >= COUNTS | set(QUOTAS)


def test_the_summary_counts_roles(iam, name, trust):
    before = iam.get_account_summary()["SummaryMap"]["Roles"]
    iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust)
    assert iam.get_account_summary()["SummaryMap"]["Roles"] == before + 1


def test_the_summary_counts_profiles(iam, profile):
    before = iam.get_account_summary()["SummaryMap"]["InstanceProfiles"]
    iam.delete_instance_profile(InstanceProfileName=profile)
    assert iam.get_account_summary()["SummaryMap"]["InstanceProfiles"] == before - 1


def test_role_details_have_every_list_even_when_empty(iam, role):
    # recorded: no-filter-result. No MaxSessionDuration, no Description here.
    assert set(details(iam, role)) == {
        "Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument",
        "InstanceProfileList", "RolePolicyList", "AttachedManagedPolicies", "Tags", "RoleLastUsed",
    }


def test_role_details_of_a_bare_role_are_empty(iam, role):
    got = details(iam, role)
    assert [got["InstanceProfileList"], got["RolePolicyList"]] == [[], []]
    assert [got["AttachedManagedPolicies"], got["Tags"], got["RoleLastUsed"]] == [[], [], {}]


def test_role_details_show_the_trust_policy(iam, role, trust):
    assert details(iam, role)["AssumeRolePolicyDocument"] == json.loads(trust)


def test_role_details_show_tags(iam, role):
    iam.tag_role(RoleName=role, Tags=[{"Key": "a", "Value": "1"}])
    assert details(iam, role)["Tags"] == [{"Key": "a", "Value": "1"}]


def test_role_details_show_inline_policies(iam, role):
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=json.dumps(ALLOW))
    assert details(iam, role)["RolePolicyList"] == [{"PolicyName": "p", "PolicyDocument": ALLOW}]


def test_role_details_show_attached_policies(iam, role):
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    assert details(iam, role)["AttachedManagedPolicies"] == [
        {"PolicyName": "ReadOnlyAccess", "PolicyArn": arn}
    ]


def test_role_details_show_profiles_with_the_role_in_them(iam, filled):
    # recorded: role-filter-result
    [profile] = details(iam, filled[1])["InstanceProfileList"]
    assert profile["InstanceProfileName"] == filled[0]
    assert [role["RoleName"] for role in profile["Roles"]] == [filled[1]]
    assert set(profile["Roles"][0]) == {
        "Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument",
    }


def test_the_filter_role_leaves_the_other_lists_empty(iam, role):
    got = iam.get_account_authorization_details(Filter=["Role"])
    assert [got["UserDetailList"], got["GroupDetailList"], got["Policies"]] == [[], [], []]


def test_another_filter_leaves_roles_out(iam, role):
    got = iam.get_account_authorization_details(Filter=["User"])
    assert got["RoleDetailList"] == []


def test_without_a_filter_roles_are_there(iam, role):
    pages = iam.get_paginator("get_account_authorization_details").paginate()
    assert role in {r["RoleName"] for page in pages for r in page["RoleDetailList"]}


def test_an_unknown_filter_is_a_validation_error(unchecked):
    with refused("ValidationError", 400, match="(?i)filter"):
        unchecked.get_account_authorization_details(Filter=["Everything"])


def test_details_come_in_pages(iam, name, trust):
    for _ in range(3):
        iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust)
    got = iam.get_account_authorization_details(Filter=["Role"], MaxItems=2)
    assert (len(got["RoleDetailList"]), got["IsTruncated"]) == (2, True)
    again = iam.get_account_authorization_details(
        Filter=["Role"], MaxItems=2, Marker=got["Marker"]
    )
    first = {role["RoleName"] for role in got["RoleDetailList"]}
    assert first.isdisjoint(role["RoleName"] for role in again["RoleDetailList"])


def test_profiles_without_a_role_are_not_in_the_details(iam, profile):
    pages = iam.get_paginator("get_account_authorization_details").paginate()
    shown = {
        p["InstanceProfileName"]
        for page in pages
        for role in page["RoleDetailList"]
        for p in role["InstanceProfileList"]
    }
    assert profile not in shown
