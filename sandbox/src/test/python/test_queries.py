"""The queries of docs/queries.md: Athena's run on recorded calls, Logs Insights' are read."""

import json
import re

import duckdb
import pytest
import sqlglot

from sandbox import ROOT

DOCS = (ROOT / "docs" / "queries.md").read_text()
RECORDS = ROOT / "functions" / "src" / "test" / "resources" / "cloudtrail"
ATHENA = dict(re.findall(r"```sql\n-- ([\w-]+)\n(.*?)```", DOCS, re.DOTALL))
INSIGHTS = dict(re.findall(r"```\n# ([\w-]+)\n(.*?)```", DOCS, re.DOTALL))

# https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html:
# all but useridentity are texts in the columns that the queries use.
TABLE = """
CREATE TABLE cloudtrail_logs (
    eventtime VARCHAR, eventsource VARCHAR, eventname VARCHAR, awsregion VARCHAR, errorcode VARCHAR,
    errormessage VARCHAR, requestparameters VARCHAR, requestid VARCHAR, eventid VARCHAR,
    readonly VARCHAR, recipientaccountid VARCHAR,
    useridentity STRUCT(
        "type" VARCHAR, arn VARCHAR,
        sessioncontext STRUCT(sessionissuer STRUCT("type" VARCHAR, arn VARCHAR)))
)
"""


def record(name):
    return json.loads((RECORDS / name).read_text())


def row(each):
    """A record as Athena's SerDe for CloudTrail reads it."""
    identity = each.get("userIdentity") or {}
    issuer = (identity.get("sessionContext") or {}).get("sessionIssuer") or {}
    parameters = each.get("requestParameters")
    return [
        each.get("eventTime"), each.get("eventSource"), each.get("eventName"),
        each.get("awsRegion"), each.get("errorCode"), each.get("errorMessage"),
        None if parameters is None else json.dumps(parameters),
        each.get("requestID"), each.get("eventID"),
        str(each.get("readOnly", False)).lower(), each.get("recipientAccountId"),
        {
            "type": identity.get("type"), "arn": identity.get("arn"),
            "sessioncontext": {"sessionissuer": {"type": issuer.get("type"), "arn": issuer.get("arn")}},
        },
    ]


def ask(name, records):
    """The rows of one of Athena's queries, by their columns' names."""
    [query] = sqlglot.transpile(ATHENA[name], read="athena", write="duckdb")
    with duckdb.connect() as database:
        database.execute(TABLE)
        for each in records:
            database.execute("INSERT INTO cloudtrail_logs VALUES (" + ", ".join("?" * 12) + ")", row(each))
        found = database.execute(query)
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, values)) for values in found.fetchall()]


@pytest.fixture(scope="module")
def everything():
    return [json.loads(file.read_text()) for file in sorted(RECORDS.glob("*/*.json"))]


def test_finds_each_failed_call_and_no_other(everything):
    failed = {
        (each["eventName"], each["requestID"])
        for each in everything
        if each.get("errorCode") and not each.get("readOnly") and each["eventName"] != "AssumeRole"
    }
    found = ask("failed-calls", everything)
    assert sum(each["calls"] for each in found) == len(failed) > 10
    assert {each["operation"] for each in found} == {operation for operation, _ in failed}
    assert not any(each["code"].startswith("Client.") or each["code"].endswith("Exception") for each in found)


def test_names_the_profile_of_each_kind_of_call():
    found = ask(
        "failed-calls",
        [
            record("errors/profile-with-a-role.json"),
            record("errors/launch-refused.json"),
            record("errors/launch-refused-by-arn.json"),
            record("errors/association-refused.json"),
        ],
    )
    assert {(each["operation"], each["code"], each["profile"]) for each in found} == {
        ("DeleteInstanceProfile", "DeleteConflict", "prod-web"),
        ("RunInstances", "InvalidParameterValue", "web"),
        ("RunInstances", "InvalidParameterValue", "arn:aws:iam::123456789012:instance-profile/prod-web"),
        ("AssociateIamInstanceProfile", "InvalidParameterValue", "web"),
    }


def test_counts_what_a_caller_repeats():
    once = record("errors/launch-refused.json")
    later = dict(once, eventTime="2026-01-15T11:00:00Z", requestID="2")
    before = dict(once, eventTime="2026-01-14T23:59:59Z", requestID="3")
    by_a_role = dict(
        once,
        userIdentity={
            "type": "AssumedRole", "arn": "arn:aws:sts::123456789012:assumed-role/ci/1",
            "sessionContext": {"sessionIssuer": {"type": "Role", "arn": "arn:aws:iam::123456789012:role/ci"}},
        },
    )
    found = ask("failed-calls", [once, later, before, by_a_role])
    assert [(each["calls"], each["caller"], each["last_time"]) for each in found] == [
        (2, once["userIdentity"]["arn"], "2026-01-15T11:00:00Z"),
        (1, "arn:aws:iam::123456789012:role/ci", once["eventTime"]),
    ]


def test_leaves_out_reads_and_other_calls():
    refused = record("errors/launch-refused.json")
    assert not ask(
        "failed-calls",
        [
            dict(refused, readOnly=True),
            dict(refused, eventName="StopInstances"),
            dict(refused, eventSource="iam.amazonaws.com", eventName="CreateUser"),
            {**refused, "errorCode": None},
        ],
    )


def test_finds_refused_sessions():
    refused = record("errors/assume-role.json")
    chained = dict(
        refused,
        errorCode="ValidationError",
        errorMessage="The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        requestParameters={"roleArn": "arn:aws:iam::123456789012:role/api", "durationSeconds": 7200},
    )
    found = ask("refused-sessions", [refused, chained, record("errors/launch-refused.json")])
    assert {(each["role"], each["code"], each["chained"]) for each in found} == {
        ("arn:aws:iam::123456789012:role/web", "AccessDenied", False),
        ("arn:aws:iam::123456789012:role/api", "ValidationError", True),
    }


def test_says_who_is_denied_what():
    denied = record("errors/access-denied.json")
    explicit = dict(
        denied,
        errorMessage="User: arn:aws:iam::123456789012:user/bob is not authorized to perform: iam:PassRole on resource: "
        "arn:aws:iam::123456789012:role/web with an explicit deny in a service control policy",
    )
    encoded = record("errors/launch-unauthorized.json")
    found = ask("denied-actions", [denied, explicit, encoded, record("errors/assume-role.json")])
    assert {(each["action"], each["resource"], each["why"]) for each in found} == {
        ("iam:AddRoleToInstanceProfile", "instance profile prod-web", "nothing allows it"),
        ("iam:PassRole", "arn:aws:iam::123456789012:role/web", "explicit deny"),
        ("sts:AssumeRole", "arn:aws:iam::123456789012:role/web", "not said"),
    }


# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
COMMANDS = {"fields", "filter", "stats", "sort", "limit", "parse", "display", "dedup"}
FUNCTIONS = {"ispresent", "coalesce", "count", "min", "max", "latest", "earliest"}
WORDS = {"as", "by", "and", "or", "not", "in", "like", "asc", "desc"}


@pytest.mark.parametrize("name", INSIGHTS)
def test_insights_queries_are_of_its_language(name, everything):
    query = INSIGHTS[name]
    assert query.count('"') % 2 == 0
    bare = re.sub(r'"[^"]*"|/[^/\n]*/', "''", query)
    for opening, closing in ("()", "[]"):
        assert bare.count(opening) == bare.count(closing)
    made, fields = set(re.findall(r"\bas (\w+)", bare)), set()
    for command in bare.split("|"):
        assert command.split()[0] in COMMANDS
        for word, call in re.findall(r"(@?[A-Za-z][\w.]*)(\()?", command.split(None, 1)[1]):
            if call:
                assert word in FUNCTIONS | WORDS, word
            elif word not in WORDS | made:
                fields.add(word)
    for field in fields - {"@timestamp"}:
        assert any(has(each, field) for each in everything), field


def has(value, field):
    for part in field.split("."):
        if not isinstance(value, dict) or part not in value:
            return False
        value = value[part]
    return True


def test_both_languages_have_the_same_operations():
    listed = re.search(r"eventname IN \((.*?)\)", ATHENA["failed-calls"], re.DOTALL).group(1)
    insights = re.search(r"eventName in \[(.*?)\]", INSIGHTS["failed-calls"], re.DOTALL).group(1)
    assert re.findall(r"\w+", listed) == re.findall(r"\w+", insights) != []
    assert set(ATHENA) == {"failed-calls", "refused-sessions", "denied-actions"}
    assert set(INSIGHTS) == {"failed-calls", "refused-sessions"}
