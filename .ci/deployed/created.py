"""The stack is created by sam deploy, with everything that the template names."""

from checks import check, comes_true
from template import functions, unconditional


def play(account, stack):
    stack.before = stack.inventory()
    stack.deploy()
    resources = stack.resources()
    bad = [each for each in resources if each["ResourceStatus"] != "CREATE_COMPLETE"]
    check(not bad, f"{len(resources)} resources are complete", bad)
    missing = unconditional() - {each["LogicalResourceId"] for each in resources}
    check(not missing, "each unconditional resource of the template is there", sorted(missing))
    aliases(account, stack)
    listeners(account, stack)
    made(account, stack)


def aliases(account, stack):
    """CloudFormation waits until a function is active. The emulator's does not."""
    functions_of = account.client("lambda")
    for function in functions():
        version = stack.version(function)
        asked = {"FunctionName": stack.names()[function], "Qualifier": version}
        comes_true(
            f"the alias of {function} points to version {version}, which is active",
            lambda asked=asked: functions_of.get_function_configuration(**asked)["State"] == "Active",
        )


def listeners(account, stack):
    """Each rule has a target, and each queue that a function reads is connected."""
    events = account.client("events")
    for name, rule in stack.names("AWS::Events::Rule").items():
        targets = events.list_targets_by_rule(Rule=rule.split("|")[-1])["Targets"]
        check(targets, f"the rule {name} has {len(targets)} target", rule)
    mappings = account.all("lambda", "list_event_source_mappings", "EventSourceMappings")
    expected = stack.names("AWS::Lambda::EventSourceMapping")
    enabled = [each for each in mappings if each["State"] == "Enabled"]
    check(len(enabled) == len(expected) > 0, f"{len(enabled)} queues are read by functions", mappings)


def made(account, stack):
    """What the emulator says that it made, it has."""
    alarms = {each["AlarmName"] for each in account.all("cloudwatch", "describe_alarms", "MetricAlarms")}
    expected = set(stack.names("AWS::CloudWatch::Alarm").values())
    check(alarms == expected and alarms, f"{len(alarms)} alarms", sorted(alarms ^ expected))
