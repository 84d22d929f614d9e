"""Parameter Store.

Sources: Systems Manager API reference, GetParameter, PutParameter, DeleteParameter; user guide,
"Managing parameter tiers" (4 KB, 8 KB).
"""

import pytest

from sandbox import ACCOUNT, client, refused


@pytest.fixture(scope="module")
def ssm(sandbox):
    return client(sandbox.url, "ssm")


def test_get_returns_the_put_parameter(ssm, name):
    made = "/" + name("guard") + "/policy"
    put = ssm.put_parameter(Name=made, Value="{}", Type="String")
    assert (put["Version"], put["Tier"]) == (1, "Standard")
    got = ssm.get_parameter(Name=made)["Parameter"]
    assert (got["Value"], got["Type"], got["Version"]) == ("{}", "String", 1)
    assert got["ARN"] == f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter{made}"
    assert got["LastModifiedDate"].year >= 2024


def test_it_can_be_got_by_arn(ssm, name):
    made = name("plain")
    ssm.put_parameter(Name=made, Value="x", Type="String")
    arn = f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter/{made}"
    assert ssm.get_parameter(Name=arn)["Parameter"]["Value"] == "x"


def test_it_is_only_overwritten_on_demand(ssm, name):
    made = name("once")
    ssm.put_parameter(Name=made, Value="1", Type="String")
    with refused("ParameterAlreadyExists", 400, match="already exists"):
        ssm.put_parameter(Name=made, Value="2", Type="String")
    assert ssm.put_parameter(Name=made, Value="2", Overwrite=True)["Version"] == 2
    assert ssm.get_parameter(Name=made)["Parameter"]["Value"] == "2"


def test_a_missing_parameter_is_not_found(ssm):
    with refused("ParameterNotFound", 400):
        ssm.get_parameter(Name="/nobody")
    with refused("ParameterNotFound", 400):
        ssm.delete_parameter(Name="/nobody")


def test_a_deleted_parameter_is_not_found(ssm, name):
    made = name("gone")
    ssm.put_parameter(Name=made, Value="1", Type="String")
    ssm.delete_parameter(Name=made)
    with refused("ParameterNotFound", 400):
        ssm.get_parameter(Name=made)


@pytest.mark.parametrize("tier, most", [("Standard", 4096), ("Advanced", 8192)])
def test_a_value_is_as_long_as_its_tier_allows(ssm, name, tier, most):
    made = name("long")
    ssm.put_parameter(Name=made, Value="x" * most, Type="String", Tier=tier)
    with refused("ValidationException", 400, match=str(most)):
        ssm.put_parameter(Name=made, Value="x" * (most + 1), Type="String", Tier=tier, Overwrite=True)


def test_a_parameter_without_a_name_is_refused(sandbox):
    with refused("ValidationException", 400, match="'name'"):
        client(sandbox.url, "ssm", parameter_validation=False).get_parameter()
