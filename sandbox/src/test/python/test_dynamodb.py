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
