"""ProfileRotation: replaces a profile that instances use in two regions, and shows what uses a profile."""

from datetime import datetime, timedelta

from account import check, fresh, succeeded

FUNCTION = "ProfileRotation"
TABLE = "profile-guard-RotationsTable"
REGIONS = ("us-east-1", "eu-west-1")


def play(account, invoke):
    used(account, invoke)
    only_told(account, invoke)
    replaced(account, invoke)
    given_up(account, invoke)
    refused(invoke)


def adopted(account, invoke, *roles):
    """A profile with the first of these roles, which ProfileGuard recorded: without a baseline, people do all steps."""
    name = profile(account, *roles)
    succeeded(invoke("ProfileGuard", {"adopt": {"profile": name}}), "adopt")
    return name


def profile(account, *roles):
    """A guarded profile with the first of these roles."""
    name = fresh("prod-rotate")
    for role in roles:
        account.role(role)
    account.iam.create_instance_profile(InstanceProfileName=name)
    account.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=roles[0])
    return name


def launch(account, region, name):
    started = account.client("ec2", region=region).run_instances(
        ImageId="ami-12345678",
        InstanceType="t3.micro",
        MinCount=1,
        MaxCount=1,
        IamInstanceProfile={"Name": name},
    )
    return started["Instances"][0]["InstanceId"]


def used(account, invoke):
    """It shows what uses a profile, in every region."""
    name = profile(account, fresh("web"))
    instances = {launch(account, region, name): region for region in REGIONS}
    result = succeeded(invoke(FUNCTION, {"usage": {"profile": name}}), "usage")
    got = {each["instance"]: each["region"] for each in result["instances"]}
    check(got == instances, "it shows the instances of two regions", result)
    check(result["unknown"] == [], "it could ask everything", result)


def only_told(account, invoke):
    """With RotationMode=observe, it says what to do, and its commands do it."""
    name = profile(account, fresh("web"))
    launch(account, REGIONS[1], name)
    before = len(account.writes())
    result = invoke.once(FUNCTION, start(name, do=True), RotationMode="observe")
    succeeded(result, "start, in mode observe")
    check(states(result) == ["by-hand", "later"], "it leaves all steps to people", result)
    command = result["steps"][0]["commands"][0]
    wanted = f"aws iam create-instance-profile --instance-profile-name {result['to']}"
    check(command.startswith(wanted), "the first command makes the new profile", result)
    check(account.writes()[before:] == [], "it writes nothing to IAM")
    kinds = [each["kind"] for each in result["findings"]]
    check(kinds == ["rotation-unfinished"], "a finding says that it is not over", result)


def replaced(account, invoke):
    """Instances of two regions get the new profile, and the old one is deleted."""
    role = fresh("rotate-to")
    name = adopted(account, invoke, fresh("web"), role)
    instances = {region: launch(account, region, name) for region in REGIONS}
    first = succeeded(invoke(FUNCTION, start(name, role=role)), "start")
    new = first["to"]
    check(account.roles_in(new) == [role], "the new profile is there with its role", first)
    check(states(first) == ["done", "ready", "ready"], "nothing has it yet", first)
    done = succeeded(invoke(FUNCTION, start(name, role=role, do=True)), "start, with do")
    check(len(done["performed"]) == 2, "it associates both instances", done)
    for region, instance in instances.items():
        got = associated(account, region, instance)
        check(got == [new], f"EC2 shows it in {region}", got)
    again = succeeded(invoke(FUNCTION, start(name, role=role, do=True)), "the same request again")
    check(again["performed"] == [], "it does nothing twice", again)
    listed = succeeded(invoke(FUNCTION, {"list": True}), "list")
    check(name in [each["from"] for each in listed["rotations"]], "it is listed", listed)
    early = succeeded(invoke(FUNCTION, {"finish": {"profile": name}}), "finish")
    check(early["decision"] == "rotation-unused", "it does not trust the first look", early)
    check(account.profile(name) is not None, "the old profile is still there")
    as_if_seen_earlier(account, name)
    over = succeeded(invoke(FUNCTION, {"finish": {"profile": name}}), "finish, two minutes later")
    check(over["decision"] == "rotation-finished", "the rotation is over", over)
    check(account.profile(name) is None, "the old profile is gone")
    check(account.roles_in(new) == [role], "the new one is there")


def given_up(account, invoke):
    """Cancelled, it deletes the profile that it made."""
    role = fresh("rotate-to")
    name = adopted(account, invoke, role)
    new = succeeded(invoke(FUNCTION, start(name, role=role)), "start")["to"]
    succeeded(invoke(FUNCTION, {"cancel": {"profile": name}}), "cancel")
    as_if_seen_earlier(account, name)
    over = succeeded(invoke(FUNCTION, {"cancel": {"profile": name}}), "cancel, two minutes later")
    check(over["decision"] == "rotation-cancelled", "the rotation is over", over)
    check(account.profile(new) is None, "the new profile is gone")
    check(account.roles_in(name) == [role], "the old one is there")


def refused(invoke):
    """An invalid request names the valid ones, and so does one that cannot be carried out."""
    wrong = invoke(FUNCTION, {"rotate": {"profile": "web"}})
    check("Valid requests" in wrong.get("errorMessage", ""), "a wrong request names the valid ones", wrong)
    wrong = invoke(FUNCTION, {"finish": {"profile": "nobody"}})
    check("is not being replaced" in wrong.get("errorMessage", ""), "nothing to finish", wrong)
    wrong = invoke(FUNCTION, start("nobody"))
    check("There is no instance profile nobody" in wrong.get("errorMessage", ""), "nothing to replace", wrong)


def start(name, **more):
    return {"start": {"profile": name, **more}}


def states(result):
    return [each["state"] for each in result["steps"]]


def associated(account, region, instance):
    """The names of the profiles that EC2 shows for an instance."""
    shown = account.client("ec2", region=region).describe_iam_instance_profile_associations(
        Filters=[{"Name": "instance-id", "Values": [instance]}]
    )
    return [
        each["IamInstanceProfile"]["Arn"].split("/")[-1]
        for each in shown["IamInstanceProfileAssociations"]
        if each["State"] == "associated"
    ]


def as_if_seen_earlier(account, name):
    """The two minutes for which nothing must have used a profile, without waiting for them."""
    dynamo = account.client("dynamodb")
    key = {"profile": {"S": name}}
    item = dynamo.get_item(TableName=TABLE, Key=key)["Item"]
    seen = datetime.fromisoformat(item["unusedSince"]["S"]) - timedelta(minutes=3)
    item["unusedSince"]["S"] = seen.strftime("%Y-%m-%dT%H:%M:%SZ")
    dynamo.put_item(TableName=TABLE, Item=item)
