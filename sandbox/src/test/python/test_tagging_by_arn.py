"""The Resource Groups Tagging API on roles and instance profiles.

Sources: Resource Groups Tagging API reference, TagResources, UntagResources (20 ARNs a call,
FailedResourcesMap).
"""

import pytest

from sandbox import ACCOUNT, client, refused


@pytest.fixture(scope="module")
def tagging(sandbox):
    return client(sandbox.url, "resourcegroupstaggingapi")


@pytest.fixture
def arns(filled):
    profile, role = filled
    return [f"arn:aws:iam::{ACCOUNT}:role/{role}", f"arn:aws:iam::{ACCOUNT}:instance-profile/{profile}"]


def tags(iam, filled):
    profile, role = filled
    return (
        {tag["Key"]: tag["Value"] for tag in iam.list_role_tags(RoleName=role)["Tags"]},
        {
            tag["Key"]: tag["Value"]
            for tag in iam.list_instance_profile_tags(InstanceProfileName=profile)["Tags"]
        },
    )


def test_one_call_tags_both(tagging, iam, filled, arns):
    got = tagging.tag_resources(ResourceARNList=arns, Tags={"Owner": "ann"})
    assert got["FailedResourcesMap"] == {}
    assert tags(iam, filled) == ({"Owner": "ann"}, {"Owner": "ann"})


def test_one_call_untags_both(tagging, iam, filled, arns):
    tagging.tag_resources(ResourceARNList=arns, Tags={"Owner": "ann", "Env": "prod"})
    assert tagging.untag_resources(ResourceARNList=arns, TagKeys=["Owner"])["FailedResourcesMap"] == {}
    assert tags(iam, filled) == ({"Env": "prod"}, {"Env": "prod"})


def test_failures_are_reported_and_the_rest_is_tagged(tagging, iam, filled, arns):
    gone = f"arn:aws:iam::{ACCOUNT}:role/nobody-at-all"
    failed = tagging.tag_resources(ResourceARNList=[gone, *arns], Tags={"a": "1"})["FailedResourcesMap"]
    assert set(failed) == {gone}
    assert failed[gone]["StatusCode"] == 400
    assert failed[gone]["ErrorCode"] == "InvalidParameterException"
    assert failed[gone]["ErrorMessage"]
    assert tags(iam, filled) == ({"a": "1"}, {"a": "1"})


def test_it_is_recorded_as_one_call(tagging, sandbox, filled, arns):
    tagging.tag_resources(ResourceARNList=arns, Tags={"a": "1"})
    told = [line["operation"] for line in sandbox.about(filled[1], "call")]
    assert "TagResources" in told
    assert "TagRole" not in told


def test_more_than_twenty_resources_are_refused(sandbox, arns):
    unchecked = client(sandbox.url, "resourcegroupstaggingapi", parameter_validation=False)
    with refused("InvalidParameterException", 400, match="less than or equal to 20"):
        unchecked.tag_resources(ResourceARNList=arns * 11, Tags={"a": "1"})


def test_reading_is_refused_with_the_alternative(tagging):
    with refused("NotImplemented", 501, match="ListRoleTags"):
        tagging.get_resources()
