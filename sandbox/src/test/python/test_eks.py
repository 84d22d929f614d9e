"""EKS's clusters, node groups, access entries, Pod Identity, Fargate and add-ons, as boto3 and the
AWS CLI see them.

Sources: the service model of botocore; messages as issues in public repositories quote them
(eksctl-io/eksctl 3290, terraform-aws-modules/terraform-aws-eks 2406, 2968, hashicorp/terraform-
provider-aws 36447, 41483).
"""

import datetime
import json

import pytest

from sandbox import ACCOUNT, client, refused
from test_cli import AWS, SERVICE_SAID_NO, aws, pytestmark as needs_cli  # noqa: F401

SUBNETS = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
UNTRUSTED = (
    "Following required service principals [ec2.amazonaws.com] were not found in the trust "
    "relationships of nodeRole "
)


@pytest.fixture(scope="module")
def eks(sandbox):
    return client(sandbox.url, "eks")


@pytest.fixture
def role_for(iam, name):
    """Creates a role that a service may assume: its ARN."""

    def make(service, path="/"):
        trust = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": service},
                    "Action": ["sts:AssumeRole", "sts:TagSession"],
                }
            ],
        }
        made = name("role")
        return iam.create_role(
            RoleName=made, Path=path, AssumeRolePolicyDocument=json.dumps(trust)
        )["Role"]["Arn"]

    return make


@pytest.fixture
def cluster(eks, name, role_for):
    """Creates a cluster with access entries: its name."""
    made = name("cluster")
    got = eks.create_cluster(
        name=made,
        roleArn=role_for("eks.amazonaws.com"),
        resourcesVpcConfig={"subnetIds": SUBNETS},
        kubernetesNetworkConfig={"ipFamily": "ipv6"},
        accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"},
    )["cluster"]
    assert got["status"] == "CREATING"
    return made


def nodegroup(eks, cluster, role, name="ng"):
    return eks.create_nodegroup(
        clusterName=cluster, nodegroupName=name, subnets=SUBNETS, nodeRole=role
    )["nodegroup"]


def test_a_cluster_is_described_and_listed(eks, cluster):
    eks.get_waiter("cluster_active").wait(name=cluster)
    got = eks.describe_cluster(name=cluster)["cluster"]
    assert got["arn"] == f"arn:aws:eks:us-east-1:{ACCOUNT}:cluster/{cluster}"
    assert got["kubernetesNetworkConfig"]["ipFamily"] == "ipv6"
    assert got["accessConfig"]["authenticationMode"] == "API_AND_CONFIG_MAP"
    assert got["resourcesVpcConfig"]["subnetIds"] == SUBNETS
    assert isinstance(got["createdAt"], datetime.datetime)
    listed = [
        each
        for page in eks.get_paginator("list_clusters").paginate(PaginationConfig={"PageSize": 1})
        for each in page["clusters"]
    ]
    assert cluster in listed
    assert len(listed) == len(set(listed))


def test_a_cluster_of_auto_mode_names_the_role_of_its_nodes(eks, name, role_for):
    node, made = role_for("ec2.amazonaws.com"), name("auto")
    eks.create_cluster(
        name=made,
        roleArn=role_for("eks.amazonaws.com"),
        resourcesVpcConfig={"subnetIds": SUBNETS},
        computeConfig={"enabled": True, "nodePools": ["system"], "nodeRoleArn": node},
        kubernetesNetworkConfig={"elasticLoadBalancing": {"enabled": True}},
        storageConfig={"blockStorage": {"enabled": True}},
    )
    got = eks.describe_cluster(name=made)["cluster"]
    assert got["computeConfig"] == {"enabled": True, "nodePools": ["system"], "nodeRoleArn": node}
    entry = eks.describe_access_entry(clusterName=made, principalArn=node)["accessEntry"]
    assert entry["type"] == "EC2"


def test_a_cluster_needs_a_role_that_eks_may_assume(eks, name, role_for):
    wrong = role_for("ec2.amazonaws.com")
    with refused(
        "InvalidParameterException",
        400,
        f"Role with arn: {wrong}, could not be assumed because it does not exist or the trusted "
        "entity is not correct",
    ):
        eks.create_cluster(name=name(), roleArn=wrong, resourcesVpcConfig={"subnetIds": SUBNETS})


def test_unknown_and_taken_clusters_are_refused(eks, cluster, role_for):
    with refused("ResourceNotFoundException", 404, "No cluster found for name: nobody-here."):
        eks.describe_cluster(name="nobody-here")
    with refused(
        "ResourceInUseException", 409, f"Cluster already exists with name: {cluster}"
    ):
        eks.create_cluster(
            name=cluster,
            roleArn=role_for("eks.amazonaws.com"),
            resourcesVpcConfig={"subnetIds": SUBNETS},
        )


@pytest.mark.parametrize("service", ["eks.amazonaws.com", "eks-fargate-pods.amazonaws.com"])
def test_a_nodegroup_needs_a_role_that_ec2_may_assume(eks, cluster, role_for, service):
    role = role_for(service)
    with refused("InvalidParameterException", 400, UNTRUSTED + role):
        nodegroup(eks, cluster, role)
    assert eks.list_nodegroups(clusterName=cluster)["nodegroups"] == []


def test_a_nodegroup_needs_a_role(eks, cluster):
    with refused(
        "InvalidParameterException", 400, "The role with name nobody-here cannot be found."
    ):
        nodegroup(eks, cluster, f"arn:aws:iam::{ACCOUNT}:role/nobody-here")


def test_a_nodegroup_is_described_listed_and_deleted(eks, cluster, role_for):
    role = role_for("ec2.amazonaws.com", path="/team/")
    assert nodegroup(eks, cluster, role)["status"] == "CREATING"
    eks.get_waiter("nodegroup_active").wait(clusterName=cluster, nodegroupName="ng")
    got = eks.describe_nodegroup(clusterName=cluster, nodegroupName="ng")["nodegroup"]
    assert got["nodeRole"] == role
    assert got["health"] == {"issues": []}
    assert eks.list_nodegroups(clusterName=cluster)["nodegroups"] == ["ng"]
    with refused(
        "ResourceInUseException",
        409,
        f"NodeGroup already exists with name ng and cluster name {cluster}",
    ):
        nodegroup(eks, cluster, role)
    with refused("ResourceInUseException", 409, "Cluster has nodegroups attached"):
        eks.delete_cluster(name=cluster)
    assert (
        eks.delete_nodegroup(clusterName=cluster, nodegroupName="ng")["nodegroup"]["status"]
        == "DELETING"
    )
    eks.get_waiter("nodegroup_deleted").wait(clusterName=cluster, nodegroupName="ng")
    assert eks.delete_cluster(name=cluster)["cluster"]["status"] == "DELETING"


def test_an_access_entry_is_made_described_listed_and_deleted(eks, cluster, role_for):
    role = role_for("ec2.amazonaws.com", path="/a/b/")
    made = eks.create_access_entry(clusterName=cluster, principalArn=role, type="EC2_LINUX")[
        "accessEntry"
    ]
    assert made["username"] == "system:node:{{EC2PrivateDNSName}}"
    got = eks.describe_access_entry(clusterName=cluster, principalArn=role)["accessEntry"]
    assert got == made
    assert set(eks.list_access_entries(clusterName=cluster)["accessEntries"]) == {
        role,
        f"arn:aws:iam::{ACCOUNT}:user/alice",
    }
    with refused(
        "ResourceInUseException",
        409,
        "The specified access entry resource is already in use on this cluster.",
    ):
        eks.create_access_entry(clusterName=cluster, principalArn=role)
    eks.delete_access_entry(clusterName=cluster, principalArn=role)
    with refused("ResourceNotFoundException", 404, match="^The specified principalArn could not"):
        eks.describe_access_entry(clusterName=cluster, principalArn=role)


def test_a_cluster_with_a_config_map_has_no_access_entries(eks, name, role_for):
    made = name("cluster")
    eks.create_cluster(
        name=made,
        roleArn=role_for("eks.amazonaws.com"),
        resourcesVpcConfig={"subnetIds": SUBNETS},
    )
    with refused(
        "InvalidRequestException",
        400,
        "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to "
        "perform this operation.",
    ):
        eks.list_access_entries(clusterName=made)


def test_an_access_entry_needs_its_principal(eks, cluster):
    with refused(
        "InvalidParameterException",
        400,
        "The specified principalArn is invalid: invalid principal.",
    ):
        eks.create_access_entry(
            clusterName=cluster, principalArn=f"arn:aws:iam::{ACCOUNT}:role/nobody-here"
        )


def test_pods_are_associated_with_a_role(eks, cluster, role_for):
    role = role_for("pods.eks.amazonaws.com")
    who = {"clusterName": cluster, "namespace": "kube-system", "serviceAccount": "aws-node"}
    made = eks.create_pod_identity_association(roleArn=role, **who)["association"]
    [listed] = eks.list_pod_identity_associations(**who)["associations"]
    assert listed["associationId"] == made["associationId"]
    assert "roleArn" not in listed
    got = eks.describe_pod_identity_association(
        clusterName=cluster, associationId=made["associationId"]
    )["association"]
    assert got["roleArn"] == role
    other = {**who, "namespace": "default"}
    assert eks.list_pod_identity_associations(**other)["associations"] == []
    with refused("ResourceInUseException", 409, match="^Association already exists: a-"):
        eks.create_pod_identity_association(roleArn=role, **who)
    with refused("InvalidParameterException", 400, match="^Trust policy of the role provided is"):
        eks.create_pod_identity_association(roleArn=role_for("ec2.amazonaws.com"), **other)


def test_fargate_needs_a_role_of_its_own(eks, cluster, role_for):
    def create(role):
        eks.create_fargate_profile(
            clusterName=cluster,
            fargateProfileName="fp",
            podExecutionRoleArn=role,
            selectors=[{"namespace": "default"}],
        )

    with refused(
        "InvalidParameterException",
        400,
        "Misconfigured PodExecutionRole Trust Policy; Please add the "
        "eks-fargate-pods.amazonaws.com Service Principal",
    ):
        create(role_for("ec2.amazonaws.com"))
    right = role_for("eks-fargate-pods.amazonaws.com")
    create(right)
    assert eks.list_fargate_profiles(clusterName=cluster)["fargateProfileNames"] == ["fp"]
    got = eks.describe_fargate_profile(clusterName=cluster, fargateProfileName="fp")[
        "fargateProfile"
    ]
    assert got["podExecutionRoleArn"] == right
    assert got["selectors"] == [{"namespace": "default"}]
    with refused("ResourceNotFoundException", 404, "No Fargate Profile found with name: none."):
        eks.describe_fargate_profile(clusterName=cluster, fargateProfileName="none")


def test_an_add_on_has_a_role_of_its_own(eks, cluster, role_for):
    role = role_for("pods.eks.amazonaws.com")
    made = eks.create_addon(
        clusterName=cluster, addonName="vpc-cni", serviceAccountRoleArn=role
    )["addon"]
    assert made["status"] == "CREATING"
    assert isinstance(made["createdAt"], datetime.datetime)
    got = eks.describe_addon(clusterName=cluster, addonName="vpc-cni")["addon"]
    assert (got["status"], got["serviceAccountRoleArn"]) == ("ACTIVE", role)
    assert eks.list_addons(clusterName=cluster)["addons"] == ["vpc-cni"]
    with refused("ResourceInUseException", 409, "Addon already exists."):
        eks.create_addon(clusterName=cluster, addonName="vpc-cni")
    missing = f"No addon: coredns found in cluster: {cluster}"
    with refused("ResourceNotFoundException", 404, missing):
        eks.describe_addon(clusterName=cluster, addonName="coredns")


def test_a_region_has_clusters_of_its_own(sandbox, cluster):
    ireland = client(sandbox.url, "eks", region="eu-west-1")
    assert cluster not in ireland.list_clusters()["clusters"]


def test_what_is_not_there_says_so(eks, cluster):
    with refused("NotImplemented", 501, match="The sandbox does not have this operation of EKS"):
        eks.list_insights(clusterName=cluster)


def test_cloudtrail_has_the_failed_call(sandbox, cluster, role_for, name):
    user, role = name("builder"), role_for("eks.amazonaws.com")
    with refused("InvalidParameterException", 400):
        nodegroup(client(sandbox.url, "eks", user=user), cluster, role)
    [event] = client(sandbox.url, "cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "Username", "AttributeValue": user}]
    )["Events"]
    record = json.loads(event["CloudTrailEvent"])
    assert record["eventSource"] == "eks.amazonaws.com"
    assert record["errorCode"] == "InvalidParameterException"
    assert record["errorMessage"] == UNTRUSTED + role
    assert record["requestParameters"]["name"] == cluster
    assert record["requestParameters"]["nodegroupName"] == "ng"


@needs_cli
def test_the_cli_prints_the_sentence(aws, cluster, role_for):  # noqa: F811
    role = role_for("eks.amazonaws.com")
    got = aws(
        "eks", "create-nodegroup", "--cluster-name", cluster, "--nodegroup-name", "ng",
        "--subnets", *SUBNETS, "--node-role", role,
    )  # fmt: skip
    assert got.returncode in SERVICE_SAID_NO
    assert (
        "An error occurred (InvalidParameterException) when calling the CreateNodegroup operation: "
        + UNTRUSTED
        + role
    ) in got.stderr
    listed = aws("eks", "list-access-entries", "--cluster-name", cluster)
    assert f"arn:aws:iam::{ACCOUNT}:user/" in listed.stdout
