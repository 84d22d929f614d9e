"""What a state machine must have, whatever it does."""

import re

from jsonata import Jsonata

import asl


def problems(definition, express):
    """Sentences."""
    if not express and "TimeoutSeconds" not in definition:
        yield "it has no TimeoutSeconds"
    states = definition["States"]
    assigned = set(_assigned(states))
    yield from (f"{name} is never reached" for name in set(states) - _reached(definition))
    for name, state in states.items():
        own = {key: value for key, value in state.items() if key != "ItemProcessor"}
        yield from (f"{name}: {each}" for each in _of_expressions(own, assigned))
        if state["Type"] == "Map":
            yield from problems(state["ItemProcessor"], express=True)
        if state["Type"] == "Task":
            yield from (f"{name} {each}" for each in _of_task(state, express))


def _reached(definition):
    reached, open_ = set(), [definition["StartAt"]]
    while open_:
        name = open_.pop()
        if name not in reached:
            reached.add(name)
            open_ += _next(definition["States"][name])
    return reached


def _next(state):
    choices = [*state.get("Choices", []), *state.get("Catch", [])]
    names = [state.get("Next"), state.get("Default"), *(each["Next"] for each in choices)]
    return [each for each in names if each]


def _of_task(state, express):
    if "TimeoutSeconds" not in state:
        yield "has no TimeoutSeconds"
    retried = [each for each in state.get("Retry", []) if each["ErrorEquals"] == ["States.ALL"]]
    if not retried or state["Retry"][-1] is not retried[0] or not retried[0].get("MaxAttempts"):
        yield "does not try again after any error, at the end of Retry"
    elif express and _longest(state) > asl.EXPRESS_SECONDS:
        yield f"can take {_longest(state):.0f} s with its retries, in an express execution"


def _longest(state):
    last = state["Retry"][-1]
    waits = sum(last["IntervalSeconds"] * last["BackoffRate"] ** each for each in range(last["MaxAttempts"]))
    return waits + state.get("TimeoutSeconds", 0) * (last["MaxAttempts"] + 1)


def _of_expressions(node, assigned):
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _of_expressions(each, assigned)
        return
    if isinstance(node, str) and ("{%" in node) != (asl.expression_of(node) is not None):
        yield f"{node} is half an expression"
    expression = asl.expression_of(node)
    if expression is None:
        return
    try:
        Jsonata(expression)
    except Exception as wrong:  # jsonata-python raises many kinds
        yield f"{expression}: {wrong}"
    used = set(re.findall(r"\$([A-Za-z_]\w*)(?!\w|\()", re.sub(r"'[^']*'", "''", expression)))
    yield from (f"{expression}: ${each} is never assigned" for each in used - assigned - {"states"})


def _assigned(states):
    for state in states.values():
        for holder in [state, *state.get("Choices", []), *state.get("Catch", [])]:
            yield from holder.get("Assign", {})
