"""Findings in Security Hub, as boto3 sends and reads them, and as the functions send them."""

import pytest
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

from sandbox import EC2_TRUST, Sandbox, client, eventually

ACCOUNT = "123456789012"
PRODUCT = f"arn:aws:securityhub:us-east-1:{ACCOUNT}:product/{ACCOUNT}/default"
# What Security Hub adds to a finding
ADDED = ("Region", "WorkflowState", "ProcessedAt")


@pytest.fixture(scope="module")
def hub(sandbox):
    enabled = client(sandbox.url, "securityhub")
    enabled.enable_security_hub()
    return enabled


def finding(id, **more):
    return {
        "SchemaVersion": "2018-10-08",
        "Id": id,
        "ProductArn": PRODUCT,
        "GeneratorId": "a-test",
        "AwsAccountId": ACCOUNT,
        "CreatedAt": "2026-01-15T09:30:00Z",
        "UpdatedAt": "2026-01-15T09:30:00Z",
        "FindingProviderFields": {"Severity": {"Label": "HIGH"}, "Types": ["Software and Configuration Checks"]},
        "Title": "a title",
        "Description": "a description",
        "Resources": [{"Type": "Other", "Id": "x"}],
    } | more


def found(hub, id):
    return hub.get_findings(Filters={"Id": [{"Value": id, "Comparison": "EQUALS"}]})["Findings"]


def test_it_is_off_until_somebody_turns_it_on(sandbox):
    elsewhere = client(sandbox.url, "securityhub", region="eu-west-1")
    with pytest.raises(ClientError) as refused:
        elsewhere.batch_import_findings(
            Findings=[finding("off", ProductArn=PRODUCT.replace("us-east-1", "eu-west-1"))]
        )
    assert refused.value.response["Error"]["Code"] == "InvalidAccessException"
    assert refused.value.response["Error"]["Message"] == f"Account {ACCOUNT} is not subscribed to AWS Security Hub"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 401


def test_it_is_turned_on_once(hub):
    assert hub.describe_hub()["HubArn"] == f"arn:aws:securityhub:us-east-1:{ACCOUNT}:hub/default"
    with pytest.raises(hub.exceptions.ResourceConflictException):
        hub.enable_security_hub()


def test_a_finding_takes_severity_and_types_from_its_provider(hub):
    assert hub.batch_import_findings(Findings=[finding("one")])["SuccessCount"] == 1
    [one] = found(hub, "one")
    assert one["Severity"]["Label"] == "HIGH"
    assert one["Types"] == ["Software and Configuration Checks"]
    assert one["Workflow"] == {"Status": "NEW"}
    assert one["RecordState"] == "ACTIVE"


def test_a_newer_one_updates_and_an_older_one_is_ignored(hub):
    hub.batch_import_findings(Findings=[finding("two")])
    hub.batch_import_findings(Findings=[finding("two", UpdatedAt="2026-01-15T10:00:00Z", RecordState="ARCHIVED")])
    answer = hub.batch_import_findings(Findings=[finding("two", UpdatedAt="2026-01-15T09:00:00Z", Title="late")])
    assert answer["SuccessCount"] == 1
    [two] = found(hub, "two")
    assert (two["RecordState"], two["Title"]) == ("ARCHIVED", "a title")


@pytest.mark.parametrize(
    "more, problem",
    [
        ({"Description": "x" * 1025}, "data.Description should NOT be longer than 1024 characters."),
        (
            {"Remediation": {"Recommendation": {"Text": "x" * 513}}},
            "data.Remediation.Recommendation.Text should NOT be longer than 512 characters.",
        ),
        (
            {"FindingProviderFields": {"Types": [""]}},
            'data.FindingProviderFields.Types[0] should match pattern "^([^/]+)(/[^/]+){0,2}$".',
        ),
        ({"Resources": []}, "data.Resources should NOT have fewer than 1 items."),
        (
            {"Resources": [{"Type": "", "Id": "x"}]},
            "data.Resources[0].Type should NOT be shorter than 1 characters.",
        ),
    ],
)
def test_a_finding_in_another_format_fails_alone(hub, more, problem):
    answer = hub.batch_import_findings(Findings=[finding("three"), finding("four", **more)])
    assert (answer["SuccessCount"], answer["FailedCount"]) == (1, 1)
    assert answer["FailedFindings"] == [
        {
            "Id": "four",
            "ErrorCode": "InvalidInput",
            "ErrorMessage": f"Finding does not adhere to Amazon Finding Format. {problem}",
        }
    ]


def test_a_finding_of_another_account_is_refused(hub):
    with pytest.raises(ClientError) as refused:
        hub.batch_import_findings(Findings=[finding("five", AwsAccountId="210987654321")])
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"


def test_a_request_has_at_most_a_hundred_findings(hub):
    with pytest.raises(hub.exceptions.InvalidInputException):
        hub.batch_import_findings(Findings=[finding(f"many-{i}") for i in range(101)])


def test_findings_of_the_functions_have_the_format_of_the_service_model():
    """botocore's model of BatchImportFindings is the published form of the AWS Security Finding Format."""
    with Sandbox.start("GuardMode=enforce", "GuardedProfiles=prod-*", "TrustedPrincipals=arn:aws:iam::*:user/alice", "SecurityHub=on") as sandbox:
        hub = client(sandbox.url, "securityhub")
        hub.enable_security_hub()
        iam = client(sandbox.url, "iam")
        iam.create_role(RoleName="web", AssumeRolePolicyDocument=EC2_TRUST)
        iam.create_instance_profile(InstanceProfileName="prod-web")
        iam.add_role_to_instance_profile(InstanceProfileName="prod-web", RoleName="web")
        findings = eventually(lambda: hub.get_findings()["Findings"])
        sent = [{key: value for key, value in each.items() if key not in ADDED} for each in findings]
        shape = hub.meta.service_model.operation_model("BatchImportFindings").input_shape
        report = ParamValidator().validate({"Findings": sent}, shape)
        assert not report.has_errors(), report.generate_report()
        assert all(each["ProductArn"] == PRODUCT for each in sent)
