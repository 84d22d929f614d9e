"""The table of baselines, reached as any client reaches DynamoDB.

Sources: template.yaml (BaselineTable); DynamoDB API reference.
"""

import pytest

from sandbox import client, refused


@pytest.fixture(scope="module")
def dynamodb(sandbox):
    return client(sandbox.url, "dynamodb")


@pytest.fixture(scope="module")
def table(dynamodb):
    tables = dynamodb.list_tables()["TableNames"]
    [name] = [each for each in tables if each.endswith("BaselineTable")]
    return name


def test_the_templates_table_is_there(table):
    assert "BaselineTable" in table


def test_the_table_has_the_templates_key(dynamodb, table):
    got = dynamodb.describe_table(TableName=table)["Table"]
    assert got["KeySchema"] == [{"AttributeName": "profile", "KeyType": "HASH"}]
    assert got["TableStatus"] == "ACTIVE"


def test_items_can_be_written_and_read(dynamodb, table, name):
    item = {"profile": {"S": name()}, "note": {"S": "by hand"}}
    dynamodb.put_item(TableName=table, Item=item)
    got = dynamodb.get_item(TableName=table, Key={"profile": item["profile"]}, ConsistentRead=True)
    assert got["Item"] == item
    dynamodb.delete_item(TableName=table, Key={"profile": item["profile"]})
    assert "Item" not in dynamodb.get_item(TableName=table, Key={"profile": item["profile"]})


def test_another_table_is_not_found(dynamodb):
    with refused("ResourceNotFoundException", 400):
        dynamodb.get_item(TableName="nobody", Key={"profile": {"S": "x"}})


def test_the_policy_of_a_table_is_taken_off_and_put_back(dynamodb, table):
    arn = dynamodb.describe_table(TableName=table)["Table"]["TableArn"]
    assert arn == f"arn:aws:dynamodb:us-east-1:123456789012:table/{table}"
    first = dynamodb.get_resource_policy(ResourceArn=arn)
    assert "OnlyTheFunctionsWrite" in first["Policy"]
    with refused("PolicyNotFoundException", 400, match="Requested update for policy with revision id 1, but"):
        dynamodb.delete_resource_policy(ResourceArn=arn, ExpectedRevisionId="1")

    removed = dynamodb.delete_resource_policy(ResourceArn=arn, ExpectedRevisionId=first["RevisionId"])
    assert removed["RevisionId"] == first["RevisionId"]
    assert "RevisionId" not in dynamodb.delete_resource_policy(ResourceArn=arn)
    with refused("PolicyNotFoundException", 400, f"Resource-based policy not found for the provided ResourceArn: {arn}"):
        dynamodb.get_resource_policy(ResourceArn=arn)

    put = dynamodb.put_resource_policy(ResourceArn=arn, Policy=first["Policy"], ExpectedRevisionId="NO_POLICY")
    again = dynamodb.put_resource_policy(ResourceArn=arn, Policy=first["Policy"])
    assert put["RevisionId"] == again["RevisionId"] != first["RevisionId"]
    assert dynamodb.get_resource_policy(ResourceArn=arn)["Policy"] == first["Policy"]


def test_only_tables_that_are_there_have_policies(dynamodb):
    with refused("ResourceNotFoundException", 400, "Requested resource not found: Table: nobody not found"):
        dynamodb.get_resource_policy(ResourceArn="arn:aws:dynamodb:us-east-1:123456789012:table/nobody")
    with refused("ValidationException", 400, match="is not a DynamoDB resource arn: arn:aws:s3:::bucket"):
        dynamodb.get_resource_policy(ResourceArn="arn:aws:s3:::bucket")


def test_a_table_with_deletion_protection_stays_until_it_is_off(dynamodb):
    key = [{"AttributeName": "profile", "KeyType": "HASH"}]
    dynamodb.create_table(
        TableName="protected",
        KeySchema=key,
        AttributeDefinitions=[{"AttributeName": "profile", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        DeletionProtectionEnabled=True,
    )
    with refused("ValidationException", 400, match="protected against deletion"):
        dynamodb.delete_table(TableName="protected")
    dynamodb.update_table(TableName="protected", DeletionProtectionEnabled=False)
    dynamodb.delete_table(TableName="protected")
    with refused("ResourceNotFoundException", 400):
        dynamodb.describe_table(TableName="protected")
