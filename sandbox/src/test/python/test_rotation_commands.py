"""The commands that ProfileRotation prints, run by an operator who does nothing else.

Those of the AWS CLI run against the sandbox. Those of gcloud and kubectl are held to their synopsis:
https://cloud.google.com/sdk/gcloud/reference/container/aws/clusters/update
https://cloud.google.com/sdk/gcloud/reference/container/aws/node-pools/update
https://kubernetes.io/docs/reference/kubectl/generated/kubectl_drain/
https://kubernetes.io/docs/reference/kubectl/generated/kubectl_patch/
"""

import argparse
import contextlib
import json
import os
import re
import subprocess
import threading
from pathlib import Path

import pytest

from sandbox import ACCOUNT, EC2_TRUST, GUARD, ROOT, Sandbox, client, eventually
from test_cli import AWS, pytestmark as needs_cli
from test_eks import SUBNETS
from test_printed_commands import NAMES, flat, parsed, printed, words_of

pytestmark = needs_cli

HOME, AWAY = "us-east-1", "eu-west-1"
IMAGE, OTHER_IMAGE = "ami-0abcdef1234567890", "ami-0fedcba9876543210"
OLD, ROLE, NEXT_ROLE = "prod-web", "web", "web-v2"
GKE = [
    {"gkeCluster": "prod", "location": "us-west1"},
    {"gkeCluster": "prod", "gkeNodePool": "np", "location": "us-west1"},
]
NODE_CLASS = "karpenter.k8s.aws/ec2nodeclass"
PLACEHOLDER = re.compile(r"(?<![\w-])[A-Z][A-Z_]{3,}(?![\w-])")


class Region:
    """The calls that build a fleet in a region."""

    def __init__(self, sandbox, region, profile=OLD):
        self.name, self.profile = region, profile
        self.ec2 = client(sandbox.url, "ec2", region=region)
        self.scaling = client(sandbox.url, "autoscaling", region=region)
        self.eks = client(sandbox.url, "eks", region=region)

    def instance(self, profile=None, **tags):
        specification = [
            {
                "ResourceType": "instance",
                "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
            }
        ]
        [made] = self.ec2.run_instances(
            ImageId=IMAGE,
            InstanceType="t3.micro",
            MinCount=1,
            MaxCount=1,
            IamInstanceProfile={"Name": profile or self.profile},
            **({"TagSpecifications": specification} if tags else {}),
        )["Instances"]
        return made["InstanceId"]

    def template(self, name, *images):
        """A launch template with a version for each image: its ID."""
        made = None
        for image in images or [IMAGE]:
            data = {
                "ImageId": image,
                "InstanceType": "t3.micro",
                "IamInstanceProfile": {"Name": self.profile},
            }
            if made is None:
                made = self.ec2.create_launch_template(
                    LaunchTemplateName=name, LaunchTemplateData=data
                )["LaunchTemplate"]["LaunchTemplateId"]
            else:
                self.ec2.create_launch_template_version(
                    LaunchTemplateId=made, LaunchTemplateData=data
                )
        return made

    def group(self, name, template=None, version=None, size=1, tags=(), **source):
        if template:
            source = {"LaunchTemplate": {"LaunchTemplateId": template, "Version": version}}
        self.scaling.create_auto_scaling_group(
            AutoScalingGroupName=name,
            MinSize=0,
            MaxSize=size + 1,
            DesiredCapacity=size,
            AvailabilityZones=[self.name + "a"],
            Tags=[{"Key": key, "Value": "owned", "PropagateAtLaunch": True} for key in tags],
            **source,
        )

    def groups(self):
        return {
            each["AutoScalingGroupName"]: each
            for each in self.scaling.describe_auto_scaling_groups()["AutoScalingGroups"]
        }

    def images(self, group):
        """The images of a group's instances."""
        ids = [each["InstanceId"] for each in self.groups()[group]["Instances"]]
        return {each["ImageId"] for each in self.described(ids)}

    def described(self, ids=()):
        found = self.ec2.describe_instances(InstanceIds=list(ids))["Reservations"]
        return [each for reservation in found for each in reservation["Instances"]]

    def profiles(self):
        """The name of the profile of each instance."""
        found = self.ec2.describe_iam_instance_profile_associations()
        return {
            each["InstanceId"]: each["IamInstanceProfile"]["Arn"].split("/")[-1]
            for each in found["IamInstanceProfileAssociations"]
            if each["State"] == "associated"
        }


class Rotation:
    """ProfileRotation, and the commands that it prints."""

    def __init__(self, sandbox, profile=OLD):
        self.sandbox, self.profile = sandbox, profile
        self.functions = client(sandbox.url, "lambda")

    def ask(self, verb, **fields):
        payload = {verb: {"profile": self.profile, **fields}}
        got = self.functions.invoke(FunctionName="ProfileRotation", Payload=json.dumps(payload))
        answer = json.loads(got["Payload"].read())
        assert "FunctionError" not in got, answer
        return answer

    def steps(self):
        return self.ask("status")["steps"]


def bash(sandbox, command):
    """Runs a command as somebody who pastes it into a shell: what each of its lines printed."""
    environment = {
        "PATH": f"{Path(AWS).parent}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "AWS_ENDPOINT_URL": sandbox.url,
        "AWS_ACCESS_KEY_ID": "owner",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": HOME,
        "AWS_DEFAULT_OUTPUT": "json",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_PAGER": "",
    }
    got = subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-e"],
        input=command, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (got.returncode, got.stderr) == (0, ""), (command, got.stderr)
    return json_values(got.stdout)


def json_values(text):
    values, at, decoder = [], 0, json.JSONDecoder()
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        values.append(value)
    return values


class Operator:
    """Does what the steps say, in their order, and nothing else."""

    def __init__(self, sandbox, rotation, regions):
        self.sandbox, self.rotation = sandbox, rotation
        self.regions = {each.name: each for each in regions}
        self.ran, self.checked, self.seen, self.answers = set(), [], set(), []

    def work(self):
        """Until nothing is left to do; at most 60 looks."""
        for _ in range(60):
            steps = self.rotation.steps()
            self.seen |= {(kind(each["step"]), each["state"]) for each in steps}
            step = self.next(steps)
            if step:
                self.do(step)
            elif any(each["state"] == "under-way" for each in steps):
                self.sandbox.advance("PT5M")
            else:
                return steps
        raise AssertionError(steps)

    def next(self, steps):
        """The first step with a command that has not run yet."""
        for each in steps:
            if each["state"] in ("ready", "by-hand", "failed"):
                if not set(each.get("commands", [])) <= self.ran:
                    return each
        return None

    def do(self, step):
        self.answers = []
        for command in step["commands"]:
            self.ran.add(command)
            tool = command.split()[0]
            if tool == "aws":
                for each in printed(command):
                    self.answers += bash(self.sandbox, self.filled(step, each))
            else:
                [words] = words_of([command])
                {"gcloud": self.link, "kubectl": self.kubectl}[tool](words)
        check = step["check"]
        if check.startswith("aws "):
            if check not in self.checked:
                bash(self.sandbox, check)
                self.checked.append(check)
        else:
            assert check.startswith(("Its instances use ", "./guard rotate --status "))

    def filled(self, step, command):
        """The command with what its words in capitals stand for, from what was printed before."""
        return PLACEHOLDER.sub(lambda word: self.value(word.group(), command, step), command)

    def value(self, word, command, step):
        match word:
            case "VERSION":
                [made] = [
                    each["LaunchTemplateVersion"]["VersionNumber"]
                    for each in self.answers
                    if "LaunchTemplateVersion" in each
                ]
                return str(made)
            case "TEMPLATE":
                return self.answer("LaunchTemplate")["LaunchTemplateId"]
            case "IMAGE":
                return self.answer("LaunchConfigurations")[0]["ImageId"]
            case "TYPE":
                return self.answer("LaunchConfigurations")[0]["InstanceType"]
            case "SUBNETS":
                return " ".join(self.answer("nodegroup")["subnets"])
            case "POLICY":
                return "'" + json.dumps(self.policy()) + "'"
        raise AssertionError(f"{word} in {command} of {step}")

    def answer(self, key):
        return next(each[key] for each in reversed(self.answers) if key in each)

    def policy(self):
        """The group's policy with the latest version of each launch template instead of its own."""
        policy = self.answer("AutoScalingGroups")[0]["MixedInstancesPolicy"]
        region = self.answer("AutoScalingGroups")[0]["AvailabilityZones"][0][:-1]
        for chosen in specifications(policy):
            [template] = self.regions[region].ec2.describe_launch_templates(
                LaunchTemplateIds=[chosen["LaunchTemplateId"]]
            )["LaunchTemplates"]
            chosen["Version"] = str(template["LatestVersionNumber"])
            del chosen["LaunchTemplateName"]
        return policy

    def link(self, words):
        """GKE replaces its instances, as Google's documentation says."""
        assert gcloud(words).iam_instance_profile.startswith(OLD)
        home = self.regions[HOME]
        for each in home.described():
            tags = {tag["Key"]: tag["Value"] for tag in each.get("Tags", [])}
            if "gke:multicloud:cluster-id" in tags and each["State"]["Name"] == "running":
                home.ec2.terminate_instances(InstanceIds=[each["InstanceId"]])
                home.instance(gcloud(words).iam_instance_profile, **tags)

    def kubectl(self, words):
        if words[1] == "patch":
            self.patch(kubectl_patch(words))
        else:
            assert kubectl(words).node == "NODE"

    def patch(self, words):
        """Karpenter replaces the nodes of a class that was changed."""
        [profile] = json.loads(words.patch)["spec"].values()
        for region in self.regions.values():
            for each in region.described():
                tags = {tag["Key"]: tag["Value"] for tag in each.get("Tags", [])}
                if tags.get(NODE_CLASS) == words.name and each["State"]["Name"] == "running":
                    region.ec2.terminate_instances(InstanceIds=[each["InstanceId"]])
                    region.instance(profile, **tags)


def specifications(value):
    """Each launch template that a policy names."""
    if isinstance(value, list):
        return [found for each in value for found in specifications(each)]
    if not isinstance(value, dict):
        return []
    own = [value] if "LaunchTemplateId" in value else []
    return own + [found for each in value.values() for found in specifications(each)]


def kind(title):
    """What a step is about."""
    return " ".join(title.split()[:2])


class Strict(argparse.ArgumentParser):
    def error(self, message):
        raise AssertionError(message)


def gcloud(words):
    """A command of gcloud, as its synopsis has it."""
    parser = Strict(prog="gcloud", allow_abbrev=False)
    assert words[:3] == ["gcloud", "container", "aws"] and words[4] == "update"
    parser.add_argument("resource")
    parser.add_argument("--location", required=True)
    parser.add_argument("--iam-instance-profile", required=True)
    if words[3] == "node-pools":
        parser.add_argument("--cluster", required=True)
    else:
        assert words[3] == "clusters"
    return parser.parse_args(words[5:])


def kubectl(words):
    """A command of kubectl, as its reference has it."""
    parser = Strict(prog="kubectl", allow_abbrev=False)
    assert words[:2] == ["kubectl", "drain"]
    parser.add_argument("node")
    parser.add_argument("--ignore-daemonsets", action="store_true")
    parser.add_argument("--delete-emptydir-data", action="store_true")
    return parser.parse_args(words[2:])


def kubectl_patch(words):
    """The command that patches a node class of Karpenter, as the reference of kubectl has it."""
    parser = Strict(prog="kubectl", allow_abbrev=False)
    assert words[:3] == ["kubectl", "patch", "ec2nodeclass"]
    parser.add_argument("name")
    parser.add_argument("--type", choices=["merge"], required=True)
    parser.add_argument("--patch", required=True)
    return parser.parse_args(words[3:])


def role(iam, name):
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=EC2_TRUST)
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def guarded(sandbox):
    """Makes the old profile and both roles, and waits for the baseline: the client."""
    iam = client(sandbox.url, "iam", user="owner")
    for each in (ROLE, NEXT_ROLE):
        role(iam, each)
    iam.create_instance_profile(InstanceProfileName=OLD)
    iam.add_role_to_instance_profile(InstanceProfileName=OLD, RoleName=ROLE)
    sandbox.advance("PT1H")
    return iam


@pytest.fixture(scope="module")
def account():
    """A sandbox whose ProfileRotation only tells, with the old profile and both roles."""
    with Sandbox.start("RotationMode=observe", "SweepMode=off") as started:
        iam = client(started.url, "iam", user="owner")
        for each in (ROLE, NEXT_ROLE):
            role(iam, each)
        iam.create_instance_profile(
            InstanceProfileName=OLD, Path="/team/", Tags=[{"Key": "Team", "Value": "shop"}]
        )
        iam.add_role_to_instance_profile(InstanceProfileName=OLD, RoleName=ROLE)
        yield started


def fleet(sandbox):
    """Everything that can use a profile, in two regions."""
    home, away = Region(sandbox, HOME), Region(sandbox, AWAY)
    home.instance()
    away.instance()
    stopped = away.instance()
    away.ec2.stop_instances(InstanceIds=[stopped])

    several = home.template("several", IMAGE, OTHER_IMAGE)
    home.group("by-default", several, "$Default")
    home.group("by-number", several, "2", size=2)
    away.group("by-latest", away.template("latest"), "$Latest", size=2)
    both = away.template("both", IMAGE, OTHER_IMAGE)
    away.group("latest-of-both", both, "$Latest")
    away.group("first-of-both", both, "1")

    home.scaling.create_launch_configuration(
        LaunchConfigurationName="legacy: web (2)",
        ImageId=IMAGE,
        InstanceType="t3.micro",
        IamInstanceProfile=OLD,
    )
    home.group("configured", LaunchConfigurationName="legacy: web (2)")
    mixed = {"LaunchTemplateId": away.template("mixed"), "Version": "1"}
    away.group(
        "mixed",
        MixedInstancesPolicy={
            "LaunchTemplate": {
                "LaunchTemplateSpecification": mixed,
                "Overrides": [
                    {"InstanceType": "m5.large", "LaunchTemplateSpecification": mixed},
                    {"InstanceType": "c5.large"},
                ],
            }
        },
    )
    clusters(sandbox, home)
    home.instance(**{"gke:multicloud:cluster-id": "c1"})
    away.instance(**{NODE_CLASS: "default"})
    eventually(
        lambda: all(
            len(each["Instances"]) == each["DesiredCapacity"]
            for region in (home, away)
            for each in region.groups().values()
        )
    )
    [managed] = home.eks.describe_nodegroup(clusterName="shop", nodegroupName="managed")[
        "nodegroup"
    ]["resources"]["autoScalingGroups"]
    node = home.groups()[managed["name"]]["Instances"][0]["InstanceId"]
    [association] = home.ec2.describe_iam_instance_profile_associations(
        Filters=[{"Name": "instance-id", "Values": [node]}]
    )["IamInstanceProfileAssociations"]
    home.ec2.replace_iam_instance_profile_association(
        AssociationId=association["AssociationId"], IamInstanceProfile={"Name": OLD}
    )
    return home, away


def clusters(sandbox, home):
    """A cluster with a managed node group, a group of nodes of its own, and a single node."""
    iam = client(sandbox.url, "iam", user="owner")
    iam.create_role(
        RoleName="control",
        AssumeRolePolicyDocument=EC2_TRUST.replace("ec2.amazonaws", "eks.amazonaws"),
    )
    home.eks.create_cluster(
        name="shop",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/control",
        resourcesVpcConfig={"subnetIds": SUBNETS},
        accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"},
    )
    home.eks.create_nodegroup(
        clusterName="shop",
        nodegroupName="managed",
        subnets=SUBNETS,
        nodeRole=f"arn:aws:iam::{ACCOUNT}:role/{ROLE}",
    )
    home.group("nodes", home.template("nodes"), "1", tags=["kubernetes.io/cluster/shop"])
    home.instance(**{"kubernetes.io/cluster/shop": "owned"})


def test_an_operator_who_runs_the_printed_commands_replaces_the_profile(account):
    regions = home, away = fleet(account)
    rotation = Rotation(account)
    images = {name: home.images(name) for name in ("by-default", "by-number")}
    started = rotation.ask("start", role=NEXT_ROLE, **{"for": GKE})
    new = started["to"]
    assert started["performed"] == []

    operator = Operator(account, rotation, regions)
    left = operator.work()

    assert {each["step"] for each in left if each["state"] != "done"} <= {
        f"Let nodes with role {NEXT_ROLE} join cluster shop in {HOME}"
    }, left
    managed = home.eks.list_nodegroups(clusterName="shop")["nodegroups"]
    assert managed == ["managed-new"]
    assert OLD not in [*home.profiles().values(), *away.profiles().values()]
    assert set(away.profiles().values()) == {new}
    assert {name: home.images(name) for name in images} == images
    assert len(operator.checked) > 12
    finish(account, rotation)
    iam = client(account.url, "iam")
    made = iam.get_instance_profile(InstanceProfileName=new)["InstanceProfile"]
    assert [each["RoleName"] for each in made["Roles"]] == [NEXT_ROLE]
    assert (made["Path"], made["Tags"]) == ("/team/", [{"Key": "Team", "Value": "shop"}])
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_instance_profile(InstanceProfileName=OLD)


def finish(sandbox, rotation):
    """Runs the commands that delete the old profile, and ends the rotation."""
    rotation.ask("finish")
    sandbox.advance("PT3M")
    answer = rotation.ask("finish")
    assert answer["decision"] == "rotation-unused", answer
    commands = printed(answer["why"])
    assert [each.split()[2] for each in commands] == [
        "list-instance-profiles",
        "remove-role-from-instance-profile",
        "delete-instance-profile",
    ]
    [[role_name]] = bash(sandbox, commands[0])
    for command in commands[1:]:
        bash(sandbox, command.replace("ROLE", role_name))
    assert rotation.ask("finish")["decision"] == "rotation-finished"


# What AWS allows in names, where a shell or the AWS CLI gives it a meaning. Auto Scaling allows
# ASCII from ! to ~ without the colon in the names of groups, and any text for configurations.
GROUPS = [
    "-rf", "--", "=ls", "@file", "..", "a,b=c", "Name=x,Arn=y", ",", "=", "+x", "_x_", "a@b.c",
    "$(id)", "`id`", "it's", '"', "a;b", "*?[x]", "~", "\\", "!x", "#x&", "<x>|", "{a,b}",
]  # fmt: skip
CONFIGURATIONS = [
    "-rf", "file:///etc/hostname", "https://example.com/", "[1]", '{"a":1}', "a b", "#  %s", "null",
    "true", "fileb://x", "a\u00adb\u2028c", "'\"\\$x`",
]  # fmt: skip
TEMPLATES = ["-rf", "---", "(a)", "a/b", "...", "xxx", "_./", "(-)", "1e9", "---x", ")(.", "0x1"]
HOSTILE_PATH = "/" + "".join(chr(c) for c in range(33, 127)) + "/"
TAGS = [
    {"Key": "file:///etc/hostname", "Value": "file:///etc/hostname"},
    {"Key": "-x", "Value": "=\u2028@ /"},
]


@pytest.fixture(scope="module")
def hostile():
    """For each name, a rotation whose new profile is there, and what ProfileRotation says."""
    with Sandbox.start("RotationMode=observe", "SweepMode=off") as started:
        iam = client(started.url, "iam", user="owner")
        found = []
        for number, name in enumerate(NAMES):
            iam.create_role(
                RoleName=f"r{name}", Path=HOSTILE_PATH, AssumeRolePolicyDocument=EC2_TRUST
            )
            role(iam, name)
            iam.create_instance_profile(InstanceProfileName=name, Path=HOSTILE_PATH, Tags=TAGS)
            iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
            region = Region(started, HOME, name)
            build(region, number)
            rotation = Rotation(started, name)
            first = rotation.ask("start", role=f"r{name}", to=f"{name}@=,", **{"for": GKE})
            iam.create_instance_profile(InstanceProfileName=first["to"])
            iam.add_role_to_instance_profile(InstanceProfileName=first["to"], RoleName=f"r{name}")
            found.append((number, name, first["steps"] + rotation.steps()))
        yield found


def build(region, number):
    region.instance()
    region.instance(**{"kubernetes.io/cluster/shop": "owned"})
    region.instance(**{"kubernetes.io/cluster/file:///etc/hostname": "owned"})
    region.instance(**{"gke:multicloud:cluster-id": "c1"})
    template = region.template(TEMPLATES[number])
    region.group(GROUPS[2 * number], template, "1", size=0)
    configuration = CONFIGURATIONS[number]
    region.scaling.create_launch_configuration(
        LaunchConfigurationName=configuration,
        ImageId=IMAGE,
        InstanceType="t3.micro",
        IamInstanceProfile=region.profile,
    )
    region.scaling.create_launch_configuration(
        LaunchConfigurationName=configuration + "2",
        ImageId=IMAGE,
        InstanceType="t3.micro",
        IamInstanceProfile=region.profile,
    )
    region.group(
        GROUPS[2 * number + 1], LaunchConfigurationName=configuration, size=0
    )


def test_each_word_of_a_command_arrives_as_it_was(hostile):
    for number, name, steps in hostile:
        commands = [command for step in steps for command in step.get("commands", [])]
        commands += [step["check"] for step in steps if step.get("check", "").startswith("aws ")]
        words = words_of(list(dict.fromkeys(commands)))
        requests = [parsed(each[1:]) for each in words if each[0] == "aws"]
        links = [gcloud(each) for each in words if each[0] == "gcloud"]
        drains = [kubectl(each) for each in words if each[0] == "kubectl"]
        assert len(requests) + len(links) + len(drains) == len(words)

        new, configuration = f"{name}@=,", CONFIGURATIONS[number]
        configurations = {configuration, configuration + "2"}
        assert values(requests, "InstanceProfileName") == {new}
        assert values(requests, "RoleName") == {f"r{name}"}
        assert values(requests, "Path") == {HOSTILE_PATH}
        tags = [dict(tag) for each in requests for tag in each.get("Tags", [])]
        assert sorted(tags, key=lambda tag: tag["Key"]) == sorted(TAGS, key=lambda tag: tag["Key"])
        assert values(requests, "AutoScalingGroupName") == set(GROUPS[2 * number : 2 * number + 2])
        assert values(requests, "LaunchConfigurationNames") == configurations
        assert values(requests, "LaunchConfigurationName") == {configuration + "2"}
        assert values(requests, "IamInstanceProfile") == {new}
        assert values(requests, "clusterName") == {"shop"}
        assert values(requests, "principalArn") == {f"arn:aws:iam::{ACCOUNT}:role{HOSTILE_PATH}r{name}"}
        assert {each.iam_instance_profile for each in links} == {new}
        assert {each.resource for each in links} == {"prod", "np"}
        templates = values(requests, "LaunchTemplateName")
        assert all(re.fullmatch(r"[\w()./-]{3,128}", each) for each in templates)
        data = [json.dumps(each["LaunchTemplateData"]) for each in requests if "LaunchTemplateData" in each]
        assert all(json.dumps({"Name": new}) in each for each in data) and data
        assert not re.search("root:|NAME=", json.dumps(requests))


def values(requests, key):
    """All texts that requests have for a parameter."""
    return {text for each in requests if key in each for text in flat(each[key])}


# ProfileRotation acts only for a profile with a baseline.
ENFORCE = [
    "RotationMode=enforce",
    f"RotationRoles={NEXT_ROLE}",
    "GuardMode=observe",
    f"GuardedProfiles={OLD}",
    "TrustedPrincipals=arn:aws:iam::*:user/owner",
    "SweepMode=off",
]


def test_guard_rotates_a_group_and_says_what_is_left_to_a_person():
    with Sandbox.start(*ENFORCE) as sandbox:
        iam = guarded(sandbox)
        home = Region(sandbox, HOME)
        home.group("shop", home.template("shop"), "$Default", size=2)
        home.scaling.create_launch_configuration(
            LaunchConfigurationName="legacy",
            ImageId=IMAGE,
            InstanceType="t3.micro",
            IamInstanceProfile=OLD,
        )
        eventually(lambda: len(home.groups()["shop"]["Instances"]) == 2)

        with passing(sandbox):
            done = guard(sandbox, "rotate", OLD, "--role", NEXT_ROLE, "--do")

        [command] = re.findall(r"\$ (aws .*)", done.stdout)
        assert command.startswith("aws autoscaling delete-launch-configuration "), done.stdout
        assert done.returncode == 1
        assert f"{OLD} is still used by: 1 launch configuration" in done.stderr
        assert len(set(home.profiles().values()) - {OLD}) == 1
        assert OLD not in home.profiles().values()
        bash(sandbox, command)

        status = guard(sandbox, "rotate", "--status", OLD, "--json")
        answer = json.loads(status.stdout)
        assert status.returncode == 0
        assert {each["state"] for each in answer["steps"]} == {"done"}
        with passing(sandbox):
            finished = guard(sandbox, "rotate", "--finish", OLD)
        assert finished.returncode == 0, finished.stderr
        with pytest.raises(iam.exceptions.NoSuchEntityException):
            iam.get_instance_profile(InstanceProfileName=OLD)
        listed = guard(sandbox, "rotate", "--list", "--json")
        assert json.loads(listed.stdout)["rotations"] == []
        used = json.loads(guard(sandbox, "usage", answer["to"], "--json").stdout)
        assert [each["group"] for each in used["autoScalingGroups"]] == ["shop"]


def test_an_operator_who_runs_the_printed_commands_leads_a_cancelled_rotation_back():
    with Sandbox.start(*ENFORCE) as sandbox:
        iam = guarded(sandbox)
        home, away = Region(sandbox, HOME), Region(sandbox, AWAY)
        home.instance()
        home.group("by-default", home.template("default"), "$Default")
        away.group("by-latest", away.template("latest"), "$Latest", size=2)
        away.group("by-number", away.template("number"), "1")
        sandbox.advance("PT2M")
        rotation = Rotation(sandbox)
        for _ in range(20):
            done = rotation.ask("start", role=NEXT_ROLE, do=True)
            sandbox.advance("PT5M")
            if done["decision"] == "rotation-unused":
                break
        new = done["to"]
        assert {*home.profiles().values(), *away.profiles().values()} == {new}

        assert rotation.ask("cancel")["decision"] == "rotation-open"
        operator = Operator(sandbox, rotation, (home, away))
        [left] = operator.work()

        assert left["step"] == f"Delete {new} by cancelling again, when nothing uses it"
        assert {*home.profiles().values(), *away.profiles().values()} == {OLD}
        assert len(home.profiles()) == 2 and len(away.profiles()) == 3
        rotation.ask("cancel")
        sandbox.advance("PT3M")
        assert rotation.ask("cancel")["decision"] == "rotation-cancelled"
        with pytest.raises(iam.exceptions.NoSuchEntityException):
            iam.get_instance_profile(InstanceProfileName=new)


def test_an_operator_who_runs_the_printed_commands_mends_a_role_that_was_made_again():
    with Sandbox.start(
        "GuardMode=observe",
        f"GuardedProfiles={OLD}",
        "TrustedPrincipals=arn:aws:iam::*:user/owner",
        "SweepMode=off",
    ) as sandbox:
        former, mend = broken(sandbox)
        home = client(sandbox.url, "s3", user="owner")

        before = mend()
        for step in before:
            for command in step["commands"]:
                if command.startswith("aws "):
                    bash(sandbox, command)
            assert not step["check"].startswith("aws ") or former not in json.dumps(
                bash(sandbox, step["check"])
            )
        after = mend()

        assert [kind(each["step"]) for each in before] == [
            "Make the", "Save the", "Save the", "Save the", "Associate instance", "Make role",
        ]  # fmt: skip
        assert [kind(each["step"]) for each in after] == ["Make role"]
        [statement] = json.loads(home.get_bucket_policy(Bucket="reports")["Policy"])["Statement"]
        new = client(sandbox.url, "iam").get_role(RoleName=ROLE)["Role"]
        assert statement["Principal"]["AWS"] == new["Arn"]
        assert statement["Condition"] == {"StringLike": {"aws:userid": f"{new['RoleId']}:*"}}
        assert '"joins":true' in sandbox.control("GET", "node-access")[2]


def broken(sandbox):
    """An account in which everything means an earlier role: its ID, and what asks for the steps."""
    iam = client(sandbox.url, "iam", user="owner")
    role(iam, ROLE)
    arn = f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"
    former = iam.get_role(RoleName=ROLE)["Role"]["RoleId"]
    allow = {"Effect": "Allow", "Principal": {"AWS": arn}}
    trust = {"Version": "2012-10-17", "Statement": [{**allow, "Action": "sts:AssumeRole"}]}
    iam.create_role(RoleName="partner", AssumeRolePolicyDocument=json.dumps(trust))
    iam.create_role(
        RoleName="control",
        AssumeRolePolicyDocument=EC2_TRUST.replace("ec2.amazonaws", "eks.amazonaws"),
    )
    iam.create_instance_profile(InstanceProfileName=OLD)
    iam.add_role_to_instance_profile(InstanceProfileName=OLD, RoleName=ROLE)
    home, away = Region(sandbox, HOME), Region(sandbox, AWAY)
    away.instance()
    home.eks.create_cluster(
        name="shop",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/control",
        resourcesVpcConfig={"subnetIds": SUBNETS},
        accessConfig={"authenticationMode": "API"},
    )
    home.eks.create_access_entry(clusterName="shop", principalArn=arn, type="EC2_LINUX")
    root = {**allow, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    client(sandbox.url, "kms", user="owner", region=AWAY).create_key(
        Policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {**root, "Action": "kms:*", "Resource": "*"},
                    {**allow, "Sid": "it's $HOME `id`", "Action": "kms:Decrypt", "Resource": "*"},
                ],
            }
        )
    )
    s3 = client(sandbox.url, "s3", user="owner")
    s3.create_bucket(Bucket="reports")
    reading = {
        **allow,
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::reports/*",
        "Condition": {"StringLike": {"aws:userid": f"{former}:*"}},
    }
    s3.put_bucket_policy(
        Bucket="reports", Policy=json.dumps({"Version": "2012-10-17", "Statement": [reading]})
    )
    sandbox.advance("PT1H")

    iam = client(sandbox.url, "iam", user="mallory")
    iam.remove_role_from_instance_profile(InstanceProfileName=OLD, RoleName=ROLE)
    iam.delete_instance_profile(InstanceProfileName=OLD)
    iam.delete_role(RoleName=ROLE)
    role(iam, ROLE)
    iam.create_instance_profile(InstanceProfileName=OLD)
    iam.add_role_to_instance_profile(InstanceProfileName=OLD, RoleName=ROLE)

    def mend():
        answer = guard(
            sandbox, "mend", ROLE, "--former-id", former, "--policies", "keys,buckets", "--json"
        )
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)["steps"]

    return former, mend


def guard(sandbox, *arguments):
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL": sandbox.url,
        "AWS_ACCESS_KEY_ID": "owner",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": HOME,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    return subprocess.run(
        [GUARD, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240
    )


@contextlib.contextmanager
def passing(sandbox):
    """Lets a minute pass in the sandbox every second."""
    over = threading.Event()

    def advance():
        while not over.wait(1):
            sandbox.advance("PT1M")

    clock = threading.Thread(target=advance)
    clock.start()
    try:
        yield
    finally:
        over.set()
        clock.join()
