"""Services that the sandbox does not have: each client shows the sandbox's sentence.

Sources: AWS's protocols (query, JSON 1.0 and 1.1, REST with JSON and with XML, CBOR) as botocore's
service models name them. An answer in another protocol makes boto3 and the AWS CLI report a parser
error, or a code without a message.
"""

import urllib.error
import urllib.request

import boto3
import pytest
from botocore.config import Config
from botocore.parsers import create_parser

from sandbox import ACCOUNT, refused
from test_cli import AWS, SERVICE_SAID_NO, aws, pytestmark as needs_cli  # noqa: F401

CALLS = {
    # query
    "redshift": ("describe_clusters", {}, "redshift"),
    "elbv2": ("describe_load_balancers", {}, "elasticloadbalancing"),
    "elasticbeanstalk": ("describe_applications", {}, "elasticbeanstalk"),
    "rds": ("describe_db_instances", {}, "rds"),
    # JSON 1.0 and 1.1
    "organizations": ("describe_organization", {}, "organizations"),
    "secretsmanager": ("list_secrets", {}, "secretsmanager"),
    "glue": ("get_databases", {}, "glue"),
    "ecs": ("list_clusters", {}, "ecs"),
    "apprunner": ("list_services", {}, "apprunner"),
    # REST with JSON
    "appmesh": ("list_meshes", {}, "appmesh"),
    "eks-auth": ("assume_role_for_pod_identity", {"clusterName": "c", "token": "t"}, "eks-auth"),
    "batch": ("describe_compute_environments", {}, "batch"),
    "rolesanywhere": ("list_profiles", {}, "rolesanywhere"),
    # REST with XML
    "route53": ("list_hosted_zones", {}, "route53"),
    "cloudfront": ("list_distributions", {}, "cloudfront"),
}


def client(sandbox, service):
    config = Config(retries={"total_max_attempts": 1}, inject_host_prefix=False)
    return boto3.client(
        service,
        endpoint_url=sandbox.url,
        region_name="us-east-1",
        aws_access_key_id="alice",
        aws_secret_access_key="secret",
        config=config,
    )


@pytest.mark.parametrize("service", CALLS)
def test_a_service_that_is_not_there_says_so(sandbox, service):
    operation, parameters, named = CALLS[service]
    said = f"^The sandbox does not have the service {named}. It has: .*iam"
    with refused("NotImplemented", 501, match=said):
        getattr(client(sandbox, service), operation)(**parameters)


def test_s3_control_says_what_the_sandbox_has_of_s3(sandbox):
    with refused("NotImplemented", 501, match="The sandbox has only these operations of S3"):
        control = client(sandbox, "s3control")
        control.meta.events.register("before-send.s3-control", to_the_sandbox)
        control.list_access_points(AccountId=ACCOUNT)


def to_the_sandbox(request, **_):
    """Takes the account, which no name server knows, from the host's name."""
    request.url = request.url.replace(ACCOUNT + ".", "", 1)


RAW = {
    "query": ({"Content-Type": "application/x-www-form-urlencoded"}, b"Action=ListMetrics"),
    "json": ({"X-Amz-Target": "Logs_20140328.DescribeLogGroups"}, b"{}"),
    "rest-json": ({"Content-Type": "application/json"}, b"{}"),
    "smithy-rpc-v2-cbor": ({"smithy-protocol": "rpc-v2-cbor"}, b"\xa0"),
}


def asked(sandbox, protocol, service, **more):
    """The sandbox's error, as botocore reads it in this protocol."""
    headers, body = RAW[protocol]
    headers = {"Content-Type": "application/octet-stream", **headers, **more}
    if service:
        credential = f"Credential=alice/20260101/us-east-1/{service}/aws4_request"
        headers["Authorization"] = f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0"
    request = urllib.request.Request(sandbox.url + "/x", body, headers, method="POST")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=60)
    answer = {
        "status_code": refusal.value.code,
        "headers": {key.lower(): value for key, value in refusal.value.headers.items()},
        "body": refusal.value.read(),
    }
    parsed = create_parser(protocol).parse(answer, None)
    assert parsed["ResponseMetadata"]["RequestId"]
    return parsed["ResponseMetadata"]["HTTPStatusCode"], parsed["Error"]


@pytest.mark.parametrize("protocol", RAW)
@pytest.mark.parametrize("service", ["redshift", "caf\u00e9<&>".encode().decode("latin-1")])
def test_an_answer_is_in_the_protocol_of_the_request(sandbox, protocol, service):
    status, error = asked(sandbox, protocol, service)
    assert (status, error["Code"]) == (501, "NotImplemented")
    assert error["Message"].startswith("The sandbox does not have the service ")
    if service == "redshift":
        assert "the service redshift. It has: autoscaling, cloudformation, cloudtrail, dynamodb, ec2, eks, " in error["Message"]


def test_cbor_is_spoken_by_no_service_of_the_sandbox(sandbox):
    status, error = asked(sandbox, "smithy-rpc-v2-cbor", "events")
    assert (status, error["Code"]) == (501, "NotImplemented")


@pytest.mark.parametrize("protocol", ["json", "smithy-rpc-v2-cbor"])
def test_an_unsigned_request_is_refused_in_its_protocol(sandbox, protocol):
    assert asked(sandbox, protocol, None) == (
        403,
        {
            "Code": "MissingAuthenticationToken",
            "Message": "Request is missing Authentication Token",
        },
    )


@needs_cli
@pytest.mark.parametrize(
    "command",
    [
        ("redshift", "describe-clusters"),
        ("organizations", "list-roots"),
        ("appmesh", "list-meshes"),
        ("route53", "list-hosted-zones"),
        ("ecs", "list-clusters"),
    ],
    ids=" ".join,
)
def test_the_cli_prints_the_sentence(aws, command):  # noqa: F811
    got = aws(*command)
    assert got.returncode in SERVICE_SAID_NO
    assert "An error occurred (NotImplemented)" in got.stderr
    assert "The sandbox does not have the service" in got.stderr
