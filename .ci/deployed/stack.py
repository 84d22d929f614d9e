"""A stack that the SAM CLI deploys and deletes."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from account import REGION
from checks import check
from inventory import inventory
from samtranslator.yaml_helper import yaml_parse
from template import ROOT, built, resolved, written, zipped

NAME = "profile-guard-with-a-name-as-long-as-cloudformation-allows".ljust(128, "x")
DEPLOY_SECONDS = 300
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


class Stack:
    """The stack of template.yaml. Its package is uploaded once."""

    def __init__(self, account):
        self._account = account
        self._folder = tempfile.TemporaryDirectory()  # is deleted with this object
        self._scratch = Path(self._folder.name)
        self._packaged = None

    def deploy(self, **parameters):
        """Creates or updates the stack."""
        got = self.sam_deploy(self.file(parameters), NAME, **parameters)
        check(got.returncode == 0, f"sam deploy {given(parameters) or 'with the defaults'}", got.stdout[-3000:], got.stderr[-3000:])

    def file(self, parameters):
        """The packaged template, with the values of its parameters instead of references to them."""
        return written(resolved(self._package(), parameters), self._scratch / "template.yaml")

    def scratch(self, template, name):
        """A file with a template, which is deleted with this object."""
        return written(template, self._scratch / name)

    def sam_deploy(self, file, name, region=REGION, **parameters):
        overrides = ["--parameter-overrides", *given(parameters).split()] if parameters else []
        return self._sam(
            *("deploy", "--template-file", file, "--stack-name", name, "--resolve-s3", "--region", region),
            *("--capabilities", *CAPABILITIES, "--no-confirm-changeset", "--on-failure", "DELETE"),
            *("--no-progressbar", *overrides),
            region=region,
        )

    def delete(self):
        got = self._sam("delete", "--stack-name", NAME, "--no-prompts", "--region", REGION)
        check(got.returncode == 0, "sam delete", got.stdout[-3000:], got.stderr[-3000:])

    def names(self, kind=None):
        """The physical IDs of the stack's resources of a type, or of all, by their logical IDs."""
        return {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for each in self.resources()
            if kind in (None, each["ResourceType"])
        }

    def resources(self):
        return self._account.client("cloudformation").describe_stack_resources(StackName=NAME)["StackResources"]

    def uploaded(self):
        """The address of the packaged template in the bucket of the SAM CLI."""
        bucket = yaml_parse(self._packaged.read_text())["Resources"]["Canary"]["Properties"]["CodeUri"].split("/")[2]
        self._account.client("s3").put_object(Bucket=bucket, Key="template.yaml", Body=self.file({}).read_bytes())
        return f"{self._account.url}/{bucket}/template.yaml"

    def inventory(self):
        return inventory(self._account)

    def version(self, function):
        """The version that the alias of a function has now."""
        asked = {"FunctionName": self.names()[function], "Name": "live"}
        return self._account.client("lambda").get_alias(**asked)["FunctionVersion"]

    def invoke(self, function, payload):
        """The answer of a function, called by its alias."""
        answer = self._account.client("lambda").invoke(
            FunctionName=f"{self.names()[function]}:live", Payload=json.dumps(payload)
        )
        result = answer["Payload"].read().decode()
        check("FunctionError" not in answer, f"{function} answers {json.dumps(payload)}", result)
        return json.loads(result)

    def _package(self):
        if self._packaged is None:
            source = written(zipped(built(), self._scratch), self._scratch / "built.yaml")
            target = self._scratch / "packaged.yaml"
            got = self._sam(
                *("package", "--template-file", source, "--output-template-file", target),
                *("--resolve-s3", "--region", REGION, "--no-progressbar"),
            )
            check(got.returncode == 0, "sam package", got.stdout[-3000:], got.stderr[-3000:])
            self._packaged = target
        return yaml_parse(self._packaged.read_text())

    def _sam(self, *arguments, region=REGION):
        return subprocess.run(
            [Path(sys.executable).parent / "sam", *arguments],
            cwd=ROOT,
            env=self._account.variables(region),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEPLOY_SECONDS,
        )


def given(parameters):
    return " ".join(f"{name}={value}" for name, value in parameters.items())
