"""EventBridge's rules and SQS's queues in the sandbox, as far as a sweep and its reader use them."""

import json

import pytest

from sandbox import ACCOUNT, client, eventually, refused


@pytest.fixture(scope="module")
def events(sandbox):
    return client(sandbox.url, "events")


@pytest.fixture(scope="module")
def sqs(idle_sandbox):
    return client(idle_sandbox.url, "sqs")


@pytest.fixture
def letters(sqs):
    """A dead-letter queue with one message."""
    url = sqs.get_queue_url(QueueName="profile-guard-TagEnforcerFailures")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody='{"letter": 1}')
    return url


def test_a_rule_of_the_template_is_described(events):
    rule = events.describe_rule(Name="profile-guard-RoleMade")

    assert rule["Arn"] == f"arn:aws:events:us-east-1:{ACCOUNT}:rule/profile-guard-RoleMade"
    assert rule["State"] == "ENABLED"
    assert "CreateRole" in json.loads(rule["EventPattern"])["detail"]["eventName"]


def test_the_rule_of_a_functions_event_is_described(events):
    assert events.describe_rule(Name="profile-guard-TagEnforcerTagsEdited")["State"] == "ENABLED"


def test_another_rule_does_not_exist(events):
    with refused("ResourceNotFoundException", 400, "Rule nobodys does not exist on EventBus default."):
        events.describe_rule(Name="nobodys")


def test_a_dead_letter_is_counted_received_and_deleted(sqs, letters):
    counted = count(sqs, letters)
    [message] = sqs.receive_message(QueueUrl=letters)["Messages"]
    sqs.delete_message(QueueUrl=letters, ReceiptHandle=message["ReceiptHandle"])

    assert counted == "1"
    assert count(sqs, letters) == "0"
    assert "Messages" not in sqs.receive_message(QueueUrl=letters)


def test_only_the_requested_attributes_are_returned(sqs, letters):
    known = sqs.get_queue_attributes(QueueUrl=letters, AttributeNames=["All"])["Attributes"]
    assert set(known) == {"QueueArn", "ApproximateNumberOfMessages"}
    one = sqs.get_queue_attributes(QueueUrl=letters, AttributeNames=["QueueArn"])["Attributes"]
    assert list(one) == ["QueueArn"]
    [message] = sqs.receive_message(QueueUrl=letters)["Messages"]
    sqs.delete_message(QueueUrl=letters, ReceiptHandle=message["ReceiptHandle"])


def test_a_receipt_of_an_earlier_receive_deletes_nothing(sqs, letters, idle_sandbox):
    [first] = sqs.receive_message(QueueUrl=letters)["Messages"]
    idle_sandbox.advance("PT13H")  # longer than any visibility timeout
    [again] = eventually(lambda: sqs.receive_message(QueueUrl=letters).get("Messages"))
    sqs.delete_message(QueueUrl=letters, ReceiptHandle=first["ReceiptHandle"])
    idle_sandbox.advance("PT13H")

    assert count(sqs, letters) == "1"
    [last] = sqs.receive_message(QueueUrl=letters)["Messages"]
    sqs.delete_message(QueueUrl=letters, ReceiptHandle=last["ReceiptHandle"])
    assert again["MessageId"] == first["MessageId"] == last["MessageId"]


def test_deleting_needs_a_receipt_and_a_queue(idle_sandbox, letters):
    unchecked = client(idle_sandbox.url, "sqs", parameter_validation=False)
    with refused("MissingParameter", 400):
        unchecked.delete_message(QueueUrl=letters)
    with refused(("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"), 400):
        unchecked.delete_message(QueueUrl=letters + "-gone", ReceiptHandle="any")
    [message] = unchecked.receive_message(QueueUrl=letters)["Messages"]
    unchecked.delete_message(QueueUrl=letters, ReceiptHandle=message["ReceiptHandle"])


def count(sqs, url):
    asked = {"QueueUrl": url, "AttributeNames": ["ApproximateNumberOfMessages"]}
    return sqs.get_queue_attributes(**asked)["Attributes"]["ApproximateNumberOfMessages"]
