"""./guard invoke Backfill: its clients of CloudTrail, EventBridge, SQS and S3 against moto, which is not ours.

IAM and the tables are the sandbox's. moto has no LookupEvents: that one is asked of the sandbox, beside boto3
(test_cloudtrail.py).
"""

import json
import os
import subprocess

import boto3
import pytest

import moto_server
from sandbox import EC2_TRUST, GUARD, ROOT, Sandbox, client

REGION = "us-east-1"
BUCKET = "guard-reports"
KEY = "AKIALAPTOP"
NO_TRAIL = (
    "No trail in this region logs management write events, so no event arrives. Create such a trail"
)
WHOLE = {"ReadWriteType": "All", "IncludeManagementEvents": True}
TEAM = {"tag_key": "Team", "report_required_tag_for": ["iam:role"]}
MANAGEMENT = {"Field": "eventCategory", "Equals": ["Management"]}


@pytest.fixture(scope="module")
def account():
    """An account with two roles that lack a tag; the sandbox's own functions are off."""
    with Sandbox.start("GuardMode=off", "ProvisionMode=off", "TagMode=off") as started:
        for name in ("batch", "web"):
            client(started.url, "iam").create_role(RoleName=name, AssumeRolePolicyDocument=EC2_TRUST)
        yield started


@pytest.fixture(scope="module")
def moto():
    with moto_server.running() as started:
        client(started.url, "s3").create_bucket(Bucket=BUCKET)
        yield started


@pytest.fixture(scope="module")
def asked(account, moto):
    """A process that reads moto's trails on each request."""
    with Invoked(environment(account, moto.url)) as started:
        yield started


@pytest.fixture
def trail(moto):
    """Makes a trail that lasts for the test."""
    made = []

    def make(selectors=(), advanced=(), logging=True, region=REGION, **more):
        cloudtrail = at(moto.url, "cloudtrail", region)
        name = f"trail-{len(made)}"
        cloudtrail.create_trail(Name=name, S3BucketName=BUCKET, **more)
        made.append((cloudtrail, name))
        if selectors:
            cloudtrail.put_event_selectors(TrailName=name, EventSelectors=list(selectors))
        if advanced:
            fields = [{"Name": "some", "FieldSelectors": list(advanced)}]
            cloudtrail.put_event_selectors(TrailName=name, AdvancedEventSelectors=fields)
        if logging:
            cloudtrail.start_logging(Name=name)
        return cloudtrail, name

    yield make
    for cloudtrail, name in made:
        cloudtrail.delete_trail(Name=name)


def test_a_missing_trail_is_reported(asked):
    assert asked.plan()["faults"] == [NO_TRAIL]


@pytest.mark.parametrize(
    "selectors",
    [
        {"selectors": [WHOLE]},
        {"selectors": [{**WHOLE, "ReadWriteType": "WriteOnly"}]},
        {"selectors": [{**WHOLE, "ReadWriteType": "ReadOnly"}, WHOLE]},
        {"advanced": [MANAGEMENT]},
        {"advanced": [MANAGEMENT, {"Field": "readOnly", "Equals": ["false"]}]},
    ],
    ids=json.dumps,
)
def test_a_trail_of_management_writes_is_enough(asked, trail, selectors):
    trail(**selectors)

    assert asked.plan()["faults"] == []


@pytest.mark.parametrize(
    "selectors",
    [
        {"selectors": [{**WHOLE, "ReadWriteType": "ReadOnly"}]},
        {"selectors": [{**WHOLE, "IncludeManagementEvents": False}]},
        {"selectors": [WHOLE], "logging": False},
        {"advanced": [MANAGEMENT, {"Field": "readOnly", "Equals": ["true"]}]},
        {"advanced": [{"Field": "eventCategory", "Equals": ["Data"]}]},
    ],
    ids=json.dumps,
)
def test_a_trail_of_something_else_is_not(asked, trail, selectors):
    trail(**selectors)

    assert asked.plan()["faults"] == [NO_TRAIL]


def test_a_trail_that_was_stopped_counts_no_more(asked, trail):
    cloudtrail, name = trail([WHOLE])
    before = asked.plan()["faults"]
    cloudtrail.stop_logging(Name=name)

    assert (before, asked.plan()["faults"]) == ([], [NO_TRAIL])


def test_a_trail_of_all_regions_is_read_in_its_home_region(asked, trail, moto):
    home, name = trail([WHOLE], region="eu-west-1", IsMultiRegionTrail=True)
    here = at(moto.url, "cloudtrail")
    arn = here.describe_trails()["trailList"][0]["TrailARN"]
    with pytest.raises(here.exceptions.TrailNotFoundException):
        here.get_event_selectors(TrailName=arn)

    assert asked.plan()["faults"] == []


def test_disabled_and_missing_rules_are_reported(account, moto):
    events = client(moto.url, "events")
    for name, state in (("rule-on", "ENABLED"), ("rule-off", "DISABLED")):
        events.put_rule(Name=name, State=state, EventPattern='{"source": ["aws.iam"]}')
    arns = [f"arn:aws:events:us-east-1:123456789012:rule/rule-{name}" for name in ("on", "off", "gone")]

    answer, _ = invoke(environment(account, moto.url, DELIVERY_RULES=",".join(arns)))

    assert answer["faults"] == [
        NO_TRAIL,
        "Rule rule-off is DISABLED: its events are not delivered. Enable the rule",
        "Rule rule-gone is MISSING: its events are not delivered. Deploy the stack again",
    ]


def test_dead_letters_are_counted(account, moto):
    sqs = client(moto.url, "sqs")
    urls = [sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("letters", "no-letters")]
    for body in ("one", "two"):
        sqs.send_message(QueueUrl=urls[0], MessageBody=body)
    gone = urls[0] + "-gone"

    answer, _ = invoke(environment(account, moto.url, DEAD_LETTER_QUEUES=",".join([*urls, gone])))

    _, full, absent = answer["faults"]
    assert full.startswith("Queue letters holds about 2 dead letters")
    assert absent.startswith("Cannot check SQS: The specified queue does not exist")


def test_the_report_lies_in_the_bucket(asked, moto):
    answer = asked.plan()

    bucket, key = place(answer["report"])
    got = client(moto.url, "s3").get_object(Bucket=bucket, Key=key)
    lines = [json.loads(line) for line in got["Body"].read().decode().splitlines()]
    assert bucket == BUCKET
    assert key.endswith(f"/{answer['run']}/0001.jsonl")
    assert got["ContentType"] == "application/jsonl"
    assert {line["subject"] for line in lines} == {"role/batch", "role/web"}
    assert len(lines) == sum(sum(each.values()) for each in answer["total"].values())


def test_a_missing_bucket_is_reported_and_the_plan_is_made(account, moto):
    answer, status = invoke(environment(account, moto.url, REPORTS_BUCKET="nobodys"))

    assert status == 0
    assert "S3 responded with 404 NoSuchBucket: The specified bucket does not exist" in answer["report"]
    planned(answer)


@pytest.mark.parametrize("endpoint", ["nonsense", "http://", "http://a b"])
def test_a_malformed_endpoint_is_reported_and_the_plan_is_made(account, moto, endpoint):
    answer, status = invoke(environment(account, moto.url, AWS_ENDPOINT_URL_S3=endpoint))

    assert status == 0
    assert answer["report"].endswith(f"The endpoint of S3 is not a URL: {endpoint}")
    planned(answer)


def test_unreachable_services_are_reported_and_the_plan_is_made(account):
    nowhere = f"http://127.0.0.1:{moto_server.free_port()}"

    answer, status = invoke(full(environment(account, nowhere)))

    assert status == 0
    assert [fault.split(":")[0] for fault in answer["faults"]] == silent()
    assert "No response from S3: Connection refused" in answer["report"]
    planned(answer)


def test_a_signature_that_is_right_is_taken(account, moto, strict):
    key = strict("s3:PutObject")

    answer, _ = invoke(full(environment(account, moto.url, **key)))

    assert place(answer["report"])[0] == BUCKET


def test_a_wrong_secret_is_reported_and_the_plan_is_made(account, moto, strict):
    key = {**strict("*"), "AWS_SECRET_ACCESS_KEY": "another"}

    answer, status = invoke(full(environment(account, moto.url, **key)))

    assert status == 0
    assert [fault.split(":")[0] for fault in answer["faults"]] == silent()
    assert "S3 responded with 403 SignatureDoesNotMatch" in answer["report"]
    planned(answer)


def test_missing_permissions_are_reported_and_the_plan_is_made(account, moto, strict):
    answer, status = invoke(full(environment(account, moto.url, **strict("iam:GetUser"))))

    assert status == 0
    assert [fault.split(":")[0] for fault in answer["faults"]] == silent()
    assert all("403" in fault for fault in answer["faults"])
    assert "S3 responded with 403 AccessDenied" in answer["report"]
    planned(answer)


def test_an_apply_goes_on_where_cloudtrail_refuses(account, moto, strict, name):
    """Nothing is put back or adopted as long as CloudTrail does not return who changed it."""
    iam = client(account.url, "iam")
    profile = name("prod")
    for role in (profile, f"{profile}-evil"):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=EC2_TRUST)
    iam.create_instance_profile(InstanceProfileName=profile)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=profile)
    denied = environment(account, moto.url, **strict("s3:PutObject"))
    first, _ = invoke(denied, {"mode": "apply", "rules": ["guard"], "names": [f"{profile}*"]})
    iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=profile)
    other = name("prod-other")
    iam.create_instance_profile(InstanceProfileName=other)

    names = [f"{profile}*", f"{other}*"]
    answer, status = invoke(denied, {"mode": "apply", "rules": ["guard"], "names": names})

    assert first["total"] == {"guard": {"recorded": 1}}
    assert status == 0
    assert answer["total"] == {"guard": {"incomplete": 1, "unexplained": 1}}
    assert any("403" in line and profile in line for line in answer["lines"]), answer["lines"]


@pytest.fixture
def strict(moto, name):
    """Makes a user's keys that may do this, and has moto check who signs."""

    def keys(*actions):
        iam = client(moto.url, "iam")
        user = name("user")
        iam.create_user(UserName=user)
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        document = {"Version": "2012-10-17", "Statement": [statement]}
        iam.put_user_policy(UserName=user, PolicyName="may", PolicyDocument=json.dumps(document))
        made = iam.create_access_key(UserName=user)["AccessKey"]
        moto.authorize(True)
        return {
            "AWS_ACCESS_KEY_ID": made["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": made["SecretAccessKey"],
        }

    yield keys
    moto.authorize(False)


class Invoked:
    """One process of ./guard invoke that makes a plan on each request."""

    def __init__(self, variables):
        self._variables = variables

    def __enter__(self):
        self._process = subprocess.Popen(
            [GUARD, "invoke", "Backfill", str(ROOT / "events/Backfill/plan.json")],
            cwd=ROOT,
            env=self._variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._process.stdout.readline()
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(30)

    def plan(self):
        self._process.stdin.write(f"{ROOT}/events/Backfill/plan.json\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def invoke(variables, payload=None):
    """(Backfill's response, exit status)"""
    got = subprocess.run(
        [GUARD, "invoke", "Backfill", "/dev/stdin" if payload else "events/Backfill/plan.json"],
        cwd=ROOT,
        env=variables,
        input=json.dumps(payload) if payload else "",
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert got.stdout, got.stderr
    return json.loads(got.stdout), got.returncode


def environment(account, other, **more):
    """Backfill's variables, with the sandbox as its AWS but for what the other endpoint serves."""
    tables = client(account.url, "dynamodb").list_tables()["TableNames"]
    known = {each.split("-")[-1]: each for each in tables}
    services = ("CLOUDTRAIL", "EVENTBRIDGE", "SQS", "S3")
    return {
        **os.environ,
        "AWS_ENDPOINT_URL": account.url,
        **{f"AWS_ENDPOINT_URL_{service}": other for service in services},
        "AWS_ENDPOINT_URL_S3": other + "/",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": REGION,
        "AWS_MAX_ATTEMPTS": "1",
        "BASELINE_TABLE": known["BaselineTable"],
        "PLAN_TABLE": known["PlanTable"],
        "REPORTS_BUCKET": BUCKET,
        "GUARD_MODE": "off",
        "GUARDED_PROFILES": "prod-*",
        "PROVISION_MODE": "off",
        "PROVISION_FOR": "unless-iac",
        "TAG_MODE": "enforce",
        "NODE_ROLE_MODE": "off",
        "TAG_POLICY": json.dumps({"tags": {"Team": TEAM}}),
        "TAG_DEFAULTS": "Team=none",
        **more,
    }


def full(variables):
    """With a rule and a queue to read."""
    return {
        **variables,
        "DELIVERY_RULES": "arn:aws:events:us-east-1:123456789012:rule/some",
        "DEAD_LETTER_QUEUES": "https://sqs.us-east-1.amazonaws.com/123456789012/some",
    }


def silent():
    return [f"Cannot check {service}" for service in ("CloudTrail", "EventBridge", "SQS")]


def planned(answer):
    """Both roles would get their tag."""
    for role in ("batch", "web"):
        told = f"tag role {role} with {{Team=none}}: would-do"
        assert any(told in line for line in answer["lines"]), answer


def place(report):
    assert report.startswith("s3://"), report
    return report.removeprefix("s3://").split("/", 1)


def at(url, service, region=REGION):
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id="any",
        aws_secret_access_key="any",
    )
