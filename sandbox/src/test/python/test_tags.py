"""Tags of roles and of instance profiles, and where the two differ.

Sources: IAM user guide, "Tags for IAM resources" (below: guide); answers of AWS recorded in
February 2026 in LocalStack's test_iam_roles and test_iam_instance_profiles snapshots (recorded).
"""

import pytest

from sandbox import refused


@pytest.fixture(params=["role", "profile"])
def tagged(request, iam, role, profile):
    """The same four calls for a role and for a profile."""
    return Taggable(request.param, iam, role if request.param == "role" else profile)


class Taggable:
    def __init__(self, kind, iam, name):
        self.kind, self.iam, self.name = kind, iam, name
        of = "role" if kind == "role" else "instance_profile"
        self._key = "RoleName" if kind == "role" else "InstanceProfileName"
        self._of = of

    def _call(self, iam, operation, name, **more):
        return getattr(iam, operation)(**{self._key: name or self.name}, **more)

    def tag(self, *tags, name=None, iam=None):
        pairs = [{"Key": key, "Value": value} for key, value in tags]
        return self._call(iam or self.iam, f"tag_{self._of}", name, Tags=pairs)

    def untag(self, *keys, name=None, iam=None):
        return self._call(iam or self.iam, f"untag_{self._of}", name, TagKeys=list(keys))

    def list(self, name=None, **page):
        return self._call(self.iam, f"list_{self._of}_tags", name, **page)

    def tags(self):
        return {tag["Key"]: tag["Value"] for tag in self.list()["Tags"]}


def test_there_are_none_at_first(tagged):
    got = tagged.list()
    assert (got["Tags"], got["IsTruncated"]) == ([], False)


def test_tagging_returns_only_metadata(tagged):
    assert set(tagged.tag(("a", "1"))) == {"ResponseMetadata"}


def test_tagging_adds(tagged):
    tagged.tag(("a", "1"))
    tagged.tag(("b", "2"))
    assert tagged.tags() == {"a": "1", "b": "2"}


def test_tagging_the_same_key_overwrites(tagged):
    tagged.tag(("a", "1"))
    tagged.tag(("a", "2"))
    assert tagged.tags() == {"a": "2"}


def test_a_value_may_be_empty(tagged):
    # recorded: test_role_with_tags
    tagged.tag(("a", ""))
    assert tagged.list()["Tags"] == [{"Key": "a", "Value": ""}]


def test_keys_may_hold_spaces_signs_and_letters_of_any_script(tagged):
    # model: [\p{L}\p{Z}\p{N}_.:/=+\-@]+
    tagged.tag(("Größe 1_.:/=+-@", "значение 2_.:/=+-@"))
    assert tagged.tags() == {"Größe 1_.:/=+-@": "значение 2_.:/=+-@"}


def test_untagging_removes_only_what_is_named(tagged):
    tagged.tag(("a", "1"), ("b", "2"), ("c", "3"))
    tagged.untag("a", "c")
    assert tagged.tags() == {"b": "2"}


def test_untagging_returns_only_metadata(tagged):
    tagged.tag(("a", "1"))
    assert set(tagged.untag("a")) == {"ResponseMetadata"}


def test_untagging_what_is_not_there_is_no_error(tagged):
    # the model has no error for it; Terraform untags blindly
    tagged.untag("never-there")


def test_fifty_tags_fit(tagged):
    tagged.tag(*((f"k{i}", "v") for i in range(50)))
    assert len(tagged.list(MaxItems=1000)["Tags"]) == 50


def test_the_fifty_first_tag_is_over_the_quota(tagged):
    # guide: 50 tags a resource; model: LimitExceeded of both Tag calls
    tagged.tag(*((f"k{i}", "v") for i in range(50)))
    with refused("LimitExceeded", 409):
        tagged.tag(("one-more", "v"))


def test_overwriting_at_fifty_is_not_over_the_quota(tagged):
    tagged.tag(*((f"k{i}", "v") for i in range(50)))
    tagged.tag(("k7", "new"))
    assert tagged.tags()["k7"] == "new"


def test_a_refused_tagging_changes_nothing(tagged):
    tagged.tag(*((f"k{i}", "v") for i in range(49)))
    with refused("LimitExceeded", 409):
        tagged.tag(("x", "v"), ("y", "v"))
    assert len(tagged.list(MaxItems=1000)["Tags"]) == 49


def test_fifty_one_in_one_request_is_a_validation_error(tagged, unchecked):
    # recorded: test_role_tag_errors, tag-role-too-many-tags
    with refused(
        "ValidationError",
        400,
        "1 validation error detected: Value at 'tags' failed to satisfy constraint: "
        "Member must have length less than or equal to 50",
    ):
        tagged.tag(*((f"k{i}", "v") for i in range(51)), iam=unchecked)


def test_a_key_longer_than_128_is_a_validation_error(tagged, unchecked):
    # recorded: tag-role-tag-key-too-long
    with refused(
        "ValidationError",
        400,
        "1 validation error detected: Value at 'tags.1.member.key' failed to satisfy constraint: "
        "Member must have length less than or equal to 128",
    ):
        tagged.tag(("k" * 129, "v"), iam=unchecked)


def test_a_value_longer_than_256_is_a_validation_error(tagged, unchecked):
    # recorded: tag-role-tag-value-too-long
    with refused(
        "ValidationError",
        400,
        "1 validation error detected: Value at 'tags.1.member.value' failed to satisfy constraint: "
        "Member must have length less than or equal to 256",
    ):
        tagged.tag(("k", "v" * 257), iam=unchecked)


def test_the_longest_key_and_value_fit(tagged):
    tagged.tag(("k" * 128, "v" * 256))
    assert tagged.tags() == {"k" * 128: "v" * 256}


def test_a_key_with_a_forbidden_character_is_a_validation_error(tagged, unchecked):
    # recorded: tag-role-tag-invalid-char
    with refused(
        "ValidationError",
        400,
        "1 validation error detected: Value at 'tags.1.member.key' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+",
    ):
        tagged.tag(("invalid!key", "v"), iam=unchecked)


def test_a_value_with_a_forbidden_character_is_a_validation_error(tagged, unchecked):
    with refused("ValidationError", 400, match=r"tags\.1\.member\.value.*regular expression"):
        tagged.tag(("k", "semi;colon"), iam=unchecked)


def test_the_position_of_the_bad_tag_is_named(tagged, unchecked):
    with refused("ValidationError", 400, match=r"'tags\.2\.member\.key'"):
        tagged.tag(("good", "v"), ("bad!", "v"), iam=unchecked)


def test_an_empty_key_is_a_validation_error(tagged, unchecked):
    with refused("ValidationError", 400, match=r"'tags\.1\.member\.key'.*greater than or equal to 1"):
        tagged.tag(("", "v"), iam=unchecked)


def test_the_same_key_twice_in_one_request_is_invalid_input(tagged):
    # recorded: tag-role-duplicate-tags; for the other resources "Duplicate tag keys found."
    with refused("InvalidInput", 400, match="^Duplicate tag keys found"):
        tagged.tag(("a", "1"), ("a", "2"))


def test_a_key_that_starts_with_aws_is_refused(tagged):
    # guide: "aws:" is reserved; the code is not recorded anywhere that could be found
    with refused(("InvalidInput", "ValidationError"), 400):
        tagged.tag(("aws:mine", "v"))


def test_untagging_more_than_fifty_keys_is_a_validation_error(tagged, unchecked):
    # recorded: untag-role-too-many-keys
    with refused(
        "ValidationError",
        400,
        "1 validation error detected: Value at 'tagKeys' failed to satisfy constraint: "
        "Member must have length less than or equal to 50",
    ):
        tagged.untag(*(f"k{i}" for i in range(51)), iam=unchecked)


@pytest.mark.parametrize("key", ["k" * 129, "invalid!key"])
def test_untagging_a_bad_key_lists_every_rule_for_keys(tagged, unchecked, key):
    # recorded: untag-role-key-too-long, untag-role-invalid-char
    with refused(
        "ValidationError",
        400,
        "1 validation error detected: Value at 'tagKeys' failed to satisfy constraint: Member must "
        "satisfy constraint: [Member must have length less than or equal to 128, Member must have "
        "length greater than or equal to 1, Member must satisfy regular expression pattern: "
        r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+, Member must not be null]",
    ):
        tagged.untag(key, iam=unchecked)


def test_an_unknown_resource_cannot_be_tagged_untagged_or_listed(tagged):
    # recorded: test_role_tag_errors, test_instance_profile_tag_errors
    message = (
        "The role with name nobody cannot be found."
        if tagged.kind == "role"
        else "Instance Profile nobody cannot be found."
    )
    with refused("NoSuchEntity", 404, message):
        tagged.tag(("a", "1"), name="nobody")
    with refused("NoSuchEntity", 404, message):
        tagged.untag("a", name="nobody")
    with refused("NoSuchEntity", 404, message):
        tagged.list(name="nobody")


def test_role_keys_are_one_key_whatever_their_case(iam, role):
    # guide: Department=foo, then department=bar: "it replaces the first tag. A second tag is not added."
    iam.tag_role(RoleName=role, Tags=[{"Key": "Department", "Value": "foo"}])
    iam.tag_role(RoleName=role, Tags=[{"Key": "department", "Value": "bar"}])
    [tag] = iam.list_role_tags(RoleName=role)["Tags"]
    assert (tag["Key"].lower(), tag["Value"]) == ("department", "bar")


def test_role_keys_keep_their_case(iam, role):
    # guide: "case is preserved"
    iam.tag_role(RoleName=role, Tags=[{"Key": "CostCenter", "Value": "1"}])
    assert iam.list_role_tags(RoleName=role)["Tags"][0]["Key"] == "CostCenter"


def test_role_keys_in_two_cases_in_one_request_are_duplicates(iam, role):
    # recorded: tag-role-duplicate-tags-different-case
    with refused(
        "InvalidInput",
        400,
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ):
        iam.tag_role(
            RoleName=role, Tags=[{"Key": "mykey", "Value": "1"}, {"Key": "MyKey", "Value": "2"}]
        )


def test_profile_keys_in_two_cases_are_two_keys(iam, profile):
    # guide: "For other IAM resource types, tag keys are case-sensitive"
    iam.tag_instance_profile(
        InstanceProfileName=profile,
        Tags=[{"Key": "env", "Value": "1"}, {"Key": "Env", "Value": "2"}],
    )
    tags = iam.list_instance_profile_tags(InstanceProfileName=profile)["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {"env": "1", "Env": "2"}


def test_untagging_a_profile_minds_case(iam, profile):
    iam.tag_instance_profile(
        InstanceProfileName=profile,
        Tags=[{"Key": "env", "Value": "1"}, {"Key": "Env", "Value": "2"}],
    )
    iam.untag_instance_profile(InstanceProfileName=profile, TagKeys=["env"])
    tags = iam.list_instance_profile_tags(InstanceProfileName=profile)["Tags"]
    assert tags == [{"Key": "Env", "Value": "2"}]


def test_role_tags_and_profile_tags_are_separate(iam, filled):
    profile, role = filled
    iam.tag_role(RoleName=role, Tags=[{"Key": "of", "Value": "role"}])
    assert iam.list_instance_profile_tags(InstanceProfileName=profile)["Tags"] == []


@pytest.mark.parametrize(
    "tags, code, match",
    [
        ([("k" * 129, "v")], "ValidationError", r"tags\.1\.member\.key"),
        ([("k", "v" * 257)], "ValidationError", r"tags\.1\.member\.value"),
        ([("no!", "v")], "ValidationError", "regular expression"),
        ([("a", "1"), ("a", "2")], "InvalidInput", "^Duplicate tag keys found"),
        ([(f"k{i}", "v") for i in range(51)], "ValidationError", "less than or equal to 50"),
    ],
    ids=["long key", "long value", "bad character", "duplicate", "fifty-one"],
)
@pytest.mark.parametrize("kind", ["role", "profile"])
def test_creating_with_bad_tags_is_refused_and_creates_nothing(
    iam, unchecked, name, trust, kind, tags, code, match
):
    # recorded for roles: test_role_tag_errors
    made = name()
    pairs = [{"Key": key, "Value": value} for key, value in tags]
    with refused(code, 400, match=match):
        if kind == "role":
            unchecked.create_role(RoleName=made, AssumeRolePolicyDocument=trust, Tags=pairs)
        else:
            unchecked.create_instance_profile(InstanceProfileName=made, Tags=pairs)
    with refused("NoSuchEntity", 404):
        if kind == "role":
            iam.get_role(RoleName=made)
        else:
            iam.get_instance_profile(InstanceProfileName=made)


def test_a_recreated_profile_does_not_inherit_tags(iam, name):
    made = name()
    iam.create_instance_profile(InstanceProfileName=made, Tags=[{"Key": "a", "Value": "1"}])
    iam.delete_instance_profile(InstanceProfileName=made)
    iam.create_instance_profile(InstanceProfileName=made)
    assert iam.list_instance_profile_tags(InstanceProfileName=made)["Tags"] == []
