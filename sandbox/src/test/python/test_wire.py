"""The AWS Query protocol itself, with requests by hand.

Sources: AWS Query protocol; API reference examples of each call; "Could not find operation X for
version Y" (fog/fog-aws issue 368 for this very API version); IAM "Common errors".
"""

import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox import IAM_NAMESPACE, STS_NAMESPACE, Reply, fetch, query

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@pytest.fixture
def ask(sandbox):
    return lambda action, params=None, **more: query(sandbox.url, action, params, **more)


def test_a_response_is_named_after_the_call(ask, role):
    got = ask("GetRole", {"RoleName": role})
    assert (got.status, got.tag, got.namespace) == (200, "GetRoleResponse", IAM_NAMESPACE)


def test_a_response_is_xml_text(ask, role):
    got = ask("GetRole", {"RoleName": role})
    assert got.headers["Content-Type"].split(";")[0] == "text/xml"


def test_a_response_has_a_request_id_in_body_and_header(ask, role):
    got = ask("GetRole", {"RoleName": role})
    body = got.value("ResponseMetadata/RequestId")
    assert re.fullmatch(UUID, body)
    assert got.headers["x-amzn-RequestId"] == body


def test_every_call_has_its_own_request_id(ask, role):
    ids = {ask("GetRole", {"RoleName": role}).headers["x-amzn-RequestId"] for _ in range(3)}
    assert len(ids) == 3


def test_an_error_has_type_code_message_and_request_id(ask):
    got = ask("GetRole", {"RoleName": "nobody"})
    assert (got.status, got.tag, got.namespace) == (404, "ErrorResponse", IAM_NAMESPACE)
    assert got.value("Error/Type") == "Sender"
    assert got.value("Error/Code") == "NoSuchEntity"
    assert got.value("Error/Message") == "The role with name nobody cannot be found."
    assert re.fullmatch(UUID, got.value("RequestId"))
    assert got.headers["x-amzn-RequestId"] == got.value("RequestId")


def test_an_error_is_xml_text(ask):
    got = ask("GetRole", {"RoleName": "nobody"})
    assert got.headers["Content-Type"].split(";")[0] == "text/xml"


def test_error_codes_have_no_exception_suffix(ask, profile):
    got = ask("CreateInstanceProfile", {"InstanceProfileName": profile})
    assert (got.status, got.value("Error/Code")) == (409, "EntityAlreadyExists")


@pytest.mark.parametrize(
    "action", ["DeleteInstanceProfile", "TagInstanceProfile", "UntagInstanceProfile"]
)
def test_a_call_without_result_returns_only_metadata(ask, profile, action):
    more = {
        "TagInstanceProfile": {"Tags.member.1.Key": "a", "Tags.member.1.Value": "1"},
        "UntagInstanceProfile": {"TagKeys.member.1": "a"},
    }.get(action, {})
    got = ask(action, {"InstanceProfileName": profile, **more})
    assert (got.status, got.tag) == (200, f"{action}Response")
    assert {child.tag.split("}")[1] for child in got.root} == {"ResponseMetadata"}


def test_an_empty_list_of_roles_is_an_empty_element(ask, name):
    got = ask("CreateInstanceProfile", {"InstanceProfileName": name()})
    roles = got.one("CreateInstanceProfileResult/InstanceProfile/Roles")
    assert (list(roles), roles.text) == ([], None)


def test_create_instance_profile_has_no_tags_element_without_tags(ask, name):
    got = ask("CreateInstanceProfile", {"InstanceProfileName": name()})
    assert got.all("CreateInstanceProfileResult/InstanceProfile/Tags") == []


def test_get_instance_profile_has_an_empty_tags_element(ask, profile):
    got = ask("GetInstanceProfile", {"InstanceProfileName": profile})
    assert list(got.one("GetInstanceProfileResult/InstanceProfile/Tags")) == []


def test_get_role_has_an_empty_last_used_element(ask, role):
    got = ask("GetRole", {"RoleName": role})
    assert list(got.one("GetRoleResult/Role/RoleLastUsed")) == []


def test_lists_are_made_of_members(ask, filled):
    got = ask("GetInstanceProfile", {"InstanceProfileName": filled[0]})
    member = "GetInstanceProfileResult/InstanceProfile/Roles/member/RoleName"
    assert got.value(member) == filled[1]


def test_tags_are_read_from_numbered_members(ask, iam, name):
    made = name()
    ask(
        "CreateInstanceProfile",
        {
            "InstanceProfileName": made,
            "Tags.member.1.Key": "a",
            "Tags.member.1.Value": "1",
            "Tags.member.2.Key": "b",
            "Tags.member.2.Value": "",
        },
    )
    tags = iam.list_instance_profile_tags(InstanceProfileName=made)["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {"a": "1", "b": ""}


def test_an_empty_tag_value_is_an_empty_element(ask, profile):
    ask(
        "TagInstanceProfile",
        {"InstanceProfileName": profile, "Tags.member.1.Key": "a", "Tags.member.1.Value": ""},
    )
    got = ask("ListInstanceProfileTags", {"InstanceProfileName": profile})
    assert got.value("ListInstanceProfileTagsResult/Tags/member/Value") == ""


def test_is_truncated_is_written_even_when_false(ask, role):
    got = ask("ListRoleTags", {"RoleName": role})
    assert got.value("ListRoleTagsResult/IsTruncated") == "false"
    assert got.all("ListRoleTagsResult/Marker") == []


def test_dates_are_utc_without_fractions(ask, role):
    date = ask("GetRole", {"RoleName": role}).value("GetRoleResult/Role/CreateDate")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", date)


def test_a_call_may_come_as_get(ask, role):
    got = ask("GetRole", {"RoleName": role}, method="GET")
    assert got.value("GetRoleResult/Role/RoleName") == role


def test_markup_in_an_error_is_escaped(ask):
    got = ask("GetRole", {"RoleName": "<a>&b"})
    assert got.status == 400  # and it parsed


def test_an_unknown_action_is_invalid(ask):
    got = ask("MakeCoffee")
    assert (got.status, got.value("Error/Code")) == (400, "InvalidAction")
    assert got.value("Error/Message") == "Could not find operation MakeCoffee for version 2010-05-08"


def test_an_unknown_version_is_an_invalid_action(ask, role):
    got = ask("GetRole", {"RoleName": role}, version="2001-01-01")
    assert (got.status, got.value("Error/Code")) == (400, "InvalidAction")
    assert got.value("Error/Message") == "Could not find operation GetRole for version 2001-01-01"


def test_actions_mind_case(ask, role):
    got = ask("getrole", {"RoleName": role})
    assert (got.status, got.value("Error/Code")) == (400, "InvalidAction")


def test_unknown_parameters_are_ignored(ask, role):
    got = ask("GetRole", {"RoleName": role, "Colour": "blue"})
    assert got.status == 200


@pytest.mark.parametrize(
    "action, given, missing",
    [
        ("CreateRole", {"AssumeRolePolicyDocument": "{}"}, "roleName"),
        ("CreateRole", {"RoleName": "r"}, "assumeRolePolicyDocument"),
        ("GetRole", {}, "roleName"),
        ("DeleteRole", {}, "roleName"),
        ("UpdateAssumeRolePolicy", {"RoleName": "r"}, "policyDocument"),
        ("TagRole", {"RoleName": "r"}, "tags"),
        ("UntagRole", {"RoleName": "r"}, "tagKeys"),
        ("AttachRolePolicy", {"RoleName": "r"}, "policyArn"),
        ("PutRolePolicy", {"RoleName": "r", "PolicyName": "p"}, "policyDocument"),
        ("CreateInstanceProfile", {}, "instanceProfileName"),
        ("GetInstanceProfile", {}, "instanceProfileName"),
        ("DeleteInstanceProfile", {}, "instanceProfileName"),
        ("AddRoleToInstanceProfile", {"InstanceProfileName": "p"}, "roleName"),
        ("AddRoleToInstanceProfile", {"RoleName": "r"}, "instanceProfileName"),
        ("RemoveRoleFromInstanceProfile", {"InstanceProfileName": "p"}, "roleName"),
        ("ListInstanceProfilesForRole", {}, "roleName"),
        ("ListInstanceProfileTags", {}, "instanceProfileName"),
    ],
)
def test_a_missing_parameter_is_a_validation_error(ask, action, given, missing):
    got = ask(action, given)
    assert (got.status, got.value("Error/Code")) == (400, "ValidationError")
    assert re.search(
        rf"'{missing}' failed to satisfy constraint: Member must not be null",
        got.value("Error/Message"),
    )


def test_a_tag_without_a_value_is_a_validation_error(ask, profile):
    got = ask("TagInstanceProfile", {"InstanceProfileName": profile, "Tags.member.1.Key": "a"})
    assert (got.status, got.value("Error/Code")) == (400, "ValidationError")
    assert "'tags.1.member.value'" in got.value("Error/Message")


def test_a_number_that_is_none_is_refused(ask):
    # the framework returns MalformedInput; ValidationError is also accepted here
    got = ask("ListRoles", {"MaxItems": "many"})
    assert got.status == 400
    assert got.value("Error/Code") in ("MalformedInput", "ValidationError")


def test_a_call_without_credentials_is_refused(ask):
    got = ask("ListRoles", user=None)
    assert (got.status, got.value("Error/Code")) == (403, "MissingAuthenticationToken")
    assert got.value("Error/Message") == "Request is missing Authentication Token"


@pytest.mark.parametrize(
    "header, message",
    [
        # the first as hadoop's users got it from AWS, the third as Jenkins' users did
        (
            "AWS4-HMAC-SHA256 garbage",
            "'garbage' not a valid key=value pair (missing equal-sign) in Authorization header: "
            "'AWS4-HMAC-SHA256 garbage'.",
        ),
        (
            "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0",
            "Authorization header requires 'Credential' parameter. "
            "Authorization=AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=alice, SignedHeaders=host, Signature=0",
            "Credential must have exactly 5 slash-delimited elements, e.g. "
            "keyid/date/region/service/term, got 'alice'",
        ),
    ],
)
def test_an_unreadable_credential_is_reported(sandbox, header, message):
    got = form(sandbox, "Action=ListRoles&Version=2010-05-08", header)
    assert (got.status, got.value("Error/Code")) == (400, "IncompleteSignature")
    assert got.value("Error/Message") == message


AWS_FAULT = "http://webservices.amazon.com/AWSFault/2005-15-09"


@pytest.mark.parametrize("service", ["iam", "sts"])
@pytest.mark.parametrize(
    "body, code, message",
    [
        # observed for STS: an Action that is there and empty is looked for like any other
        ("Version=v", "MissingAction", "Missing Action"),
        ("Action=&Version=v", "InvalidAction", "Could not find operation  for version v"),
        ("Action=A&Version=v", "InvalidAction", "Could not find operation A for version v"),
        ("Action=A&Version=", "InvalidAction", "Could not find operation A for version "),
        (
            "Action=A",
            "InvalidAction",
            "Could not find operation A for version NO_VERSION_SPECIFIED",
        ),
    ],
)
def test_an_operation_of_no_service_is_a_fault_of_aws(sandbox, service, body, code, message):
    header = (
        f"AWS4-HMAC-SHA256 Credential=alice/20260101/us-east-1/{service}/aws4_request, "
        "SignedHeaders=host, Signature=0"
    )
    got = form(sandbox, body, header)
    assert (got.status, got.namespace) == (400, AWS_FAULT)
    assert (got.value("Error/Code"), got.value("Error/Message")) == (code, message)


def form(sandbox, body, authorization):
    """Posts a form with this Authorization header, unchanged."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": authorization,
    }
    request = urllib.request.Request(sandbox.url + "/", body.encode(), headers, method="POST")
    return Reply(*fetch(request, whole_headers=True))


def test_sts_has_the_layout_of_iam(ask):
    # observed: one element a line, two blanks deeper for each level
    got = ask("GetCallerIdentity", version="2011-06-15")
    assert got.text.startswith(
        f'<GetCallerIdentityResponse xmlns="{STS_NAMESPACE}">\n  <GetCallerIdentityResult>\n    <Arn>'
    )


def test_sts_has_a_namespace_of_its_own(ask):
    got = ask("GetCallerIdentity", version="2011-06-15")
    assert (got.tag, got.namespace) == ("GetCallerIdentityResponse", STS_NAMESPACE)
    assert got.headers["Content-Type"].split(";")[0] == "text/xml"


def test_sts_errors_have_the_namespace_of_sts(ask):
    got = ask("AssumeRole", {"RoleSessionName": "s"}, version="2011-06-15")
    assert (got.status, got.namespace) == (400, STS_NAMESPACE)
    assert got.value("Error/Code") == "ValidationError"


def test_a_body_that_is_no_form_is_refused_without_harm(sandbox, ask, role):
    request = urllib.request.Request(
        sandbox.url + "/", b"\x00\xff not a form", {"Content-Type": "text/plain"}, method="POST"
    )
    assert 400 <= fetch(request)[0] < 500
    assert ask("GetRole", {"RoleName": role}).status == 200


def test_ten_concurrent_calls_succeed(sandbox, name):
    names = [name() for _ in range(40)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(
            pool.map(
                lambda n: query(sandbox.url, "CreateInstanceProfile", {"InstanceProfileName": n}),
                names,
            )
        )
    assert {answer.status for answer in answers} == {200}


def test_of_ten_creations_at_a_time_one_wins(sandbox, name):
    made = name()
    with ThreadPoolExecutor(10) as pool:
        statuses = list(
            pool.map(
                lambda _: query(
                    sandbox.url, "CreateInstanceProfile", {"InstanceProfileName": made}
                ).status,
                range(10),
            )
        )
    assert sorted(statuses) == [200] + [409] * 9
