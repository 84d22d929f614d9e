"""KMS and S3 in the sandbox, as far as the policies of keys and buckets need them.

Sources: the API references of KMS and S3; "AWS JSON policy elements: Principal" for the IDs of deleted roles;
github.com/terraform-aws-modules/terraform-aws-kms/issues/30 for KMS's sentence about an invalid principal, and
github.com/ministryofjustice/analytical-platform/pull/4932 for S3's about the ID of a deleted role.
"""

import json

import pytest

from sandbox import ACCOUNT, EC2_TRUST, client, refused

HOME, AWAY = "us-east-1", "eu-west-1"
ROOT_STATEMENT = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": "kms:*",
    "Resource": "*",
}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def key_policy(principal):
    return policy(ROOT_STATEMENT, allow(principal, "kms:Decrypt", "*"))


def allow(principal, action, resource):
    return {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, "Resource": resource}


def kms(sandbox, region=HOME, user="owner"):
    return client(sandbox.url, "kms", user=user, region=region)


def s3(sandbox, region=HOME, user="owner"):
    return client(sandbox.url, "s3", user=user, region=region)


@pytest.fixture
def bucket(sandbox, name):
    """A new bucket in another region than the stack's."""
    made = name("bucket")
    s3(sandbox, AWAY).create_bucket(
        Bucket=made, CreateBucketConfiguration={"LocationConstraint": AWAY}
    )
    return made


@pytest.fixture
def principal(sandbox, name):
    """A new role: its name and ARN."""
    made = name("role")
    iam = client(sandbox.url, "iam", user="owner")
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=EC2_TRUST)
    return made, f"arn:aws:iam::{ACCOUNT}:role/{made}"


def make_again(sandbox, name):
    """Deletes a role and makes it again; returns the ID that it had."""
    iam = client(sandbox.url, "iam", user="owner")
    former = iam.get_role(RoleName=name)["Role"]["RoleId"]
    iam.delete_role(RoleName=name)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=EC2_TRUST)
    return former


def test_a_key_has_a_default_policy(sandbox):
    made = kms(sandbox).create_key(Description="d")["KeyMetadata"]
    got = kms(sandbox).get_key_policy(KeyId=made["KeyId"])
    assert got["PolicyName"] == "default"
    assert json.loads(got["Policy"])["Statement"][0]["Action"] == "kms:*"
    assert (made["KeyState"], made["KeyManager"], made["Description"]) == ("Enabled", "CUSTOMER", "d")
    assert made["Arn"] == f"arn:aws:kms:{HOME}:{ACCOUNT}:key/{made['KeyId']}"


def test_keys_are_listed_by_pages_in_their_region(sandbox):
    made = {kms(sandbox, "eu-north-1").create_key()["KeyMetadata"]["KeyId"] for _ in range(5)}
    pages = list(
        kms(sandbox, "eu-north-1").get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 2})
    )
    assert [len(page["Keys"]) for page in pages] == [2, 2, 1]
    assert {key["KeyId"] for page in pages for key in page["Keys"]} == made
    assert kms(sandbox, "eu-north-1").list_keys(Limit=5)["Truncated"] is False
    with refused("NotFoundException", 400):
        kms(sandbox, AWAY).get_key_policy(KeyId=min(made))
    with refused("InvalidMarkerException", 400):
        kms(sandbox).list_keys(Marker="?")


def test_a_key_policy_shows_the_id_of_a_role_that_was_deleted(sandbox, principal):
    name, arn = principal
    key = kms(sandbox).create_key(Policy=key_policy(arn))["KeyMetadata"]["KeyId"]

    def shown():
        text = kms(sandbox).get_key_policy(KeyId=key, PolicyName="default")["Policy"]
        return json.loads(text)["Statement"][1]["Principal"]["AWS"]

    assert shown() == arn
    former = make_again(sandbox, name)
    assert shown() == former
    said = "Policy contains a statement with one or more invalid principals."
    with refused("MalformedPolicyDocumentException", 400, said):
        kms(sandbox).put_key_policy(KeyId=key, Policy=key_policy(former))
    kms(sandbox).put_key_policy(KeyId=key, Policy=key_policy(arn))
    assert shown() == arn


def test_a_key_answers_only_those_whom_its_policy_lets_in(sandbox):
    mine = policy({**ROOT_STATEMENT, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/owner"}})
    key = kms(sandbox).create_key(Policy=mine)["KeyMetadata"]["KeyId"]
    kms(sandbox).get_key_policy(KeyId=key)
    said = "because no resource-based policy allows the kms:GetKeyPolicy action"
    with refused("AccessDeniedException", 400, match=said):
        kms(sandbox, user="mallory").get_key_policy(KeyId=key)
    with refused("MalformedPolicyDocumentException", 400):
        kms(sandbox, user="mallory").create_key(Policy=mine)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"Version": "2012-10-17"}'])
def test_a_key_policy_has_to_be_one(sandbox, text):
    with refused("MalformedPolicyDocumentException", 400):
        kms(sandbox).create_key(Policy=text or " ")


def test_buckets_are_listed_with_their_regions_by_pages(sandbox, bucket):
    one = s3(sandbox).list_buckets(Prefix=bucket)["Buckets"]
    assert [(each["Name"], each["BucketRegion"]) for each in one] == [(bucket, AWAY)]
    assert all("BucketRegion" not in each for each in s3(sandbox).list_buckets()["Buckets"])
    first = s3(sandbox).list_buckets(MaxBuckets=1)
    second = s3(sandbox).list_buckets(MaxBuckets=1, ContinuationToken=first["ContinuationToken"])
    assert first["Buckets"][0]["Name"] < second["Buckets"][0]["Name"]
    assert s3(sandbox).get_bucket_location(Bucket=bucket)["LocationConstraint"] == AWAY


def test_a_bucket_is_made_once_in_the_region_that_is_asked(sandbox, bucket, name):
    with refused("BucketAlreadyOwnedByYou", 409):
        s3(sandbox, AWAY).create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": AWAY}
        )
    with refused("IllegalLocationConstraintException", 400):
        s3(sandbox).create_bucket(
            Bucket=name("bucket"), CreateBucketConfiguration={"LocationConstraint": AWAY}
        )
    made = name("bucket")
    for _ in range(2):  # in this region, S3 takes it for done the second time
        s3(sandbox).create_bucket(Bucket=made)
    assert s3(sandbox).get_bucket_location(Bucket=made)["LocationConstraint"] is None


def test_a_bucket_policy_shows_the_id_of_a_role_that_was_deleted(sandbox, bucket, principal):
    name, arn = principal
    here = s3(sandbox, AWAY)

    def save(who):
        here.put_bucket_policy(
            Bucket=bucket, Policy=policy(allow(who, "s3:GetObject", f"arn:aws:s3:::{bucket}/*"))
        )

    def shown():
        text = here.get_bucket_policy(Bucket=bucket)["Policy"]
        return json.loads(text)["Statement"][0]["Principal"]["AWS"]

    with refused("NoSuchBucketPolicy", 404):
        here.get_bucket_policy(Bucket=bucket)
    save(arn)
    assert shown() == arn
    former = make_again(sandbox, name)
    assert shown() == former
    with refused("MalformedPolicy", 400, "Invalid principal in policy"):
        save(former)
    save(arn)
    assert shown() == arn
    here.delete_bucket_policy(Bucket=bucket)
    with refused("NoSuchBucketPolicy", 404):
        here.get_bucket_policy(Bucket=bucket)


def test_a_bucket_answers_in_its_own_region(sandbox, bucket):
    from botocore.exceptions import ClientError

    with pytest.raises(ClientError) as error:
        s3(sandbox).get_bucket_policy(Bucket=bucket)
    answer = error.value.response
    if answer["Error"]["Code"] != "NoSuchBucketPolicy":  # boto3 may go where the answer points
        assert answer["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"] == AWAY
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 301


@pytest.mark.parametrize(
    "text, said",
    [
        ("no JSON", "Policies must be valid JSON"),
        ('{"Statement": []}', "Missing required field Statement"),
        ('{"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}', "Principal"),
        (policy(allow("*", "s3:GetObject", "arn:aws:s3:::another/*")), "invalid resource"),
    ],
)
def test_a_bucket_policy_has_to_be_one(sandbox, bucket, text, said):
    with refused("MalformedPolicy", 400, match=said):
        s3(sandbox, AWAY).put_bucket_policy(Bucket=bucket, Policy=text)


def test_a_policy_may_keep_everybody_out(sandbox, name):
    made = name("bucket")
    s3(sandbox).create_bucket(Bucket=made)
    locked = {**allow("*", "s3:GetBucketPolicy", f"arn:aws:s3:::{made}"), "Effect": "Deny", "Principal": "*"}
    s3(sandbox).put_bucket_policy(Bucket=made, Policy=policy(locked))
    with refused("AccessDenied", 403):
        s3(sandbox).get_bucket_policy(Bucket=made)
