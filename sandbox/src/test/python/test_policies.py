"""Trust policies, inline policies and attached policies of a role.

Sources: recorded in LocalStack's test_iam_roles and test_iam_policies snapshots (February 2026,
TestPolicyDocumentValidity for inline documents); quotas page (2048, 10240, 10 policies, white space
not counted); messages of LimitExceeded as users report them (kubeflow/dashboard issue 29,
aws/eks-hybrid pull 741, aws-amplify/amplify-backend issue 2615).
"""

import json
import urllib.parse

import pytest

from sandbox import ACCOUNT, query, refused

ALLOW = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::example_bucket"}
DOCUMENT = {"Version": "2012-10-17", "Statement": [ALLOW]}
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def statement(**changes):
    """A trust policy whose one statement differs so; None takes an element away."""
    whole = {
        "Effect": "Allow",
        "Principal": {"Service": "ec2.amazonaws.com"},
        "Action": "sts:AssumeRole",
        **changes,
    }
    whole = {key: value for key, value in whole.items() if value is not None}
    return json.dumps({"Version": "2012-10-17", "Statement": [whole]})


BAD_TRUST = {
    # recorded: test_update_assume_role_policy_errors
    "no JSON": ("not valid json", "This policy contains invalid Json"),
    "another action": (
        statement(Action="sts:InvalidAction"),
        "AssumeRole policy may only specify STS AssumeRole actions.",
    ),
    "a service action": (
        statement(Action="s3:GetObject"),
        "AssumeRole policy may only specify STS AssumeRole actions.",
    ),
    "a resource": (statement(Resource="*"), "Has prohibited field Resource"),
    # reported by many users of CloudFormation and Terraform
    "no principal": (statement(Principal=None), "Missing required field Principal"),
}


@pytest.mark.parametrize("case", BAD_TRUST)
def test_a_bad_trust_policy_cannot_be_set(iam, role, case):
    document, message = BAD_TRUST[case]
    with refused("MalformedPolicyDocument", 400, message):
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=document)


@pytest.mark.parametrize("case", BAD_TRUST)
def test_a_role_cannot_be_made_with_a_bad_trust_policy(iam, name, case):
    document, message = BAD_TRUST[case]
    made = name()
    with refused("MalformedPolicyDocument", 400, message):
        iam.create_role(RoleName=made, AssumeRolePolicyDocument=document)
    with refused("NoSuchEntity", 404):
        iam.get_role(RoleName=made)


@pytest.mark.parametrize(
    "document",
    [
        statement(Effect="Perhaps"),
        statement(Effect=None),
        json.dumps({"Version": "2012-10-17"}),
        json.dumps({"Version": "2012-10-17", "Statement": []}),
        json.dumps([]),
        json.dumps("text"),
    ],
    ids=["bad effect", "no effect", "no statement", "empty statement", "a list", "a string"],
)
def test_a_trust_policy_without_sense_is_malformed(iam, role, document):
    with refused("MalformedPolicyDocument", 400):
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=document)


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "123456789012"},
        {"AWS": "arn:aws:iam::123456789012:root"},
        {"AWS": "*"},
        {"Service": ["ec2.amazonaws.com", "ssm.amazonaws.com"]},
        {"Federated": "cognito-identity.amazonaws.com"},
    ],
    ids=["account", "root", "anyone", "services", "federated"],
)
def test_a_trust_policy_may_name_any_kind_of_principal(iam, role, principal):
    action = "sts:AssumeRoleWithWebIdentity" if "Federated" in principal else "sts:AssumeRole"
    document = statement(Principal=principal, Action=action)
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=document)


def test_a_trust_policy_may_not_say_anyone_by_a_bare_star(iam, role):
    # Terraform's aws_iam_policy_document notes that a role's trust policy wants {"AWS": "*"}
    with refused("MalformedPolicyDocument", 400, match="(?i)principal"):
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=statement(Principal="*"))


def test_a_trust_policy_may_hold_one_statement_without_a_list(iam, name):
    # seen in recorded CloudTrail events of IAM Identity Center
    document = json.loads(statement())
    document["Statement"] = document["Statement"][0]
    made = name()
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=json.dumps(document))
    assert iam.get_role(RoleName=made)["Role"]["AssumeRolePolicyDocument"] == document


def test_a_trust_policy_may_lack_a_version(iam, name):
    # seen in recorded CloudTrail events of CloudFormation
    document = json.loads(statement())
    del document["Version"]
    iam.create_role(RoleName=name(), AssumeRolePolicyDocument=json.dumps(document))


def test_a_trust_policy_may_tag_sessions_and_set_the_source_identity(iam, role):
    document = statement(Action=["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=document)


def test_the_trust_policy_of_a_role_that_is_not_there_cannot_be_set(iam, trust):
    with refused("NoSuchEntity", 404, "The role with name nobody cannot be found."):
        iam.update_assume_role_policy(RoleName="nobody", PolicyDocument=trust)


def test_a_trust_policy_over_2048_characters_is_over_the_quota(iam, name):
    document = statement(Sid="S" * 2048)
    with refused("LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048"):
        iam.create_role(RoleName=name(), AssumeRolePolicyDocument=document)


def test_updating_to_a_trust_policy_over_2048_characters_is_over_the_quota(iam, role):
    with refused("LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048"):
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=statement(Sid="S" * 2048))


def test_white_space_does_not_count_in_a_trust_policy(iam, role):
    document = statement().replace(" ", " " * 400)
    assert len(document) > 2048
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=document)


def test_create_role_echoes_the_trust_policy_as_it_came(sandbox, name):
    # recorded traffic: url-encoded, spaces %20, nothing rewritten
    document = statement().replace(", ", ",\n    ")
    made = query(
        sandbox.url,
        "CreateRole",
        {"RoleName": name(), "AssumeRolePolicyDocument": document},
    )
    sent_back = made.value("CreateRoleResult/Role/AssumeRolePolicyDocument")
    assert urllib.parse.unquote(sent_back) == document
    assert "+" not in sent_back and "%20" in sent_back


def test_get_role_shows_the_trust_policy_without_white_space(sandbox, name):
    # recorded traffic: GetRole minifies
    document = statement().replace(", ", ",\n    ")
    made = name()
    query(sandbox.url, "CreateRole", {"RoleName": made, "AssumeRolePolicyDocument": document})
    got = query(sandbox.url, "GetRole", {"RoleName": made})
    shown = urllib.parse.unquote(got.value("GetRoleResult/Role/AssumeRolePolicyDocument"))
    assert shown == json.dumps(json.loads(document), separators=(",", ":"))


def test_an_inline_policy_is_found_again(iam, role):
    # recorded: test_role_inline_policy_lifecycle
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=json.dumps(DOCUMENT))
    got = iam.get_role_policy(RoleName=role, PolicyName="p")
    del got["ResponseMetadata"]
    assert got == {"RoleName": role, "PolicyName": "p", "PolicyDocument": DOCUMENT}


def test_an_inline_policy_comes_back_as_it_was_put(sandbox, role):
    text = json.dumps(DOCUMENT, indent=4)
    form = {"RoleName": role, "PolicyName": "p"}
    query(sandbox.url, "PutRolePolicy", {**form, "PolicyDocument": text})
    got = query(sandbox.url, "GetRolePolicy", form).value("GetRolePolicyResult/PolicyDocument")
    assert urllib.parse.unquote(got) == text
    assert "+" not in got


def test_put_role_policy_returns_only_metadata(iam, role):
    got = iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=json.dumps(DOCUMENT))
    assert set(got) == {"ResponseMetadata"}


def test_putting_an_inline_policy_again_replaces_it(iam, role):
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=json.dumps(DOCUMENT))
    new = {"Version": "2012-10-17", "Statement": [{**ALLOW, "Action": "s3:*"}]}
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=json.dumps(new))
    assert iam.get_role_policy(RoleName=role, PolicyName="p")["PolicyDocument"] == new
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == ["p"]


def test_a_deleted_inline_policy_is_gone(iam, role):
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=json.dumps(DOCUMENT))
    iam.delete_role_policy(RoleName=role, PolicyName="p")
    with refused("NoSuchEntity", 404, "The role policy with name p cannot be found."):
        iam.get_role_policy(RoleName=role, PolicyName="p")


def test_an_inline_policy_that_is_not_there_cannot_be_deleted(iam, role):
    with refused("NoSuchEntity", 404, "The role policy with name nobody cannot be found."):
        iam.delete_role_policy(RoleName=role, PolicyName="nobody")


@pytest.mark.parametrize(
    "operation, more",
    [
        ("put_role_policy", {"PolicyName": "p", "PolicyDocument": json.dumps(DOCUMENT)}),
        ("get_role_policy", {"PolicyName": "p"}),
        ("delete_role_policy", {"PolicyName": "p"}),
        ("list_role_policies", {}),
        ("list_attached_role_policies", {}),
        ("attach_role_policy", {"PolicyArn": READ_ONLY}),
        ("detach_role_policy", {"PolicyArn": READ_ONLY}),
        ("update_role", {"Description": "d"}),
        ("update_role_description", {"Description": "d"}),
    ],
)
def test_an_unknown_role_is_reported_by_every_call(iam, operation, more):
    # recorded: test_role_inline_policy_errors, test_role_errors
    with refused("NoSuchEntity", 404, "The role with name nobody cannot be found."):
        getattr(iam, operation)(RoleName="nobody", **more)


def changed(**changes):
    whole = {**ALLOW, **changes}
    return {
        "Version": "2012-10-17",
        "Statement": {key: value for key, value in whole.items() if value is not None},
    }


BAD_INLINE = {
    # recorded: TestPolicyDocumentValidity
    "no JSON": ("This is not a json document", "Syntax errors in policy."),
    "no version": ({"Statement": ALLOW}, "Policy document must be version 2012-10-17 or greater."),
    "old version": (
        {"Version": "2008-10-17", "Statement": ALLOW},
        "Policy document must be version 2012-10-17 or greater.",
    ),
    "unknown version": ({"Version": "2013-10-17", "Statement": ALLOW}, "Syntax errors in policy."),
    "no statement": ({"Version": "2012-10-17"}, "Syntax errors in policy."),
    "empty statement": ({"Version": "2012-10-17", "Statement": []}, "Syntax errors in policy."),
    "statement of text": ({"Version": "2012-10-17", "Statement": ["x"]}, "Syntax errors in policy."),
    "extra field": ({**DOCUMENT, "Extra field": "x"}, "Syntax errors in policy."),
    "extra field in statement": (changed(**{"Extra field": "x"}), "Syntax errors in policy."),
    "bad effect": (changed(Effect="invalid"), "Syntax errors in policy."),
    "no effect": (changed(Effect=None), "Syntax errors in policy."),
    "bare action": (
        changed(Action="invalid"),
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    ),
    "vendor with a space": (changed(Action="a a:ListBucket"), "Vendor a a is not valid"),
    "two colons": (
        changed(Action="s3:List:Bucket"),
        "Actions/Condition can contain only one colon.",
    ),
    "resource no ARN": (
        changed(Resource="invalid resource"),
        'Resource invalid resource must be in ARN format or "*".',
    ),
    "bad partition": (
        changed(Resource=["arn:error:s3:::example_bucket"]),
        'Partition "error" is not valid for resource "arn:error:s3:::example_bucket".',
    ),
    "no resource": (changed(Resource=None), "Policy statement must contain resources."),
    "empty resource": (changed(Resource=[]), "Policy statement must contain resources."),
    "no action": (changed(Action=None), "Policy statement must contain actions."),
    "empty action": (changed(Action=[]), "Policy statement must contain actions."),
    # reported: hashicorp/terraform issue 13449
    "a principal": (
        changed(Principal={"AWS": "*"}),
        "Policy document should not specify a principal.",
    ),
}


@pytest.mark.parametrize("case", BAD_INLINE)
def test_a_bad_inline_policy_is_malformed(iam, role, case):
    document, message = BAD_INLINE[case]
    text = document if isinstance(document, str) else json.dumps(document)
    with refused("MalformedPolicyDocument", 400, message):
        iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=text)
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == []


def test_inline_policies_over_10240_characters_are_over_the_quota(iam, role):
    big = {"Version": "2012-10-17", "Statement": [{**ALLOW, "Sid": "S" * 6000}]}
    iam.put_role_policy(RoleName=role, PolicyName="one", PolicyDocument=json.dumps(big))
    message = f"Maximum policy size of 10240 bytes exceeded for role {role}"
    with refused("LimitExceeded", 409, message):
        iam.put_role_policy(RoleName=role, PolicyName="two", PolicyDocument=json.dumps(big))


def test_white_space_does_not_count_in_an_inline_policy(iam, role):
    text = json.dumps(DOCUMENT).replace(" ", " " * 2000)
    assert len(text) > 10240
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=text)


def test_an_attached_policy_is_listed_by_name_and_arn(iam, role):
    # recorded: test_attach_detach_aws_managed_policy_role
    arn = "arn:aws:iam::aws:policy/service-role/AmazonElasticMapReduceRole"
    iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == [
        {"PolicyName": "AmazonElasticMapReduceRole", "PolicyArn": arn}
    ]


def test_attaching_twice_is_no_error_and_attaches_once(iam, role):
    iam.attach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    iam.attach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    assert len(iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]) == 1


def test_a_detached_policy_is_gone(iam, role):
    iam.attach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    iam.detach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []


def test_what_is_not_attached_cannot_be_detached(iam, role):
    # recorded: detach-already-detached-error
    with refused("NoSuchEntity", 404, f"Policy {READ_ONLY} was not found."):
        iam.detach_role_policy(RoleName=role, PolicyArn=READ_ONLY)


@pytest.mark.parametrize("owner", [ACCOUNT, "aws"])
def test_a_policy_that_does_not_exist_cannot_be_attached(iam, role, owner):
    # recorded: attach-nonexistent-policy-error
    arn = f"arn:aws:iam::{owner}:policy/NobodyWroteThis"
    with refused("NoSuchEntity", 404, f"Policy {arn} does not exist or is not attachable."):
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)


def test_the_eleventh_attached_policy_is_over_the_quota(iam, role):
    names = (
        "AmazonEKSWorkerNodePolicy AmazonEKS_CNI_Policy AmazonEC2ContainerRegistryReadOnly "
        "AmazonEC2ContainerRegistryPullOnly AmazonEKSWorkerNodeMinimalPolicy AmazonEKSClusterPolicy "
        "AmazonSSMManagedInstanceCore ReadOnlyAccess AmazonEC2ReadOnlyAccess AmazonS3ReadOnlyAccess"
    ).split()
    for policy in names:
        iam.attach_role_policy(RoleName=role, PolicyArn=f"arn:aws:iam::aws:policy/{policy}")
    with refused("LimitExceeded", 409, "Cannot exceed quota for PoliciesPerRole: 10"):
        iam.attach_role_policy(
            RoleName=role, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess"
        )


def test_a_policy_of_a_service_linked_role_is_not_attachable(iam, role):
    # the message that users of the console and of Terraform report
    arn = "arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy"
    with refused(
        "PolicyNotAttachable", 400, "Cannot attach a Service Role Policy to a Customer Role."
    ):
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)


def test_a_boundary_can_be_set_replaced_and_taken_away(iam, role):
    # recorded: test_role_permissions_boundary_lifecycle
    for boundary in (READ_ONLY, "arn:aws:iam::aws:policy/AdministratorAccess"):
        iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=boundary)
        shown = iam.get_role(RoleName=role)["Role"]["PermissionsBoundary"]
        assert shown["PermissionsBoundaryArn"] == boundary
    iam.delete_role_permissions_boundary(RoleName=role)
    assert "PermissionsBoundary" not in iam.get_role(RoleName=role)["Role"]
