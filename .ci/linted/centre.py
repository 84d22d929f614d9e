"""The services that the state machines of organization.yaml call, with a few accounts. The table is moto's."""

import re
from itertools import count

import boto3
import botocore.session
from botocore.validate import ParamValidator
from moto import mock_aws

from asl import Failed
from template import ACCOUNT, REGION

STACK_SET = "Members"  # what a Ref gives here, see template.py
# Resource of a task: the service and the operation of boto3's model
OPERATIONS = {
    "aws-sdk:cloudformation:listStackInstances": ("cloudformation", "ListStackInstances"),
    "aws-sdk:dynamodb:scan": ("dynamodb", "Scan"),
    "aws-sdk:sfn:describeMapRun": ("stepfunctions", "DescribeMapRun"),
    "aws-sdk:sfn:startExecution": ("stepfunctions", "StartExecution"),
    "dynamodb:updateItem": ("dynamodb", "UpdateItem"),
    "sns:publish": ("sns", "Publish"),
}
_models = botocore.session.Session()


class Centre:
    """accounts maps each account of the StackSet to the errors that its calls give, one after the other, then none. The error
    LOST stands for a start that took place, but whose answer was lost.
    """

    def __init__(self, accounts, page=3):
        self._accounts = list(accounts)
        self._errors = {account: list(errors) for account, errors in accounts.items()}
        self._page = page
        self.begins_empty = False
        self.machine = None
        self.refuses = []
        self.roles = {}
        self.started = {}
        self.asked = {}
        self.messages = []

    def call(self, resource, arguments, role):
        name = resource.removeprefix("arn:aws:states:::")
        _valid(name, arguments)
        self.asked[name] = self.asked.get(name, 0) + 1
        if (role is None) == (name == "aws-sdk:sfn:startExecution"):
            raise SystemExit(f"{name} is called with the role {role}")
        operation = name.rsplit(":", 1)[1]
        if operation in self.refuses:
            raise Failed("Any.AnyException", f"{operation} is refused")
        return getattr(self, f"_{_snake(operation)}")(arguments, role)

    def _list_stack_instances(self, arguments, _):
        if (arguments["StackSetName"], arguments["CallAs"]) != (STACK_SET, "DELEGATED_ADMIN"):
            raise Failed("CloudFormation.StackSetNotFoundException", str(arguments))
        if self.begins_empty and "NextToken" not in arguments:
            return {"Summaries": [], "NextToken": "0"}
        begin = int(arguments.get("NextToken", "0"))
        end = begin + min(self._page, arguments["MaxResults"])
        answer = {"Summaries": [{"Account": each, "Region": REGION} for each in self._accounts[begin:end]]}
        return {**answer, "NextToken": str(end)} if end < len(self._accounts) else answer

    def _start_execution(self, arguments, role):
        account = arguments["StateMachineArn"].split(":")[4]
        self.roles[account] = role
        error = self._errors[account].pop(0) if self._errors[account] else ""
        if error and error != "LOST":
            raise Failed(error, f"{error} in {account}")
        if arguments["Name"] in self.started.get(account, {}):
            raise Failed("Sfn.ExecutionAlreadyExistsException", "Execution Already Exists")
        self.started.setdefault(account, {})[arguments["Name"]] = arguments
        if error:
            raise Failed("Sfn.SdkClientException", "the answer was lost")
        return {"ExecutionArn": f"{arguments['StateMachineArn']}:{arguments['Name']}", "StartDate": "2026-11-29T00:00:00Z"}

    def _describe_map_run(self, arguments, _):
        [run] = [each for each in self.machine.map_runs if each.arn == arguments["MapRunArn"]]
        return {"MapRunArn": run.arn, "Status": "SUCCEEDED", "ItemCounts": run.counts()}

    def _update_item(self, arguments, _):
        return _dynamodb("update_item", arguments)

    def _scan(self, arguments, _):
        """Pages of two items, so that there are pages."""
        return _dynamodb("scan", {**arguments, "Limit": 2})

    def _publish(self, arguments, _):
        subject = arguments["Subject"]
        # https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
        if not re.fullmatch(r"[A-Za-z0-9!-/:-@][ -~]{0,99}", subject):
            raise Failed("SNS.InvalidParameterException", f"Subject: {subject}")
        self.messages.append((arguments["TopicArn"], subject, arguments["Message"]))
        return {"MessageId": "1"}


class Table:
    """The status table, by its definition in the template."""

    def __init__(self, name, properties):
        self._name, self._properties = name, properties
        self._mock = mock_aws()

    def __enter__(self):
        self._mock.start()
        same = {key: self._properties[key] for key in ("AttributeDefinitions", "KeySchema", "BillingMode")}
        _client().create_table(TableName=self._name, **same)
        return self

    def __exit__(self, *_):
        self._mock.stop()

    def put(self, account, **attributes):
        kinds = {name: {"N" if name == "expires" else "S": str(value)} for name, value in attributes.items()}
        _client().put_item(TableName=self._name, Item={"account": {"S": account}, **kinds})

    def item(self, account):
        item = _client().get_item(TableName=self._name, Key={"account": {"S": account}}).get("Item", {})
        return {name: next(iter(value.values())) for name, value in item.items()}


def _client():
    return boto3.client("dynamodb", region_name=REGION, aws_access_key_id="a", aws_secret_access_key="s")


def _dynamodb(operation, arguments):
    client = _client()
    try:
        answer = getattr(client, operation)(**arguments)
    except client.exceptions.ConditionalCheckFailedException as refused:
        raise Failed("DynamoDB.ConditionalCheckFailedException", str(refused)) from refused
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


def _valid(name, arguments):
    """The SDK's own model says which arguments there are. The names of tasks begin with a capital letter, those of some APIs do not."""
    service, operation = OPERATIONS[name]
    shape = _models.get_service_model(service).operation_model(operation).input_shape
    small = all(member[0].islower() for member in shape.members)
    given = {key[0].lower() + key[1:] if small else key: value for key, value in arguments.items()}
    report = ParamValidator().validate(given, shape)
    if report.has_errors():
        raise SystemExit(f"{name} with {arguments}: {report.generate_report()}")


def _snake(name):
    return re.sub("([A-Z])", lambda found: "_" + found[1].lower(), name)


def accounts(number):
    """So many accounts without errors."""
    return {str(each): [] for each, _ in zip(count(int(ACCOUNT) + 1), range(number))}
