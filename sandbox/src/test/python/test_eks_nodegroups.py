"""What EKS makes for managed node groups, their updates, and which roles of nodes a cluster lets in.

Sources: the service model of botocore; https://docs.aws.amazon.com/eks/latest/userguide/
access-entries.html and launch-templates.html; messages as public reports quote them
(aws-controllers-k8s/community 2645 and 2957, scylladb/scylla-cluster-tests 12172,
vumdao/aws-eks-the-hard-way).
"""

import json
import re
import uuid

import pytest

from sandbox import ACCOUNT, client, refused
from test_cli import AWS, aws, pytestmark as needs_cli  # noqa: F401
from test_eks import SUBNETS, role_for  # noqa: F401

POLICIES = "arn:aws:eks::aws:cluster-access-policy/"
ELSEWHERE = "eu-central-1"


class Clusters:
    """Clusters of one region, with node groups of one role."""

    def __init__(self, sandbox, region, control, role, name):
        self.sandbox, self.region, self.role = sandbox, region, role
        self.eks = client(sandbox.url, "eks", region=region)
        self.cluster = name()
        self.eks.create_cluster(
            name=self.cluster,
            roleArn=control,
            resourcesVpcConfig={"subnetIds": SUBNETS},
            accessConfig={"authenticationMode": "API"},
        )

    def create(self, name="web", **more):
        return self.eks.create_nodegroup(
            clusterName=self.cluster,
            nodegroupName=name,
            subnets=SUBNETS,
            nodeRole=self.role,
            **more,
        )["nodegroup"]

    def describe(self, name="web"):
        return self.eks.describe_nodegroup(clusterName=self.cluster, nodegroupName=name)[
            "nodegroup"
        ]

    def group(self):
        """The Auto Scaling group, its template's latest data and its instance profile's name."""
        [named] = self.describe()["resources"]["autoScalingGroups"]
        [group] = client(
            self.sandbox.url, "autoscaling", region=self.region
        ).describe_auto_scaling_groups(AutoScalingGroupNames=[named["name"]])["AutoScalingGroups"]
        ec2 = client(self.sandbox.url, "ec2", region=self.region)
        [version] = ec2.describe_launch_template_versions(
            LaunchTemplateId=group["LaunchTemplate"]["LaunchTemplateId"],
            Versions=[group["LaunchTemplate"]["Version"]],
        )["LaunchTemplateVersions"]
        data = version["LaunchTemplateData"]
        return group, data, data["IamInstanceProfile"]["Name"]

    def joins(self):
        """Whether nodes with the role can join, as the sandbox's overview says."""
        lines = [json.loads(line) for line in self.sandbox.control("GET", "node-access")[2].split("\n") if line]
        [line] = [line for line in lines if line["cluster"] == self.cluster]
        assert (line["region"], line["role"]) == (self.region, self.role)
        return line["joins"]

    def wait(self, update, name="web"):
        """Moves the clock until an update is over."""
        self.sandbox.advance("PT3S")
        got = self.eks.describe_update(
            name=self.cluster, updateId=update["id"], nodegroupName=name
        )["update"]
        assert (got["status"], got["errors"]) == ("Successful", [])
        return got


@pytest.fixture(params=["us-east-1", ELSEWHERE])
def prod(request, sandbox, name, role_for):  # noqa: F811
    return Clusters(
        sandbox, request.param, role_for("eks.amazonaws.com"), role_for("ec2.amazonaws.com"), name
    )


@pytest.fixture
def template(prod, sandbox, name):
    """Creates a launch template in the region of the cluster: its name."""

    def make(**data):
        made = name("template")
        client(sandbox.url, "ec2", region=prod.region).create_launch_template(
            LaunchTemplateName=made, LaunchTemplateData=data
        )
        return made

    return make


def test_a_nodegroup_has_a_group_a_template_and_a_profile(prod, iam):
    prod.create(scalingConfig={"minSize": 1, "maxSize": 3, "desiredSize": 1})
    group, data, profile = prod.group()
    kind, identity = profile.split("-", 1)
    assert kind == "eks" and uuid.UUID(identity)
    assert group["AutoScalingGroupName"] == f"eks-web-{identity}"
    assert (group["MinSize"], group["MaxSize"]) == (1, 3)
    [role] = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]["Roles"]
    assert role["Arn"] == prod.role
    assert prod.describe()["nodegroupArn"].endswith(f"nodegroup/{prod.cluster}/web/{identity}")
    prod.eks.delete_nodegroup(clusterName=prod.cluster, nodegroupName="web")
    with refused("NoSuchEntity", 404):
        iam.get_instance_profile(InstanceProfileName=profile)


def test_cloudtrail_shows_who_made_the_profile(sandbox, prod):
    prod.create()
    profile = prod.group()[2]
    events = client(sandbox.url, "cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": profile}]
    )["Events"]
    records = [json.loads(event["CloudTrailEvent"]) for event in events]
    assert {record["eventName"] for record in records} >= {
        "CreateInstanceProfile",
        "AddRoleToInstanceProfile",
    }
    for record in records:
        issuer = record["userIdentity"]["sessionContext"]["sessionIssuer"]
        assert issuer["userName"] == "AWSServiceRoleForAmazonEKSNodegroup"
        assert record["userIdentity"]["invokedBy"] == "eks-nodegroup.amazonaws.com"
        assert record["sourceIPAddress"] == "eks-nodegroup.amazonaws.com"


def test_a_nodegroup_takes_a_launch_template(prod, template):
    mine = template(InstanceType="m5.large", ImageId="ami-0123456789abcdef0")
    prod.create(launchTemplate={"name": mine, "version": "1"})
    got = prod.describe()
    assert got["launchTemplate"]["name"] == mine
    assert got["launchTemplate"]["version"] == "1"
    assert got["amiType"] == "CUSTOM"
    assert "instanceTypes" not in got
    data = prod.group()[1]
    assert (data["InstanceType"], data["ImageId"]) == ("m5.large", "ami-0123456789abcdef0")


def test_a_launch_template_may_not_name_a_profile(prod, template):
    mine = template(InstanceType="m5.large", IamInstanceProfile={"Name": "any"})
    with refused(
        "InvalidParameterException",
        400,
        f"Launch template {mine} should not specify an instance profile. The noderole in your "
        "request will be used to construct an instance profile.",
    ):
        prod.create(launchTemplate={"name": mine})
    with refused(
        "InvalidParameterException",
        400,
        "Either provide launch template ID or launch template name in the request.",
    ):
        prod.create(launchTemplate={"name": mine, "id": "lt-0123456789abcdef0"})
    assert prod.eks.list_nodegroups(clusterName=prod.cluster)["nodegroups"] == []


def test_a_nodegroup_gets_another_version_of_its_template(sandbox, prod, template):
    mine = template(InstanceType="m5.large")
    prod.create(launchTemplate={"name": mine})
    client(sandbox.url, "ec2", region=prod.region).create_launch_template_version(
        LaunchTemplateName=mine, LaunchTemplateData={"InstanceType": "m6i.large"}
    )
    update = prod.eks.update_nodegroup_version(
        clusterName=prod.cluster,
        nodegroupName="web",
        launchTemplate={"name": mine, "version": "2"},
        force=True,
    )["update"]
    assert (update["status"], update["type"]) == ("InProgress", "VersionUpdate")
    assert {"type": "LaunchTemplateVersion", "value": "2"} in update["params"]
    prod.wait(update)
    prod.eks.get_waiter("nodegroup_active").wait(clusterName=prod.cluster, nodegroupName="web")
    assert prod.describe()["launchTemplate"]["version"] == "2"
    assert prod.group()[1]["InstanceType"] == "m6i.large"


def test_a_nodegroup_is_scaled_and_labelled(prod):
    prod.create(labels={"a": "1"})
    update = prod.eks.update_nodegroup_config(
        clusterName=prod.cluster,
        nodegroupName="web",
        scalingConfig={"minSize": 0, "maxSize": 4, "desiredSize": 0},
        labels={"addOrUpdateLabels": {"b": "2"}, "removeLabels": ["a"]},
    )["update"]
    with refused(
        "ResourceInUseException",
        409,
        "Nodegroup cannot be updated as it is currently not in Active State",
    ):
        prod.eks.update_nodegroup_version(clusterName=prod.cluster, nodegroupName="web")
    assert prod.describe()["status"] == "UPDATING"
    prod.wait(update)
    got = prod.describe()
    assert got["labels"] == {"b": "2"}
    assert got["scalingConfig"] == {"minSize": 0, "maxSize": 4, "desiredSize": 0}
    assert prod.group()[0]["MaxSize"] == 4
    assert prod.eks.list_updates(name=prod.cluster, nodegroupName="web")["updateIds"] == [
        update["id"]
    ]
    with refused("ResourceNotFoundException", 404):
        prod.eks.describe_update(name=prod.cluster, updateId=str(uuid.uuid4()))


def test_a_role_that_was_made_again_does_not_join(iam, prod):
    prod.create()
    assert prod.joins()
    role, profile = prod.role.split("/")[-1], prod.group()[2]
    trust = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    with refused("DeleteConflict", 409):
        iam.delete_role(RoleName=role)
    iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=role)
    iam.delete_role(RoleName=role)
    assert [issue["code"] for issue in prod.describe()["health"]["issues"]] == [
        "IamNodeRoleNotFound"
    ]
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(trust))
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)

    assert not prod.joins()
    got = prod.describe()
    assert got["status"] == "DEGRADED"
    assert [issue["code"] for issue in got["health"]["issues"]] == ["AccessDenied"]
    prod.eks.delete_access_entry(clusterName=prod.cluster, principalArn=prod.role)
    prod.eks.create_access_entry(
        clusterName=prod.cluster, principalArn=prod.role, type="EC2_LINUX"
    )
    assert prod.joins()
    assert prod.describe()["status"] == "ACTIVE"


def test_a_nodegroup_whose_profile_is_gone_is_degraded(iam, prod):
    prod.create()
    profile = prod.group()[2]
    iam.remove_role_from_instance_profile(
        InstanceProfileName=profile, RoleName=prod.role.split("/")[-1]
    )
    iam.delete_instance_profile(InstanceProfileName=profile)
    [issue] = prod.describe()["health"]["issues"]
    assert issue["code"] == "IamInstanceProfileNotFound"
    assert issue["resourceIds"] == [profile]


def test_access_policies_go_with_the_entry(prod):
    entry = {"clusterName": prod.cluster, "principalArn": prod.role}
    view = POLICIES + "AmazonEKSViewPolicy"
    prod.eks.create_access_entry(**entry, kubernetesGroups=["viewers"])
    scope = {"type": "namespace", "namespaces": ["default"]}
    made = prod.eks.associate_access_policy(**entry, policyArn=view, accessScope=scope)
    assert made["associatedAccessPolicy"]["accessScope"] == scope
    [listed] = prod.eks.list_associated_access_policies(**entry)["associatedAccessPolicies"]
    assert listed["policyArn"] == view
    assert prod.eks.list_access_entries(clusterName=prod.cluster, associatedPolicyArn=view)[
        "accessEntries"
    ] == [prod.role]
    changed = prod.eks.update_access_entry(**entry, kubernetesGroups=["editors"], username="bob")
    assert changed["accessEntry"]["kubernetesGroups"] == ["editors"]
    prod.eks.disassociate_access_policy(**entry, policyArn=view)
    assert prod.eks.list_associated_access_policies(**entry)["associatedAccessPolicies"] == []
    with refused(
        "ResourceNotFoundException", 404, "The specified policyArn could not be found."
    ):
        prod.eks.associate_access_policy(
            **entry,
            policyArn="arn:aws:eks:::cluster-access-policy/AmazonEKSViewPolicy",
            accessScope={"type": "cluster"},
        )


def test_lists_come_in_pages(prod):
    for each in ("a", "b", "c"):
        prod.create(each)
    pages = prod.eks.get_paginator("list_nodegroups").paginate(
        clusterName=prod.cluster, PaginationConfig={"PageSize": 2}
    )
    assert [page["nodegroups"] for page in pages] == [["a", "b"], ["c"]]
    names = [
        each["name"]
        for page in prod.eks.get_paginator("list_access_policies").paginate(
            PaginationConfig={"PageSize": 5}
        )
        for each in page["accessPolicies"]
    ]
    assert "AmazonEKSClusterAdminPolicy" in names
    entries = prod.eks.get_paginator("list_access_entries").paginate(
        clusterName=prod.cluster, PaginationConfig={"PageSize": 1}
    )
    assert sum(len(page["accessEntries"]) for page in entries) == 2


@needs_cli
def test_the_cli_updates_a_nodegroup(aws, sandbox, name, role_for):  # noqa: F811
    prod = Clusters(
        sandbox, "us-east-1", role_for("eks.amazonaws.com"), role_for("ec2.amazonaws.com"), name
    )
    prod.create()
    named = ["--cluster-name", prod.cluster, "--nodegroup-name", "web"]
    got = aws("eks", "update-nodegroup-version", *named, "--force")
    assert got.returncode == 0, got.stderr
    update = json.loads(got.stdout)["update"]
    prod.wait(update)
    shown = aws(
        "eks", "describe-update", "--name", prod.cluster, "--nodegroup-name", "web",
        "--update-id", update["id"],
    )  # fmt: skip
    assert '"Successful"' in shown.stdout
    shown = aws("eks", "describe-nodegroup", *named)
    assert re.search(r'"name": "eks-web-[0-9a-f-]{36}"', shown.stdout)
    policy = aws(
        "eks", "associate-access-policy", "--cluster-name", prod.cluster,
        "--principal-arn", f"arn:aws:iam::{ACCOUNT}:user/alice",
        "--policy-arn", POLICIES + "AmazonEKSViewPolicy", "--access-scope", "type=cluster",
    )  # fmt: skip
    assert policy.returncode == 0, policy.stderr
