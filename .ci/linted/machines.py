"""The state machines of organization.yaml, run over a few accounts: one is down, one is throttled, one is new."""

import json

import asl
import needs
import shape
from centre import Centre, Table, accounts
from exceptions import Finding
from template import ACCOUNT, REGION, Values, raw

NOW = "2026-11-29T12:00:00.000Z"
TABLE = "StatusTable"
DOWN = ["Any.UnknownException"] * 9
THROTTLED = ["Sfn.SfnException"] * 3
NEW = ["Sfn.StateMachineDoesNotExistException"] * 9


def findings():
    template = raw("organization.yaml")
    resources = template["Resources"].items()
    all_of_them = {name: each["Properties"] for name, each in resources if each["Type"] == "AWS::StepFunctions::StateMachine"}
    machines = {name: _definition(Values(template, True), properties) for name, properties in all_of_them.items()}
    for name, definition in machines.items():
        for wrong in shape.problems(definition, all_of_them[name].get("StateMachineType") == "EXPRESS"):
            yield Finding("machines", "Shape", f"AWS::StepFunctions::StateMachine.{name}", wrong)
        [role, _] = all_of_them[name]["RoleArn"]["Fn::GetAtt"]
        for action in needs.missing(definition, role, template):
            yield Finding("machines", "NotAllowed", f"AWS::IAM::Role.{role}", f"{name} needs {action}")
    scenes = [*_sweeps(machines["SweepAll"], template), *_statuses(machines, template)]
    for machine, scene, got, wanted in scenes:
        if got != wanted:
            yield Finding("machines", "Scene", f"AWS::StepFunctions::StateMachine.{machine}", f"{scene}: {got}, not {wanted}")
    print(f"  {len(machines)} state machines of organization.yaml ran over a few accounts: {len(scenes)} facts", flush=True)


def _definition(values, properties):
    text = json.dumps(properties["Definition"])
    for name, value in values.of(properties["DefinitionSubstitutions"]).items():
        text = text.replace("${%s}" % name, str(value))
    return json.loads(text)


def _swept(definition, centre, given=None, name="run-1"):
    centre.machine = asl.Machine("SweepAll", definition, centre.call, NOW)
    return centre.machine.run({} if given is None else given, name)


def _sweeps(definition, template):
    def fact(scene, got, wanted):
        return "SweepAll", scene, got, wanted

    centre = Centre(accounts(7))
    run = _swept(definition, centre)
    yield fact("all accounts are swept", (run.status, run.output), ("SUCCEEDED", {"accounts": 7}))
    first = str(int(ACCOUNT) + 1)
    places = [each.place for each in centre.machine.map_runs]
    yield fact("each page writes there", places, [{"Bucket": "Artifacts", "Prefix": "sweeps/run-1"}] * 3)
    role = Values(template, True).of({"Fn::Sub": "arn:aws:iam::%s:role${RolePath}${RoleNamePrefix}OrganizationSweep" % first})
    yield fact("by the role of the account", centre.roles.get(first), role)
    machine = Values(template, True).of({"Fn::Sub": f"arn:aws:states:{REGION}:{first}:stateMachine:${{RoleNamePrefix}}Sweep"})
    asked = {"StateMachineArn": machine, "Input": '{"mode":"sweep"}', "Name": "run-1"}
    yield fact("with this request", centre.started.get(first), {"run-1": asked})

    bad = {"1" * 12: DOWN, "2" * 12: THROTTLED, "3" * 12: NEW, "4" * 12: [], "5" * 12: ["LOST"]}
    centre = Centre(bad)
    run = _swept(definition, centre)
    yield fact("two of five cannot be swept", (run.status, run.error), ("FAILED", "AccountsNotSwept"))
    yield fact("the cause says how many", run.cause.split(":")[0], "2 of 5 accounts")
    yield fact("the others are", sorted(centre.started), ["2" * 12, "4" * 12, "5" * 12])
    yield fact("none of them twice", {len(each) for each in centre.started.values()}, {1})
    children = {given["account"]: child for each in centre.machine.map_runs for given, child in each.children}
    yield fact("the map run says why: down", _error(children, "1" * 12), DOWN[0])
    yield fact("the map run says why: no stack", _error(children, "3" * 12), NEW[0])
    yield fact("an account without a stack is asked once", [child.waited for account, child in children.items() if account == "3" * 12], [0])

    yield fact("a plan", _mode(definition, {"mode": "plan"}), '{"mode":"plan"}')
    run = _swept(definition, Centre(accounts(2)), {"mode": "off"})
    yield fact("another mode is refused", (run.status, run.error), ("FAILED", "WrongMode"))
    centre = Centre(accounts(2))
    centre.begins_empty = True
    run = _swept(definition, centre)
    yield fact("an empty page is not the last", run.output, {"accounts": 2})
    run = _swept(definition, Centre({}))
    yield fact("a StackSet without accounts", (run.status, run.output), ("SUCCEEDED", {"accounts": 0}))

    centre = Centre(accounts(4))
    centre.refuses = ["listStackInstances"]
    run = _swept(definition, centre)
    yield fact("without the list of accounts it fails", (run.status, run.error), ("FAILED", "Any.AnyException"))
    yield fact("after some tries", centre.asked["aws-sdk:cloudformation:listStackInstances"], 7)

    run = _swept(definition, Centre(accounts(300), page=100))
    pages = 100
    yield fact("ten thousand accounts fit into the history", (run.events // 3) * pages < asl.HISTORY, True)
    yield fact("and a page into the state", run.largest < asl.PAYLOAD // 4, True)


def _error(children, account):
    return children[account].error if account in children else "it was not tried"


def _mode(definition, given):
    centre = Centre(accounts(1))
    _swept(definition, centre, given)
    inputs = [each["Input"] for named in centre.started.values() for each in named.values()]
    return inputs[0] if len(inputs) == 1 else inputs


def _statuses(machines, template):
    with Table(TABLE, template["Resources"][TABLE]["Properties"]) as table:
        yield from _records(machines["RecordStatus"], table)
        yield from _rosters(machines["Roster"], table)


def _records(definition, table):
    def fact(scene, got, wanted):
        return "RecordStatus", scene, got, wanted

    account = "7" * 12
    for now, version in (("2026-11-29T11:00:00.000Z", 1), (NOW, 2), ("2026-11-29T10:00:00.000Z", 3)):
        event = {"account": account, "time": "2030-01-01T00:00:00Z", "detail": {"account": "8" * 12, "version": version}}
        run = asl.Machine("RecordStatus", definition, Centre({}).call, now).run(event)
        yield fact(f"records version {version}", run.status, "SUCCEEDED")
    kept = {"account": account, "time": NOW, "status": '{"account":"888888888888","version":2}'}
    yield fact("the latest is kept, of the account that sent it", table.item(account), kept)
    yield fact("nothing of the account that it names", table.item("8" * 12), {})


def _rosters(definition, table):
    def fact(scene, got, wanted):
        return "Roster", scene, got, wanted

    def begun(centre, day):
        """The day's run: the table's marks are of the day."""
        return asl.Machine("Roster", definition, centre.call, f"2026-11-{day}T12:00:00.000Z").run({})

    old, far = "2020-01-01T00:00:00.000Z", "2999-01-01T00:00:00.000Z"
    table.put("1" * 12, time=far, status="{}", listed=old, expires=1)
    table.put("2" * 12, time=old, status="{}", listed=old, expires=1)
    table.put("3" * 12, listed=old, expires=1)
    table.put("6" * 12, time=old, status="{}", listed=old, expires=1)
    centre = Centre({str(each) * 12: [] for each in (1, 2, 3, 4)})
    run = begun(centre, 10)
    yield fact("silent and never heard of", (run.status, run.output), ("SUCCEEDED", {"silent": 2}))
    [(_, subject, message)] = centre.messages or [("", "", "")]
    yield fact("people are told", subject, "Profile Guard: 2 silent accounts")
    named = {each for each in map(str, (n * 111111111111 for n in range(1, 10))) if each in message}
    yield fact("neither the new one, nor the one that left", named, {"2" * 12, "3" * 12})
    yield fact("the new one is on the list", set(table.item("4" * 12)), {"account", "listed", "expires"})
    yield fact("since when it is there does not change", table.item("3" * 12).get("listed"), old)

    for each in accounts(103):
        table.put(each, listed=old, expires=1)
    centre = Centre(accounts(103), page=100)
    run = begun(centre, 11)
    yield fact("many are silent", (run.status, run.output), ("SUCCEEDED", {"silent": 103}))
    [(_, _, message)] = centre.messages or [("", "", "")]
    yield fact("a hundred are named", (message.count(", "), " and others" in message), (99 + 1, True))
    runs = []

    def overtaken(resource, *asked):
        if resource.endswith(":scan") and not runs:
            runs.append("later")
            runs.append(begun(centre, 13).output)
        return centre.call(resource, *asked)

    runs.append(asl.Machine("Roster", definition, overtaken, "2026-11-12T12:00:00.000Z").run({}).output)
    yield fact("a run that a later one overtakes finds the same", runs, ["later", {"silent": 103}, {"silent": 103}])

    centre = Centre({"1" * 12: []})
    run = begun(centre, 14)
    yield fact("nobody is silent, and nobody is told", (run.output, centre.messages), ({"silent": 0}, []))
    run = begun(Centre({}), 15)
    yield fact("a StackSet without accounts", (run.status, run.output), ("SUCCEEDED", {"silent": 0}))
