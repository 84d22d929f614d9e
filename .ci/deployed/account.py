"""The account in the emulator, as boto3 and the SAM CLI see it, and the events of its calls."""

import json
import os
import time

import boto3

ID = "123456789012"
REGION = "us-east-1"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)


class Account:
    """The root user of the account: the emulator takes an account's ID as its key."""

    def __init__(self, url):
        self.url = url
        self.iam = self.client("iam")

    def client(self, service, region=REGION):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id=ID,
            aws_secret_access_key="secret",
        )

    def all(self, service, operation, key, region=REGION, **asked):
        """What a paginated operation lists."""
        pages = self.client(service, region).get_paginator(operation).paginate(**asked)
        return [each for page in pages for each in page.get(key, [])]

    def variables(self, region=REGION):
        """This environment, with the emulator as AWS."""
        return {
            **os.environ,
            "AWS_ACCESS_KEY_ID": ID,
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": region,
            "AWS_REGION": region,
            "AWS_ENDPOINT_URL": self.url,
            "SAM_CLI_TELEMETRY": "0",
        }

    def role(self, name):
        """Creates a role that EC2 may assume. Returns its ID."""
        return self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["RoleId"]

    def profile(self, name, role):
        self.iam.create_instance_profile(InstanceProfileName=name)
        self.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)

    def swap(self, profile, old, new):
        """Replaces the role in a profile."""
        self.iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=old)
        self.iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=new)

    def role_in(self, profile):
        """The name of the role in a profile, or None if there is no such profile or no role in it."""
        try:
            found = self.iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
        except self.iam.exceptions.NoSuchEntityException:
            return None
        return next((role["RoleName"] for role in found["Roles"]), None)

    def deliver(self, event):
        """Puts an event of AWS on the default bus. PutEvents refuses the sources of AWS, so see `listen_to_tests`."""
        detail = {**event["detail"], "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
        entry = {
            "Source": f"test.{event['source']}",
            "DetailType": event["detail-type"],
            "Detail": json.dumps(detail),
        }
        answer = self.client("events").put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            raise SystemExit(f"the bus refused an event: {answer}")

    def listen_to_tests(self, rules):
        """Lets rules that match events of the source aws.iam match test.aws.iam as well, and changes nothing else of them."""
        events = self.client("events")
        for name in rules:
            rule = events.describe_rule(Name=name)
            pattern = json.loads(rule["EventPattern"])
            pattern["source"] += [f"test.{each}" for each in pattern["source"]]
            kept = {key: rule[key] for key in ("Name", "State", "Description") if key in rule}
            events.put_rule(EventPattern=json.dumps(pattern), **kept)
