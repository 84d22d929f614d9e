"""What a role looks like after each call.

Sources: botocore's service model; answers of AWS recorded in February 2026 in LocalStack's
tests/aws/services/iam/test_iam_roles.snapshot.json (below: recorded).
"""

import json
from datetime import datetime, timedelta, timezone

import pytest

from sandbox import ACCOUNT, EC2_TRUST, refused


def test_create_role_returns_the_six_elements_of_a_plain_role(iam, name, trust):
    # recorded: test_create_role_defaults
    made = iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust)["Role"]
    assert set(made) == {
        "Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument",
    }


def test_create_role_has_the_root_path_by_default(iam, name, trust):
    assert iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust)["Role"]["Path"] == "/"


def test_create_role_builds_the_arn_from_account_path_and_name(iam, name, trust):
    made = name()
    role = iam.create_role(RoleName=made, Path="/team/a/", AssumeRolePolicyDocument=trust)["Role"]
    assert role["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/team/a/{made}"


def test_create_role_dates_the_role_now_in_whole_seconds(iam, name, trust):
    date = iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust)["Role"]["CreateDate"]
    assert date.microsecond == 0
    assert abs(datetime.now(timezone.utc) - date) < timedelta(days=1)  # clock tests move time


def test_create_role_echoes_tags(iam, name, trust):
    # recorded: test_role_with_tags
    tags = [{"Key": "team", "Value": "a"}]
    role = iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust, Tags=tags)["Role"]
    assert role["Tags"] == tags


def test_create_role_does_not_echo_the_description(iam, name, trust):
    # recorded: test_list_roles_pagination creates with a description
    role = iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust, Description="x")["Role"]
    assert "Description" not in role


def test_create_role_does_not_echo_the_session_duration(iam, name, trust):
    role = iam.create_role(
        RoleName=name(), AssumeRolePolicyDocument=trust, MaxSessionDuration=7200
    )["Role"]
    assert "MaxSessionDuration" not in role


def test_create_role_echoes_a_permissions_boundary_as_an_object(iam, name, trust):
    # recorded: test_role_permissions_boundary_lifecycle
    boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    role = iam.create_role(
        RoleName=name(), AssumeRolePolicyDocument=trust, PermissionsBoundary=boundary
    )["Role"]
    assert role["PermissionsBoundary"] == {
        "PermissionsBoundaryType": "Policy",
        "PermissionsBoundaryArn": boundary,
    }


def test_get_role_adds_session_duration_and_last_use(iam, role):
    # recorded: test_create_role_defaults
    got = iam.get_role(RoleName=role)["Role"]
    assert set(got) == {
        "Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument",
        "MaxSessionDuration", "RoleLastUsed",
    }


def test_get_role_has_a_default_session_of_an_hour(iam, role):
    assert iam.get_role(RoleName=role)["Role"]["MaxSessionDuration"] == 3600


def test_get_role_shows_an_unused_role_with_an_empty_last_use(iam, role):
    assert iam.get_role(RoleName=role)["Role"]["RoleLastUsed"] == {}


def test_get_role_leaves_out_tags_when_there_are_none(iam, role):
    # recorded: test_role_tag_operations, get-role-no-tags
    assert "Tags" not in iam.get_role(RoleName=role)["Role"]


def test_get_role_shows_tags(iam, role):
    iam.tag_role(RoleName=role, Tags=[{"Key": "a", "Value": "1"}])
    assert iam.get_role(RoleName=role)["Role"]["Tags"] == [{"Key": "a", "Value": "1"}]


def test_get_role_shows_the_description(iam, name, trust):
    made = name()
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust, Description="why")
    assert iam.get_role(RoleName=made)["Role"]["Description"] == "why"


def test_get_role_leaves_out_a_description_that_was_never_given(iam, role):
    assert "Description" not in iam.get_role(RoleName=role)["Role"]


def test_get_role_shows_the_session_duration_given(iam, name, trust):
    made = name()
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust, MaxSessionDuration=43200)
    assert iam.get_role(RoleName=made)["Role"]["MaxSessionDuration"] == 43200


def test_get_role_shows_the_permissions_boundary(iam, name, trust):
    made = name()
    boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust, PermissionsBoundary=boundary)
    got = iam.get_role(RoleName=made)["Role"]["PermissionsBoundary"]
    assert got["PermissionsBoundaryArn"] == boundary


def test_get_role_returns_the_trust_policy_as_boto3_decodes_it(iam, role, trust):
    assert iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"] == json.loads(trust)


def test_the_role_id_survives_reads(iam, name, trust):
    made = name()
    created = iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust)["Role"]["RoleId"]
    assert iam.get_role(RoleName=made)["Role"]["RoleId"] == created


def test_list_roles_returns_roles_without_tags_boundary_and_last_use(iam, name, trust):
    # recorded: test_role_with_tags and test_role_permissions_boundary_lifecycle
    path = f"/{name()}/"
    iam.create_role(
        RoleName=name(),
        Path=path,
        AssumeRolePolicyDocument=trust,
        Description="d",
        PermissionsBoundary="arn:aws:iam::aws:policy/ReadOnlyAccess",
        Tags=[{"Key": "a", "Value": "1"}],
    )
    [listed] = iam.list_roles(PathPrefix=path)["Roles"]
    assert set(listed) == {
        "Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument",
        "Description", "MaxSessionDuration",
    }


def test_list_roles_shows_a_role_without_a_description_without_it(iam, name, trust):
    path = f"/{name()}/"
    iam.create_role(RoleName=name(), Path=path, AssumeRolePolicyDocument=trust)
    assert "Description" not in iam.list_roles(PathPrefix=path)["Roles"][0]


def test_update_role_changes_description_and_duration(iam, role):
    iam.update_role(RoleName=role, Description="new", MaxSessionDuration=7200)
    got = iam.get_role(RoleName=role)["Role"]
    assert (got["Description"], got["MaxSessionDuration"]) == ("new", 7200)


def test_update_role_without_values_changes_nothing(iam, role):
    # recorded: test_update_role, get-role-after-defaults
    iam.update_role(RoleName=role, Description="kept", MaxSessionDuration=7200)
    iam.update_role(RoleName=role)
    got = iam.get_role(RoleName=role)["Role"]
    assert (got["Description"], got["MaxSessionDuration"]) == ("kept", 7200)


def test_update_role_returns_only_metadata(iam, role):
    assert set(iam.update_role(RoleName=role, Description="x")) == {"ResponseMetadata"}


def test_update_role_description_returns_the_role(iam, role):
    # recorded: test_update_role, update-role-description-response
    got = iam.update_role_description(RoleName=role, Description="new")["Role"]
    assert set(got) == {
        "Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument", "Description",
    }
    assert got["Description"] == "new"


def test_update_assume_role_policy_replaces_the_trust_policy(iam, role):
    new = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(new))
    assert iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"] == new


def test_delete_role_returns_only_metadata(iam, role):
    assert set(iam.delete_role(RoleName=role)) == {"ResponseMetadata"}


def test_a_deleted_role_is_gone(iam, role):
    iam.delete_role(RoleName=role)
    with refused("NoSuchEntity", 404, f"The role with name {role} cannot be found."):
        iam.get_role(RoleName=role)


def test_delete_role_refuses_while_a_profile_holds_it(iam, filled):
    # recorded: test_delete_role_with_instance_profile
    with refused(
        "DeleteConflict", 409, "Cannot delete entity, must remove roles from instance profile first."
    ):
        iam.delete_role(RoleName=filled[1])


def test_delete_role_refuses_while_a_managed_policy_is_attached(iam, role):
    # recorded: test_delete_role_with_attached_policy
    iam.attach_role_policy(RoleName=role, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    with refused("DeleteConflict", 409, "Cannot delete entity, must detach all policies first."):
        iam.delete_role(RoleName=role)


def test_delete_role_refuses_while_there_is_an_inline_policy(iam, role):
    # recorded: test_delete_role_with_inline_policy
    document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=document)
    with refused("DeleteConflict", 409, "Cannot delete entity, must delete policies first."):
        iam.delete_role(RoleName=role)


def test_delete_role_works_once_nothing_is_in_the_way(iam, filled):
    profile, role = filled
    iam.attach_role_policy(RoleName=role, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    iam.detach_role_policy(RoleName=role, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=role)
    iam.delete_role(RoleName=role)
    with refused("NoSuchEntity", 404):
        iam.get_role(RoleName=role)


def test_tags_do_not_keep_a_role_from_being_deleted(iam, role):
    iam.tag_role(RoleName=role, Tags=[{"Key": "a", "Value": "1"}])
    iam.delete_role(RoleName=role)


SERVICE_LINKED = "AWSServiceRoleForAutoScaling"


@pytest.fixture(scope="module")
def service_linked(iam):
    try:
        iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")
    except iam.exceptions.InvalidInputException:
        pass  # a sandbox that was running before has it already
    return SERVICE_LINKED


def test_a_service_linked_role_has_the_services_name_and_path(iam, service_linked):
    got = iam.get_role(RoleName=service_linked)["Role"]
    assert got["Path"] == "/aws-service-role/autoscaling.amazonaws.com/"


@pytest.mark.parametrize(
    "operation, more",
    [
        ("attach_role_policy", {"PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}),
        ("delete_role", {}),
        ("update_assume_role_policy", {"PolicyDocument": EC2_TRUST}),
    ],
)
def test_a_service_linked_role_is_not_the_accounts_to_change(iam, service_linked, operation, more):
    # the message as the EKS and Auto Scaling documentation and many users show it
    with refused(
        "UnmodifiableEntity",
        400,
        f"Cannot perform the operation on the protected role '{service_linked}' - this role is "
        "only modifiable by AWS",
    ):
        getattr(iam, operation)(RoleName=service_linked, **more)


@pytest.mark.parametrize("operation", ["update_role", "update_role_description"])
def test_the_description_of_a_service_linked_role_may_change(iam, service_linked, operation):
    # IAM user guide, "Update a service-linked role"
    getattr(iam, operation)(RoleName=service_linked, Description=operation)
    assert iam.get_role(RoleName=service_linked)["Role"]["Description"] == operation


def test_the_session_duration_of_a_service_linked_role_may_not_change(iam, service_linked):
    # recorded by stackd, September 2026: update-duration
    with refused(
        "UnmodifiableEntity",
        400,
        f"{service_linked} is an AWS service linked role, max session duration cannot be changed.",
    ):
        iam.update_role(RoleName=service_linked, MaxSessionDuration=7200)


def test_the_trust_policy_of_a_service_linked_role_is_shown_in_two_ways(iam, name):
    # recorded by stackd, September 2026: create, get
    made = iam.create_service_linked_role(
        AWSServiceName="autoscaling.amazonaws.com", CustomSuffix=name("s")
    )["Role"]
    host = "autoscaling.amazonaws.com"
    assert made["AssumeRolePolicyDocument"]["Statement"] == [
        {"Action": ["sts:AssumeRole"], "Effect": "Allow", "Principal": {"Service": [host]}}
    ]
    got = iam.get_role(RoleName=made["RoleName"])["Role"]
    assert got["AssumeRolePolicyDocument"]["Statement"] == [
        {"Effect": "Allow", "Principal": {"Service": host}, "Action": "sts:AssumeRole"}
    ]


def test_a_service_linked_role_can_be_deleted_through_its_service(iam, name):
    # recorded by stackd, September 2026: delete-service-linked-role
    made = iam.create_service_linked_role(
        AWSServiceName="autoscaling.amazonaws.com", CustomSuffix=name("s")
    )["Role"]["RoleName"]
    task = iam.delete_service_linked_role(RoleName=made)["DeletionTaskId"]
    assert task.startswith(f"task/aws-service-role/autoscaling.amazonaws.com/{made}/")
    status = iam.get_service_linked_role_deletion_status(DeletionTaskId=task)
    assert status["Status"] == "SUCCEEDED"
    with refused("NoSuchEntity", 404, f"The role with name {made} cannot be found."):
        iam.get_role(RoleName=made)


def test_another_role_cannot_be_deleted_as_a_service_linked_one(iam, role):
    with refused("NoSuchEntity", 404, f"{role} exists but is not a service role."):
        iam.delete_service_linked_role(RoleName=role)


@pytest.mark.parametrize(
    "task, code, status, message",
    [
        ("nonsense", "InvalidInput", 400, "Invalid task id"),
        (
            "task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/0",
            "NoSuchEntity",
            404,
            "Cannot find deletion status for given id.",
        ),
    ],
)
def test_an_unknown_deletion_has_no_status(iam, task, code, status, message):
    with refused(code, status, message):
        iam.get_service_linked_role_deletion_status(DeletionTaskId=task)


def test_the_path_of_service_linked_roles_is_theirs_alone(iam, name, trust):
    # the message as users of aws-iam-policy-tool got it from AWS (pull request 9)
    with refused(
        "InvalidInput",
        400,
        "Path prefix '/aws-service-role/' can only be used for AWS Service linked Roles",
    ):
        iam.create_role(
            RoleName=name(),
            Path="/aws-service-role/ecs.amazonaws.com/",
            AssumeRolePolicyDocument=trust,
        )
