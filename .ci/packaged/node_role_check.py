"""NodeRoleCheck: finds what is wrong with a node role, shows it, and says how to make one."""

import json
import shlex

from account import check, event, fresh, succeeded

FUNCTION = "NodeRoleCheck"
AWS = "arn:aws:iam::aws:policy/"
WORKER = AWS + "AmazonEKSWorkerNodePolicy"
PULL = AWS + "AmazonEC2ContainerRegistryPullOnly"
FOR_LAMBDA = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)


def play(account, invoke):
    detached(account, invoke)
    useless_profile(account, invoke)
    shown(account, invoke)
    made_as_it_says(account, invoke)


def node_role(account):
    """A node role that is right."""
    name = account.role(fresh("nodes"), "alice")["RoleName"]
    for policy in (WORKER, PULL):
        account.iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    account.iam.create_instance_profile(InstanceProfileName=name)
    account.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    return name


def detached(account, invoke):
    """A detached policy of AWS shows that the role is a node role, and what it lacks."""
    name = node_role(account)
    attached = event("AttachRolePolicy", {"roleName": name, "policyArn": PULL})
    result = invoke(FUNCTION, attached)
    succeeded(result, "attached")
    check(result["decision"] == "node-role-right", "the role is right", result)
    account.iam.detach_role_policy(RoleName=name, PolicyArn=WORKER)
    result = invoke(FUNCTION, event("DetachRolePolicy", {"roleName": name, "policyArn": WORKER}))
    succeeded(result, "detached")
    kinds = [each["kind"] for each in result["findings"]]
    check(kinds == ["node-policy-missing"], "it lacks what nodes need to join", result)
    command = result["findings"][0]["todo"][0].split(": ", 1)[1]
    account.aws(*shlex.split(command)[1:])
    result = invoke(FUNCTION, attached)
    check(result["decision"] == "node-role-right", "the finding's command repairs it", result)


def useless_profile(account, invoke):
    """IAM puts a role into a profile that EC2 cannot assume."""
    name = fresh("useless")
    account.iam.create_role(RoleName=name, AssumeRolePolicyDocument=FOR_LAMBDA)
    account.iam.create_instance_profile(InstanceProfileName=name)
    account.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    request = {"instanceProfileName": name, "roleName": name}
    result = invoke(FUNCTION, event("AddRoleToInstanceProfile", request))
    succeeded(result, "added")
    kinds = [each["kind"] for each in result["findings"]]
    check(kinds == ["profile-useless"], "the profile is useless", result)


def shown(account, invoke):
    """Each answer has its proof."""
    name = node_role(account)
    result = invoke(FUNCTION, {"show": {"role": name}})
    succeeded(result, "show")
    answers = {each["topic"]: each for each in result["checks"]}
    check(answers["images"]["proof"] == ["allowed by AmazonEC2ContainerRegistryPullOnly"], "proof", answers)
    check({each["result"] for each in answers.values()} <= {"right", "note"}, "nothing is wrong", answers)
    nobody = invoke(FUNCTION, {"show": {"role": "nobody"}})
    check("There is no role nobody" in nobody.get("errorMessage", ""), "a role that is not there", nobody)


def made_as_it_says(account, invoke):
    """The commands for a node role make one that is right."""
    name = fresh("made")
    made = invoke(FUNCTION, {"make": {"role": name, "ipFamily": "ipv6", "cni": "node"}})
    succeeded(made, "make")
    for command in made["commands"]:
        account.aws(*shlex.split(command)[1:])
    result = invoke(FUNCTION, {"show": {"role": name}})
    wrong = [each for each in result["checks"] if each["result"] == "wrong"]
    check(wrong == [], "the role is right", result)
