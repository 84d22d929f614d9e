"""The commands of the pages in docs/operations do what the pages say, each in a state in which it makes sense.

A `console` block holds commands after `$ ` (continued after `> `) and what they print, as in docs/walkthrough.md. Every
section with commands has a row in STATES, which makes the state of a fresh sandbox in which somebody would open that
section. A comment `<!-- test: advance PT10M -->` lets that time pass before the next command.

Every other block is on a short list, with its reason: BY_ANOTHER_TEST, NOT_HERE, or a query of Logs Insights.
"""

import json
import re

import pytest

from sandbox import EC2_TRUST, ROOT, Sandbox, client, eventually
from test_cli import AWS
from test_walkthrough import commands, matches, overrides, run

PAGES = sorted((ROOT / "docs" / "operations").glob("*.md"))
STEP = re.compile(
    r"^ *<!-- test: advance (?P<advance>\S+) -->$|^(?P<indent> *)```console\n(?P<block>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:profile-guard-SweepLoop"
PARAMETERS = [
    "GuardMode=enforce",
    "GuardedProfiles=prod-*",
    "TrustedPrincipals=arn:aws:iam::*:user/alice",
    "SweepMode=off",
    "CanaryMinutes=off",
]
FINDINGS = ["FindingsTopic=arn:aws:sns:us-east-1:123456789012:findings"]
GUARD_FAILURES = (
    "ProfileGuardFailuresAlarm, ProfileProvisionerFailuresAlarm, TagEnforcerFailuresAlarm,"
    " NodeRoleCheckFailuresAlarm, FailureAdvisorFailuresAlarm"
)

pytestmark = pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")


def sections():
    """The text below each heading, by the heading."""
    found = {}
    for page in PAGES:
        title, text = page.read_text().removeprefix("# ").split("\n", 1)
        parts = [title, *re.split(r"^##+ (.*)$", text, flags=re.MULTILINE)]
        for heading, text in zip(parts[::2], parts[1::2]):
            assert heading not in found, f"{page}: another page has the heading {heading}"
            found[heading] = text
    return found


def steps(text):
    """The commands of a section in order, each with what it prints; a control call prints nothing."""
    found = []
    for match in STEP.finditer(text):
        if match["advance"]:
            curl = f'curl -s -X POST "$AWS_ENDPOINT_URL/_sandbox/clock?advance={match["advance"]}"'
            found.append((f"{curl} > /dev/null; sleep 3", ""))
        else:
            indent = len(match["indent"])
            lines = [line[indent:] for line in match["block"].splitlines()]
            found += commands("\n".join(lines))
    return found


def dead_event(sandbox):
    """A swap that ProfileGuard could not repair for a day."""
    swapped(sandbox)
    sandbox.faults(fail="RemoveRoleFromInstanceProfile:100000,AddRoleToInstanceProfile:100000")
    sandbox.advance("PT27H")
    sandbox.faults(fail="RemoveRoleFromInstanceProfile:0,AddRoleToInstanceProfile:0")
    eventually(lambda: letters(sandbox, "ProfileGuardFailures") == 2)


def swapped(sandbox):
    alice, mallory = client(sandbox.url, "iam"), client(sandbox.url, "iam", user="mallory")
    alice.create_role(RoleName="web", AssumeRolePolicyDocument=EC2_TRUST)
    alice.create_role(RoleName="admin", AssumeRolePolicyDocument=EC2_TRUST)
    alice.create_instance_profile(InstanceProfileName="prod-web")
    alice.add_role_to_instance_profile(InstanceProfileName="prod-web", RoleName="web")
    sandbox.advance("PT1M")
    mallory.remove_role_from_instance_profile(InstanceProfileName="prod-web", RoleName="web")
    mallory.add_role_to_instance_profile(InstanceProfileName="prod-web", RoleName="admin")


def send(sandbox, queue, *bodies, **attributes):
    sqs = client(sandbox.url, "sqs")
    url = sqs.get_queue_url(QueueName=f"profile-guard-{queue}")["QueueUrl"]
    named = {name: {"DataType": "String", "StringValue": text} for name, text in attributes.items()}
    for body in bodies:
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body), MessageAttributes=named)


def letters(sandbox, queue):
    sqs = client(sandbox.url, "sqs")
    url = sqs.get_queue_url(QueueName=f"profile-guard-{queue}")["QueueUrl"]
    asked = {"QueueUrl": url, "AttributeNames": ["ApproximateNumberOfMessages"]}
    return int(sqs.get_queue_attributes(**asked)["Attributes"]["ApproximateNumberOfMessages"])


def three_letters(sandbox):
    send(sandbox, "TagEnforcerFailures", {}, {}, {})


def undelivered_event(sandbox):
    event = json.loads((ROOT / "events" / "ProfileGuard" / "role-added.json").read_text())
    send(
        sandbox,
        "UndeliveredEvents",
        event,
        ERROR_CODE="NO_PERMISSIONS",
        TARGET_ARN="arn:aws:lambda:us-east-1:123456789012:function:profile-guard-ProfileGuard:live",
    )


def failed_rotation(sandbox):
    send(sandbox, "ProfileRotationFailures", failed({"status": {"profile": "prod-web"}}))


def failed_sweeps(sandbox):
    send(sandbox, "BackfillFailures", failed({"mode": "sweep"}), failed({"mode": "sweep"}))


def failed_canary(sandbox):
    send(sandbox, "CanaryFailures", {**failed({"send": {}}), "responsePayload": "AccessDenied"})


def failed(request):
    return {"version": "1.0", "requestPayload": request}


def undelivered_finding(sandbox):
    sandbox.faults(fail="Publish:1000")
    swapped(sandbox)
    sandbox.advance("PT5M")
    eventually(lambda: letters(sandbox, "UndeliveredFindings") > 0)
    sandbox.faults(fail="Publish:0")


def failed_sweep(sandbox):
    states = client(sandbox.url, "stepfunctions")
    [machine] = [
        output["OutputValue"]
        for output in client(sandbox.url, "cloudformation").describe_stacks()["Stacks"][0]["Outputs"]
        if output["OutputKey"] == "SweepLoop"
    ]
    sandbox.faults(throttle=1)
    states.start_execution(stateMachineArn=machine, input='{"mode": "sweep"}')
    sandbox.advance("PT1H")
    found = {"stateMachineArn": machine, "statusFilter": "FAILED"}
    eventually(lambda: states.list_executions(**found)["executions"])
    sandbox.faults()


def disabled_rule(sandbox):
    client(sandbox.url, "events").disable_rule(Name="profile-guard-ProfileGuardProfileEdited")
    sandbox.advance("PT1H")


def aborted_sweep(sandbox):
    states = client(sandbox.url, "stepfunctions", user="mallory")
    sandbox.faults(throttle=1)
    started = states.start_execution(stateMachineArn=MACHINE, input='{"mode": "sweep"}')
    states.stop_execution(executionArn=started["executionArn"])
    sandbox.faults()
    sandbox.advance("PT5M")


def provisional_baseline(sandbox):
    alice, mallory = client(sandbox.url, "iam"), client(sandbox.url, "iam", user="mallory")
    alice.create_role(RoleName="web", AssumeRolePolicyDocument=EC2_TRUST)
    mallory.create_instance_profile(InstanceProfileName="prod-web")
    mallory.add_role_to_instance_profile(InstanceProfileName="prod-web", RoleName="web")
    sandbox.advance("PT1M")


def guarded_profile(sandbox):
    alice = client(sandbox.url, "iam")
    alice.create_role(RoleName="web", AssumeRolePolicyDocument=EC2_TRUST)
    alice.create_instance_profile(InstanceProfileName="prod-web")
    alice.add_role_to_instance_profile(InstanceProfileName="prod-web", RoleName="web")
    sandbox.advance("PT1M")


def earlier_table(sandbox):
    """The table of an earlier stack, while the policy of the new one denies alice to write."""
    guarded_profile(sandbox)
    tables = client(sandbox.url, "dynamodb")
    tables.create_table(
        TableName="earlier-BaselineTable",
        KeySchema=[{"AttributeName": "profile", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "profile", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    items = ROOT / "functions" / "src" / "test" / "resources" / "items" / "schema-1"
    for kind in ("made/retired", "tags/empty"):
        item = json.loads((items / f"{kind}.json").read_text())
        tables.put_item(TableName="earlier-BaselineTable", Item=item)
    iam = client(sandbox.url, "iam", user="root")
    iam.create_user(UserName="alice")
    iam.attach_user_policy(UserName="alice", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    sandbox.control("POST", "identity-policies", enforce="on")


STATES = {
    "When an alarm starts": (dead_event, []),
    GUARD_FAILURES: (dead_event, []),
    "MoreDeadLettersAlarm": (three_letters, []),
    "UndeliveredEventsAlarm": (undelivered_event, []),
    "ProfileRotationFailuresAlarm": (failed_rotation, []),
    "BackfillFailuresAlarm": (failed_sweeps, []),
    "CanaryFailuresAlarm": (failed_canary, ["CanaryMinutes=5"]),
    "UndeliveredFindingsAlarm": (undelivered_finding, FINDINGS),
    "SweepFailedAlarm": (failed_sweep, []),
    "DeliveryAlarm": (disabled_rule, ["CanaryMinutes=5"]),
    "ThrottlesAlarm": (lambda sandbox: None, []),
    "DeploymentAlarm": (lambda sandbox: None, ["DeploymentPreference=Canary10Percent5Minutes"]),
    "FunctionsAlarm": (lambda sandbox: None, ["CanaryMinutes=5"]),
    "SweepMissingAlarm": (failed_sweep, []),
    "SweepTimedOutAlarm": (lambda sandbox: None, []),
    "SweepAbortedAlarm": (aborted_sweep, []),
    "ProvisionalBaselineAlarm": (provisional_baseline, []),
    "DeliveryFaultsAlarm": (disabled_rule, []),
    "Pause": (guarded_profile, []),
    "Settings in force": (lambda sandbox: None, []),
    "Take an existing baseline table into a new stack": (earlier_table, []),
    "Break-glass": (guarded_profile, []),
    "Upgrade and removal": (lambda sandbox: None, []),
}
# version 1 of the AWS CLI takes no other endpoint for SQS from the environment
SQS = """aws() { if [ "$1" = sqs ]; then command aws "$@" --endpoint-url "$AWS_ENDPOINT_URL"
else command aws "$@"; fi; }"""
ENVIRONMENT = [
    (SQS, ""),
    ('cd "$(mktemp -d)"', ""),
    *(
        (f"export AWS_ENDPOINT_URL=http://127.0.0.1:4500 {name}", "")
        for name in ("AWS_DEFAULT_REGION=us-east-1", "AWS_ACCESS_KEY_ID=alice AWS_SECRET_ACCESS_KEY=any")
    ),
]


@pytest.mark.parametrize("heading", STATES)
def test_the_commands_of_a_section_do_what_it_says(heading):
    state, more = STATES[heading]
    first = steps(sections()["When an alarm starts"])[:1]
    own = steps(sections()[heading])
    asked = own if own[:1] == first else first + own
    named = {each.split("=")[0] for each in more}
    defaults = [each for each in PARAMETERS if each.split("=")[0] not in named]
    with Sandbox.start(*defaults, *more) as sandbox:
        sandbox.advance("PT1M")
        state(sandbox)
        check(ENVIRONMENT + asked, sandbox.url)


def test_the_drill_goes_as_the_page_says():
    start, *asked = drill()
    with Sandbox.start(*overrides(f"$ {start[0]}")) as sandbox:
        check(asked, sandbox.url)


def test_every_section_with_commands_is_run():
    with_commands = {heading for heading, text in sections().items() if "```console" in text}
    assert with_commands == {*STATES, "A drill"}


def test_every_other_block_is_a_query_or_has_its_reason():
    blocks = [
        (heading, language, text.strip())
        for heading, section in sections().items()
        for language, text in FENCE.findall(section)
        if language != "console" and not QUERY.match(text)
    ]
    listed = {**BY_ANOTHER_TEST, **NOT_HERE}
    assert {(heading, language) for heading, language, _ in blocks} == set(listed)
    assert len(blocks) == 6


FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
# SavedQueriesTest compares them with the template
QUERY = re.compile(r"# [a-z-]+\n(filter|fields) ")

BY_ANOTHER_TEST = {("Roll back all functions", "bash"): "test_rollback.py"}

NOT_HERE = {
    ("CriticalFindingsAlarm", "sh"): "no engine for the language of Logs Insights exists outside AWS",
    ("The functions as a container image", ""): "it needs Docker; .ci/imaged builds the image and runs it",
    ("Upgrade and removal", "sh"): "the sandbox is one stack, which ends with its process; .ci/deployed deletes a stack",
}


def drill():
    return steps(sections()["A drill"])


def check(asked, url):
    said = run([command for command, _ in asked], url, seconds=900)
    assert len(said) == len(asked), said
    wrong = [
        f"$ {command}\nshould say:\n{expected}\nsays:\n{actual}\n"
        for (command, expected), actual in zip(asked, said)
        if not matches(expected, actual)
    ]
    assert not wrong, "\n".join(wrong)
