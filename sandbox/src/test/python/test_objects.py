"""S3 in the sandbox, as far as a reader of the sweeps' reports needs it.

Sources: the API reference of PutObject, GetObject, HeadObject and ListObjectsV2; "Error responses"; "Signature
calculations: transferring payload in multiple chunks" for aws-chunked.
"""

import hashlib
import json
import urllib.request

import pytest

from sandbox import client, fetch, refused
from test_cli import AWS, aws  # noqa: F401, a fixture

BUCKET = "profile-guard-reportsbucket"


@pytest.fixture(scope="module")
def s3(sandbox):
    return client(sandbox.url, "s3")


def test_there_is_the_bucket_of_the_template(s3):
    assert BUCKET in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    s3.head_bucket(Bucket=BUCKET)


@pytest.mark.parametrize("content", [b"{}\n", b"", "dägö\n".encode(), bytes(range(256))], ids=repr)
def test_get_returns_what_was_put(s3, name, content):
    key = f"{name()}/a b+c/ä.jsonl"
    put = s3.put_object(Bucket=BUCKET, Key=key, Body=content)
    head = s3.head_object(Bucket=BUCKET, Key=key)
    got = s3.get_object(Bucket=BUCKET, Key=key)

    assert got["Body"].read() == content
    assert head["ContentLength"] == len(content)
    assert put["ETag"] == head["ETag"] == got["ETag"] == f'"{hashlib.md5(content).hexdigest()}"'


def test_the_last_put_counts(s3, name):
    key = name()
    for content in (b"longer than the next", b"short"):
        s3.put_object(Bucket=BUCKET, Key=key, Body=content)
    assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"short"


@pytest.mark.parametrize(
    "asked, status, expected",
    [("bytes=1-2", 206, b"12"), ("bytes=8-", 206, b"89"), ("bytes=-3", 206, b"789"), ("bytes=5-99", 206, b"56789")],
)
def test_a_part_is_got(s3, name, asked, status, expected):
    key = name()
    s3.put_object(Bucket=BUCKET, Key=key, Body=b"0123456789")
    got = s3.get_object(Bucket=BUCKET, Key=key, Range=asked)
    assert (got["ResponseMetadata"]["HTTPStatusCode"], got["Body"].read()) == (status, expected)
    assert got["ContentRange"].endswith("/10")
    with refused("InvalidRange", 416):
        s3.get_object(Bucket=BUCKET, Key=key, Range="bytes=10-")


def test_keys_are_listed_in_order_and_by_pages(s3, name):
    top = name()
    keys = [f"{top}/{each}" for each in ("a/1", "a/2", "b", "c&<d>", "ö")]
    for key in reversed(keys):
        s3.put_object(Bucket=BUCKET, Key=key, Body=key.encode())

    pages = list(
        s3.get_paginator("list_objects_v2").paginate(
            Bucket=BUCKET, Prefix=f"{top}/", PaginationConfig={"PageSize": 2}
        )
    )
    listed = [each for page in pages for each in page["Contents"]]

    assert [page["KeyCount"] for page in pages] == [2, 2, 1]
    assert [each["Key"] for each in listed] == keys
    assert [each["Size"] for each in listed] == [len(key.encode()) for key in keys]


def test_a_delimiter_folds_keys(s3, name):
    top = name()
    for key in ("a/1", "a/2", "b", "c/3"):
        s3.put_object(Bucket=BUCKET, Key=f"{top}/{key}", Body=b"")

    def page(**more):
        return s3.list_objects_v2(Bucket=BUCKET, Prefix=f"{top}/", Delimiter="/", **more)

    whole, first = page(), page(MaxKeys=1)
    rest = page(ContinuationToken=first["NextContinuationToken"])
    assert [each["Prefix"] for each in whole["CommonPrefixes"]] == [f"{top}/a/", f"{top}/c/"]
    assert [each["Key"] for each in whole["Contents"]] == [f"{top}/b"]
    assert [each["Prefix"] for each in first["CommonPrefixes"]] == [f"{top}/a/"]
    assert [each["Key"] for each in rest["Contents"]] == [f"{top}/b"]
    assert page(StartAfter=f"{top}/b")["KeyCount"] == 1


def test_a_missing_object_is_reported(s3, name):
    with refused("NoSuchKey", 404, "The specified key does not exist."):
        s3.get_object(Bucket=BUCKET, Key=name())
    with refused("404", 404):
        s3.head_object(Bucket=BUCKET, Key=name())
    with refused("NoSuchBucket", 404, "The specified bucket does not exist"):
        s3.put_object(Bucket="nobodys", Key="a", Body=b"")
    with refused("NoSuchBucket", 404):
        s3.list_objects_v2(Bucket="nobodys")


@pytest.mark.parametrize("key", ["../out", "a/../../out", "a//b", "./a", "a/", "a\\..\\b", "a\0b", "x" * 256])
def test_a_key_that_no_file_can_have_is_refused(s3, key):
    with refused("InvalidArgument", 400, match="keeps objects in files"):
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"")


@pytest.mark.parametrize("path", ["..%2Fout", "%2e%2e/out", "a/..%2F..%2Fout", "%2Fetc/passwd"])
def test_no_way_of_writing_it_leaves_the_bucket(sandbox, path):
    status, body = send(sandbox, "PUT", path, b"out")
    assert (status, "keeps objects in files" in body) == (400, True)
    assert send(sandbox, "GET", path)[0] == 404


def test_a_key_that_is_a_folder_already_is_refused(s3, name):
    top = name()
    s3.put_object(Bucket=BUCKET, Key=f"{top}/a", Body=b"")
    for key in (top, f"{top}/a/b"):
        with refused("InvalidArgument", 400):
            s3.put_object(Bucket=BUCKET, Key=key, Body=b"")


def test_a_hash_that_is_not_the_bodys_is_refused(sandbox, name):
    key = name()
    wrong = hashlib.sha256(b"another").hexdigest()
    status, body = send(sandbox, "PUT", key, b"body", sha256=wrong)
    assert (status, "<Code>XAmzContentSHA256Mismatch</Code>" in body) == (400, True)
    assert send(sandbox, "GET", key)[0] == 404
    assert send(sandbox, "PUT", key, b"body", sha256=None)[0] == 400
    assert send(sandbox, "PUT", key, b"body", sha256="UNSIGNED-PAYLOAD")[0] == 200


@pytest.mark.parametrize("signature", ["", ";chunk-signature=" + "0" * 64])
def test_a_body_in_chunks_is_joined(sandbox, s3, name, signature):
    key = name()
    chunks = f"5{signature}\r\nhello\r\nB{signature}\r\n, \r\nworld\r\n\r\n0{signature}\r\n"
    trailer = "x-amz-checksum-crc32:AAAAAA==\r\n\r\n"
    status, body = send(
        sandbox, "PUT", key, (chunks + trailer).encode(), sha256="STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    )
    assert status == 200, body
    assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"hello, \r\nworld\r\n"


@pytest.mark.parametrize("body", [b"", b"5\r\nhel", b"zz\r\nhello\r\n0\r\n\r\n", b"5\r\nhello\r\n", b"ffffffff\r\na"])
def test_chunks_that_break_off_are_refused(sandbox, name, body):
    key = name()
    status, said = send(sandbox, "PUT", key, body, sha256="STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
    assert (status, "<Code>IncompleteBody</Code>" in said) == (400, True)
    assert send(sandbox, "GET", key)[0] == 404


@pytest.mark.parametrize(
    "call",
    [
        lambda s3: s3.delete_object(Bucket=BUCKET, Key="a"),
        lambda s3: s3.copy_object(Bucket=BUCKET, Key="a", CopySource=f"{BUCKET}/b"),
        lambda s3: s3.create_multipart_upload(Bucket=BUCKET, Key="a"),
        lambda s3: s3.get_object_tagging(Bucket=BUCKET, Key="a"),
        lambda s3: s3.put_object(Bucket=BUCKET, Key="a", Body=b"", IfNoneMatch="*"),
        lambda s3: s3.list_objects(Bucket=BUCKET),
        lambda s3: s3.delete_bucket(Bucket=BUCKET),
    ],
    ids=["delete", "copy", "multipart", "tagging", "condition", "list v1", "bucket"],
)
def test_unsupported_operations_are_named(s3, call):
    with refused("NotImplemented", 501, match="The sandbox"):
        call(s3)


@pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")
def test_the_aws_cli_reads_the_report_of_a_plan(aws, sandbox):  # noqa: F811
    answer = client(sandbox.url, "lambda").invoke(FunctionName="Backfill", Payload=b'{"mode": "plan"}')
    report = json.load(answer["Payload"])["report"]
    key = report.split(f"{BUCKET}/")[1]

    listed = aws("s3", "ls", f"s3://{BUCKET}/", "--recursive")
    copied = aws("s3", "cp", f"s3://{BUCKET}/{key}", "-")

    assert key in listed.stdout, listed.stderr
    assert copied.returncode == 0, copied.stderr
    assert all("subject" in json.loads(line) for line in copied.stdout.splitlines())


def send(sandbox, method, path, body=None, sha256=""):
    """(status, text) of a request by hand; sha256 is the body's own, if empty; None: it has none."""
    headers = {
        "Authorization": "AWS4-HMAC-SHA256 Credential=alice/20260101/us-east-1/s3/aws4_request,"
        " SignedHeaders=host, Signature=0"
    }
    if sha256 is not None:
        headers["x-amz-content-sha256"] = sha256 or hashlib.sha256(body or b"").hexdigest()
    url = f"{sandbox.url}/{BUCKET}/{path}"
    status, _, text = fetch(urllib.request.Request(url, body, headers, method=method))
    return status, text
