"""What operators watch in the sandbox: alarms of CloudWatch, log groups, the configuration of functions.

Sources: the API references of CloudWatch (DescribeAlarms), CloudWatch Logs (FilterLogEvents, DescribeLogGroups) and
Lambda (GetFunctionConfiguration), and botocore's models of them.
"""

import pytest

from sandbox import ACCOUNT, Sandbox, client, eventually, refused


@pytest.fixture(scope="module")
def alarms(sandbox):
    return client(sandbox.url, "cloudwatch")


@pytest.fixture(scope="module")
def logs(sandbox):
    return client(sandbox.url, "logs")


@pytest.fixture(scope="module")
def functions(sandbox):
    return client(sandbox.url, "lambda")


def test_the_alarms_of_the_template_are_described(alarms):
    found = {each["AlarmName"]: each for each in alarms.describe_alarms()["MetricAlarms"]}
    alarm = found["profile-guard-ProfileGuardFailuresAlarm"]

    assert alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": "profile-guard-ProfileGuardFailures"}]
    assert (alarm["Period"], alarm["Statistic"], alarm["Threshold"]) == (300, "Maximum", 1)
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert found["profile-guard-MoreDeadLettersAlarm"]["Metrics"][0]["Expression"] == "MAX(DIFF(METRICS()))"


def test_alarms_are_found_by_name_prefix_and_state(alarms):
    one = alarms.describe_alarms(AlarmNames=["profile-guard-SweepFailedAlarm"])["MetricAlarms"]
    assert [each["AlarmName"] for each in one] == ["profile-guard-SweepFailedAlarm"]
    some = alarms.describe_alarms(AlarmNamePrefix="profile-guard-Sweep")["MetricAlarms"]
    assert all(each["AlarmName"].startswith("profile-guard-Sweep") for each in some)
    states = alarms.describe_alarms(StateValue="INSUFFICIENT_DATA")["MetricAlarms"]
    assert states == []


def test_a_letter_raises_the_alarm_of_its_queue_and_the_one_of_growth(idle_sandbox):
    sqs, alarms = client(idle_sandbox.url, "sqs"), client(idle_sandbox.url, "cloudwatch")
    url = sqs.get_queue_url(QueueName="profile-guard-ProfileRotationFailures")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    on = {each["AlarmName"] for each in alarms.describe_alarms(StateValue="ALARM")["MetricAlarms"]}
    [message] = sqs.receive_message(QueueUrl=url)["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    assert {"profile-guard-ProfileRotationFailuresAlarm", "profile-guard-MoreDeadLettersAlarm"} <= on


def test_a_reservation_lowers_what_other_functions_have():
    with Sandbox.start("ReservedConcurrency=10") as sandbox:
        limit = client(sandbox.url, "lambda").get_account_settings()["AccountLimit"]

    assert (limit["ConcurrentExecutions"], limit["UnreservedConcurrentExecutions"]) == (1000, 950)


def test_a_failed_function_raises_the_alarm_of_a_deployment():
    with Sandbox.start("DeploymentPreference=Canary10Percent5Minutes") as sandbox:
        alarms = client(sandbox.url, "cloudwatch")
        asked = {"AlarmNames": ["profile-guard-DeploymentAlarm"]}
        before = alarms.describe_alarms(**asked)["MetricAlarms"][0]["StateValue"]
        failed = client(sandbox.url, "lambda").invoke(FunctionName="profile-guard-Canary", Payload="[]")
        after = alarms.describe_alarms(**asked)["MetricAlarms"][0]

    assert failed["FunctionError"]
    assert (before, after["StateValue"]) == ("OK", "ALARM")
    assert after["Metrics"][0]["Expression"] == "SUM(METRICS())"


def test_the_configuration_of_a_function_has_its_settings(functions):
    got = functions.get_function_configuration(FunctionName="profile-guard-ProfileGuard:live")

    assert got["FunctionArn"] == (
        f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:profile-guard-ProfileGuard:live"
    )
    assert got["Environment"]["Variables"]["GUARD_MODE"] == "observe"
    assert got["LoggingConfig"]["LogGroup"] == "profile-guard-ProfileGuardLogs"
    assert (got["Version"], got["Timeout"]) == ("1", 60)
    latest = functions.get_function_configuration(FunctionName="profile-guard-ProfileGuard")
    assert latest["Version"] == "$LATEST"
    aliased = functions.get_function_configuration(
        FunctionName="profile-guard-ProfileGuard", Qualifier="live"
    )
    assert aliased["FunctionArn"] == got["FunctionArn"]


def test_a_function_that_is_not_there_has_no_configuration(functions):
    with refused("ResourceNotFoundException", 404):
        functions.get_function_configuration(FunctionName="nobodys")


def test_a_log_group_has_a_line_for_each_invocation(functions, logs, profile):
    functions.invoke(FunctionName="ProfileGuard", Payload=f'{{"show": {{"profile": "{profile}"}}}}')
    functions.invoke(FunctionName="ProfileGuard", Payload='{"dance": {}}')
    group = "profile-guard-ProfileGuardLogs"

    def lines(pattern):
        found = logs.filter_log_events(logGroupName=group, filterPattern=pattern)["events"]
        return [each["message"] for each in found]

    assert eventually(lambda: lines("ERROR dance"))
    assert any("Invalid request" in line for line in lines("ERROR"))
    assert all('"level":"ERROR"' in line for line in lines("ERROR"))
    later = logs.filter_log_events(logGroupName=group, startTime=4_000_000_000_000)["events"]
    assert later == []


def test_log_groups_are_listed(logs):
    found = logs.describe_log_groups(logGroupNamePrefix="profile-guard-Canary")["logGroups"]
    assert [each["logGroupName"] for each in found] == ["profile-guard-CanaryLogs"]


def test_another_log_group_or_pattern_is_refused(logs):
    with refused("ResourceNotFoundException", 400, "The specified log group does not exist."):
        logs.filter_log_events(logGroupName="nobodys")
    with refused("InvalidParameterException", 400, match="only words"):
        logs.filter_log_events(
            logGroupName="profile-guard-CanaryLogs", filterPattern='{ $.level = "ERROR" }'
        )


def test_other_operations_of_these_services_say_what_there_is(alarms, logs):
    with refused("UnknownOperationException", 501, match="DescribeAlarms"):
        alarms.list_metrics()
    with refused("UnknownOperationException", 501, match="FilterLogEvents"):
        logs.delete_log_group(logGroupName="profile-guard-CanaryLogs")
