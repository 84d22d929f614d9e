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
    assert set(known) == {
        "QueueArn",
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
    }
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


def test_queues_are_listed_by_prefix(sqs):
    urls = sqs.list_queues(QueueNamePrefix="profile-guard-TagEnforcer")["QueueUrls"]
    assert {url.split("/")[-1] for url in urls} == {
        "profile-guard-TagEnforcerFailures",
        "profile-guard-TagEnforcerRetries",
    }
    assert len(sqs.list_queues()["QueueUrls"]) > 10
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix="nobodys")


def test_a_move_task_moves_the_letters_of_a_dead_letter_queue(sqs, letters):
    source, target = arn("NodeRoleCheckFailures"), arn("NodeRoleDelay")
    url = sqs.get_queue_url(QueueName="profile-guard-NodeRoleCheckFailures")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody='{"letter": 2}')

    handle = sqs.start_message_move_task(SourceArn=source, DestinationArn=target)["TaskHandle"]

    [task] = sqs.list_message_move_tasks(SourceArn=source)["Results"]
    assert handle
    assert (task["Status"], task["SourceArn"], task["DestinationArn"]) == ("COMPLETED", source, target)
    assert task["ApproximateNumberOfMessagesMoved"] == 1
    assert count(sqs, url) == "0"
    [message] = sqs.receive_message(QueueUrl=letters)["Messages"]
    sqs.delete_message(QueueUrl=letters, ReceiptHandle=message["ReceiptHandle"])


def test_without_a_destination_letters_from_no_queue_stay(sqs, letters):
    sqs.start_message_move_task(SourceArn=arn("TagEnforcerFailures"))
    assert count(sqs, letters) == "1"
    [message] = sqs.receive_message(QueueUrl=letters)["Messages"]
    sqs.delete_message(QueueUrl=letters, ReceiptHandle=message["ReceiptHandle"])


# LocalStack's tests, which were run against AWS too, have these codes and sentences.
@pytest.mark.parametrize(
    "source, target, code, status, message",
    [
        ("UndeliveredEvents", None, "InvalidParameterValue", 400, "Source queue must be configured as a Dead Letter Queue."),
        ("Nobodys", None, "ResourceNotFoundException", 404, "The resource that you specified for the SourceArn parameter doesn't exist."),
        ("TagEnforcerFailures", "Nobodys", "ResourceNotFoundException", 404, "The resource that you specified for the DestinationArn parameter doesn't exist."),
    ],
)
def test_a_move_task_needs_a_dead_letter_queue_of_a_queue(sqs, source, target, code, status, message):
    asked = {"SourceArn": arn(source), **({"DestinationArn": arn(target)} if target else {})}
    with refused(code, status, message):
        sqs.start_message_move_task(**asked)


def test_attributes_of_a_message_are_kept(sqs, letters):
    attribute = {"TARGET_ARN": {"DataType": "String", "StringValue": "arn:x"}}
    [first] = sqs.receive_message(QueueUrl=letters)["Messages"]
    sqs.delete_message(QueueUrl=letters, ReceiptHandle=first["ReceiptHandle"])
    sqs.send_message(QueueUrl=letters, MessageBody="{}", MessageAttributes=attribute)
    asked = {"QueueUrl": letters, "MessageAttributeNames": ["All"], "AttributeNames": ["All"]}
    [message] = sqs.receive_message(**asked, VisibilityTimeout=0)["Messages"]

    assert message["MessageAttributes"] == attribute
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    [plain] = sqs.receive_message(QueueUrl=letters)["Messages"]
    assert not {"Attributes", "MessageAttributes"} & set(plain)
    hidden = sqs.receive_message(QueueUrl=letters)
    sqs.change_message_visibility(
        QueueUrl=letters, ReceiptHandle=plain["ReceiptHandle"], VisibilityTimeout=0
    )
    [again] = sqs.receive_message(QueueUrl=letters)["Messages"]
    sqs.delete_message(QueueUrl=letters, ReceiptHandle=again["ReceiptHandle"])
    assert "Messages" not in hidden


def test_a_disabled_rule_sends_no_events_until_it_is_enabled(events):
    name = "profile-guard-RoleMade"
    events.disable_rule(Name=name)
    off = [rule["Name"] for rule in events.list_rules()["Rules"] if rule["State"] == "DISABLED"]
    state = events.describe_rule(Name=name)["State"]
    events.enable_rule(Name=name)

    assert (off, state) == ([name], "DISABLED")
    assert events.describe_rule(Name=name)["State"] == "ENABLED"
    assert len(events.list_rules(NamePrefix="profile-guard-Node")["Rules"]) == 2
    with refused("ResourceNotFoundException", 400, "Rule nobodys does not exist on EventBus default."):
        events.disable_rule(Name="nobodys")


def arn(queue):
    return f"arn:aws:sqs:us-east-1:{ACCOUNT}:profile-guard-{queue}"


def count(sqs, url):
    asked = {"QueueUrl": url, "AttributeNames": ["ApproximateNumberOfMessages"]}
    return sqs.get_queue_attributes(**asked)["Attributes"]["ApproximateNumberOfMessages"]
