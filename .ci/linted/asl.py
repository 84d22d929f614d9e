"""Runs a definition in the Amazon States Language with JSONata, as https://docs.aws.amazon.com/step-functions/latest/dg/ says.

It knows the states and fields that organization.yaml uses, and refuses all others, so nothing is left out silently. Waits take
no time here: they are added up. What Step Functions does itself (assumed roles, concurrency, files in S3) is not in it.
"""

import copy
import json
import uuid
from dataclasses import dataclass, field

from jsonata import Jsonata

# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
PAYLOAD = 262_144
EXPRESS_SECONDS = 300
HISTORY = 25_000
COMMON = {"Type", "Comment", "Next", "End"}
FIELDS = {
    "Pass": COMMON | {"Assign", "Output"},
    "Task": COMMON | {"Resource", "Arguments", "Credentials", "TimeoutSeconds", "Retry", "Catch", "Assign", "Output"},
    "Choice": COMMON - {"Next", "End"} | {"Choices", "Default", "Assign"},
    "Map": COMMON
    | {"Label", "Items", "ItemSelector", "MaxConcurrency", "ToleratedFailurePercentage", "ResultWriter", "ItemProcessor", "Assign", "Output"},
    "Succeed": {"Type", "Output"},
    "Fail": {"Type", "Error", "Cause"},
}
# Events of the history that each state makes. A retry makes two more. A map run's children have histories of their own
EVENTS = {"Pass": 2, "Task": 5, "Choice": 2, "Map": 4, "Succeed": 2, "Fail": 1}
UNDEFINED = object()


class Failed(Exception):
    """An error, by its name in Step Functions."""

    def __init__(self, error, cause):
        super().__init__(f"{error}: {cause}")
        self.error = error
        self.cause = cause


@dataclass
class Run:
    """An execution, and what it did."""

    status: str = "RUNNING"
    output: object = None
    error: str = ""
    cause: str = ""
    visited: list = field(default_factory=list)
    events: int = 2
    largest: int = 0
    waited: int = 0


@dataclass
class MapRun:
    """The children of one map, each with its input."""

    arn: str
    label: str
    place: dict = field(default_factory=dict)
    children: list = field(default_factory=list)

    def counts(self):
        """As DescribeMapRun has it. https://docs.aws.amazon.com/step-functions/latest/apireference/API_MapRunItemCounts.html"""
        failed = sum(run.status == "FAILED" for _, run in self.children)
        none = dict.fromkeys(["Pending", "Running", "TimedOut", "Aborted"], 0)
        total = len(self.children)
        return {**none, "Succeeded": total - failed, "Failed": failed, "Total": total, "ResultsWritten": total}


class Machine:
    """A state machine.

    call(resource, arguments, role) answers a task, or raises Failed. role is that of Credentials, or None.
    """

    def __init__(self, name, definition, call, now):
        self._name = name
        self._definition = definition
        self._call = call
        self._now = now
        self.map_runs = []
        if definition["QueryLanguage"] != "JSONata":
            raise SystemExit(f"{name} has the query language {definition['QueryLanguage']}")

    def run(self, given, name="run-1"):
        context = {"Execution": {"Name": name, "Input": given, "StartTime": self._now}, "StateMachine": {"Name": self._name}}
        return self._execute(self._definition, given, context)

    def _execute(self, definition, given, context):
        run, variables = Run(), {}
        state, value = definition["StartAt"], given
        try:
            while state:
                run.visited.append(state)
                state, value = _State(self, definition["States"][state], value, variables, context, run).enter()
            run.status, run.output = "SUCCEEDED", value
        except Failed as failed:
            run.status, run.error, run.cause = "FAILED", failed.error, failed.cause
        return run

    def called(self, resource, arguments, role):
        return self._call(resource, arguments, role)

    def mapped(self, processor, label, inputs, context):
        """A distributed map: the children see no variables of the parent."""
        if processor["ProcessorConfig"] != {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}:
            raise SystemExit(f"the processor {processor['ProcessorConfig']} is not known in {__file__}")
        run = MapRun(f"arn:aws:states:us-east-1:123456789012:mapRun:{self._name}/{label}:{uuid.uuid4()}", label)
        for each in inputs:
            own = {**context, "Execution": {**context["Execution"], "Name": str(uuid.uuid4()), "Input": each}}
            child = self._execute(processor, each, own)
            if child.waited > EXPRESS_SECONDS:
                child.status, child.error = "FAILED", "States.Timeout"
            run.children.append((each, child))
        self.map_runs.append(run)
        return run


class _State:
    def __init__(self, machine, state, given, variables, context, run):
        unknown = set(state) - FIELDS[state["Type"]]
        if unknown:
            raise SystemExit(f"{run.visited[-1]} has fields that are not known in {__file__}: {unknown}")
        self._machine, self._state, self._run = machine, state, run
        self._variables, self._context = variables, context
        self._states = {"input": given, "context": context}

    def enter(self):
        """The next state, or None, and its input."""
        self._run.events += EVENTS[self._state["Type"]]
        self._fits(self._states["input"])
        return {
            "Pass": self._pass,
            "Task": self._task,
            "Choice": self._choice,
            "Map": self._map,
            "Succeed": self._pass,
            "Fail": self._fail,
        }[self._state["Type"]]()

    def _pass(self):
        return self._left(self._states["input"])

    def _fail(self):
        raise Failed(self._value(self._state["Error"]), self._value(self._state["Cause"]))

    def _choice(self):
        for each in self._state["Choices"]:
            holds = self._value(each["Condition"])
            if not isinstance(holds, bool):
                raise Failed("States.QueryEvaluationError", f"the condition {each['Condition']} gives {holds!r}")
            if holds:
                self._assign(each.get("Assign", {}))
                return each["Next"], self._states["input"]
        self._assign(self._state.get("Assign", {}))
        return self._state["Default"], self._states["input"]

    def _task(self):
        retries = {}
        while True:
            try:
                role = self._value(self._state["Credentials"])["RoleArn"] if "Credentials" in self._state else None
                answer = self._machine.called(self._state["Resource"], self._value(self._state["Arguments"]), role)
                self._fits(answer)
                self._states["result"] = copy.deepcopy(answer)
                return self._left(answer)
            except Failed as failed:
                if not self._retried(failed, retries):
                    return self._caught(failed)

    def _retried(self, failed, retries):
        for number, each in enumerate(self._state.get("Retry", [])):
            if _matches(each["ErrorEquals"], failed.error):
                done = retries.get(number, 0)
                if done == each.get("MaxAttempts", 3):
                    return False
                retries[number] = done + 1
                self._run.events += 2
                self._run.waited += each.get("IntervalSeconds", 1) * each.get("BackoffRate", 2) ** done
                return True
        return False

    def _caught(self, failed):
        for each in self._state.get("Catch", []):
            if _matches(each["ErrorEquals"], failed.error):
                return each["Next"], {"Error": failed.error, "Cause": failed.cause}
        raise failed

    def _map(self):
        items = self._value(self._state["Items"])
        if not isinstance(items, list) or not items:
            raise Failed("States.QueryEvaluationError", f"a map of {items!r}")
        context = self._context
        inputs = []
        for index, item in enumerate(items):
            self._states["context"] = {**context, "Map": {"Item": {"Index": index, "Value": item}}}
            inputs.append(self._value(self._state["ItemSelector"]))
        self._states["context"] = context
        run = self._machine.mapped(self._state["ItemProcessor"], self._state["Label"], inputs, context)
        failed = run.counts()["Failed"]
        if failed * 100 > self._state.get("ToleratedFailurePercentage", 0) * len(items):
            raise Failed("States.ExceedToleratedFailureThreshold", f"{failed} of {len(items)} children failed")
        self._states["result"] = self._result(run)
        return self._left(self._states["result"])

    def _result(self, run):
        """https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html"""
        if "ResultWriter" not in self._state:
            return [child.output for _, child in run.children if child.status == "SUCCEEDED"]
        run.place = self._value(self._state["ResultWriter"]["Arguments"])
        key = f"{run.place['Prefix']}/{run.arn.rsplit(':', 1)[1]}/manifest.json"
        return {"MapRunArn": run.arn, "ResultWriterDetails": {"Bucket": run.place["Bucket"], "Key": key}}

    def _left(self, default):
        output = self._value(self._state["Output"]) if "Output" in self._state else default
        self._fits(output)
        self._assign(self._state.get("Assign", {}))
        return self._state.get("Next"), output

    def _assign(self, given):
        """All see the variables as they were before."""
        new = {name: self._value(each) for name, each in given.items()}
        self._fits(new)
        self._variables.update(new)

    def _fits(self, value):
        size = len(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())
        self._run.largest = max(self._run.largest, size)
        if size > PAYLOAD:
            raise Failed("States.DataLimitExceeded", f"{size} bytes")

    def _value(self, node):
        if isinstance(node, list):
            return [self._value(each) for each in node]
        if isinstance(node, dict):
            return {key: self._value(each) for key, each in node.items()}
        expression = expression_of(node)
        return node if expression is None else self._evaluated(expression)

    def _evaluated(self, expression):
        bindings = copy.deepcopy({**self._variables, "states": self._states})
        try:
            defined = Jsonata(f"$exists(({expression}))").evaluate(None, bindings)
            value = Jsonata(expression).evaluate(None, bindings) if defined else UNDEFINED
        except Exception as wrong:  # jsonata-python raises many kinds
            raise Failed("States.QueryEvaluationError", f"{expression}: {wrong}") from wrong
        if value is UNDEFINED:
            raise Failed("States.QueryEvaluationError", f"{expression} gives nothing")
        return json.loads(json.dumps(value))


def expression_of(node):
    """The JSONata in a value, or None."""
    if isinstance(node, str) and node.startswith("{%") and node.endswith("%}"):
        return node[2:-2].strip()
    return None


def _matches(names, error):
    """States.ALL leaves out States.DataLimitExceeded and States.Runtime.
    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    """
    if error in names:
        return True
    return "States.ALL" in names and error not in ("States.DataLimitExceeded", "States.Runtime")
