"""Managed policies, those of the account and those of AWS; service-linked roles; deleted principals.

Sources: recorded in LocalStack's test_iam_managed_policies, test_iam_policies and test_iam snapshots
(TestIAMServiceRoles); "Cannot create versions for policies outside your own account." as users
report it; IAM user guide, "AWS JSON policy elements: Principal", for deleted principals.
"""

import json

import pytest

from sandbox import ACCOUNT, EC2_TRUST, refused

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
DOCUMENT = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}],
    }
)


@pytest.fixture
def policy(iam, name):
    """Creates a policy of the account and returns its ARN."""

    def make(document=DOCUMENT):
        made = iam.create_policy(PolicyName=name(), PolicyDocument=document)
        return made["Policy"]["Arn"]

    return make


def statement(**elements):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **elements}]})


@pytest.mark.parametrize(
    "operation, more, message",
    [
        ("delete_policy", {}, "Cannot delete policies"),
        ("delete_policy_version", {"VersionId": "v1"}, "Cannot delete policy versions for policies"),
        ("set_default_policy_version", {"VersionId": "v1"}, "Cannot update policies"),
        ("create_policy_version", {"PolicyDocument": DOCUMENT}, "Cannot create versions for policies"),
    ],
)
def test_a_policy_of_aws_cannot_be_changed(iam, operation, more, message):
    with refused("AccessDenied", 403, f"{message} outside your own account."):
        getattr(iam, operation)(PolicyArn=ADMINISTRATOR, **more)


@pytest.mark.parametrize(
    "name, identity, description",
    [
        (
            "AdministratorAccess",
            "ANPAIWMBCKSKIEE64ZLYK",
            "Provides full access to AWS services and resources.",
        ),
        (
            "AmazonEC2ContainerRegistryPullOnly",
            "ANPAZKAPJZG4ACPA6HO4Q",
            "Provides access to pull images from Amazon EC2 Container Registry repositories.",
        ),
    ],
)
def test_a_policy_of_aws_has_its_id_and_description(iam, name, identity, description):
    got = iam.get_policy(PolicyArn=f"arn:aws:iam::aws:policy/{name}")["Policy"]
    assert (got["PolicyId"], got["Description"]) == (identity, description)
    assert got["Tags"] == []


def test_entities_of_an_unknown_policy(iam):
    arn = f"arn:aws:iam::{ACCOUNT}:policy/nobody"
    with refused("NoSuchEntity", 404, f"Policy {arn} does not exist or is not attachable."):
        iam.list_entities_for_policy(PolicyArn=arn)


def test_tags_of_a_policy_are_ordered_by_length_then_alphabet(iam, policy):
    arn = policy()
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": key, "Value": ""} for key in ("z", "abc", "b", "a")])
    tags = iam.list_policy_tags(PolicyArn=arn)["Tags"]
    assert [tag["Key"] for tag in tags] == ["a", "b", "z", "abc"]


def test_policies_of_the_account_come_first_by_their_ids(iam, policy):
    for _ in range(3):
        policy()
    pages = iam.get_paginator("list_policies").paginate(PaginationConfig={"PageSize": 1000})
    listed = [entry for page in pages for entry in page["Policies"]]
    own = [entry for entry in listed if not entry["Arn"].startswith("arn:aws:iam::aws:")]
    assert listed[: len(own)] == own
    ids = [entry["PolicyId"] for entry in own]
    assert len(ids) >= 3
    assert ids == sorted(ids)


@pytest.mark.parametrize("account", [ACCOUNT, "*"])
def test_the_root_of_an_account_is_a_resource(policy, account):
    policy(statement(Action="iam:*", Resource=f"arn:aws:iam::{account}:root"))


def test_another_iam_path_is_refused(policy):
    with refused("MalformedPolicyDocument", 400, match='"\\*", root, or start with user/, '):
        policy(statement(Action="iam:*", Resource="arn:aws:iam::1:roots"))


def test_the_older_grammar_is_checked_before_a_missing_action(policy):
    with refused("MalformedPolicyDocument", 400, "The policy failed legacy parsing"):
        policy(statement(Resource="arn:aws::::x"))


def test_the_version_of_an_attached_policy_is_listed_without_its_document(iam, role):
    arn = "arn:aws:iam::aws:policy/AmazonMQFullAccess"  # the sandbox does not have its document
    iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    pages = iam.get_paginator("get_account_authorization_details").paginate()
    [found] = [entry for page in pages for entry in page["Policies"] if entry["Arn"] == arn]
    [version] = found["PolicyVersionList"]
    assert (version["VersionId"], version["IsDefaultVersion"]) == (found["DefaultVersionId"], True)


def test_redshift_has_a_service_linked_role(iam):
    service = "redshift.amazonaws.com"
    made = iam.create_service_linked_role(AWSServiceName=service)["Role"]
    assert made["RoleName"] == "AWSServiceRoleForRedshift"
    assert made["Path"] == f"/aws-service-role/{service}/"
    with refused("InvalidInput", 400, f"Custom suffix is not allowed for {service}"):
        iam.create_service_linked_role(AWSServiceName=service, CustomSuffix="x")


def test_an_unknown_service_linked_role_is_not_denied(iam):
    with refused("NotImplemented", 501, match="does not know the service-linked role of ec2"):
        iam.create_service_linked_role(AWSServiceName="ec2.amazonaws.com")


def test_a_removal_names_the_missing_role_first(iam):
    with refused("NoSuchEntity", 404, "The role with name no-role cannot be found."):
        iam.remove_role_from_instance_profile(RoleName="no-role", InstanceProfileName="no-profile")


def test_a_deleted_role_is_shown_by_its_id_in_trust_policies(iam, role, name):
    trusted = iam.get_role(RoleName=role)["Role"]
    app = name()
    trust = json.loads(EC2_TRUST)
    trust["Statement"][0]["Principal"] = {"AWS": trusted["Arn"]}
    iam.create_role(RoleName=app, AssumeRolePolicyDocument=json.dumps(trust))

    iam.delete_role(RoleName=role)
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=EC2_TRUST)

    shown = iam.get_role(RoleName=app)["Role"]["AssumeRolePolicyDocument"]
    assert shown["Statement"][0]["Principal"] == {"AWS": trusted["RoleId"]}
