"""A hand-written loop that finds the instance profiles without a tag, one call after the other, as a yardstick for a plan of
Backfill. bench/run starts it with the variables of a sandbox whose answers are late. It prints its seconds and calls."""

import time

BEGAN = time.perf_counter()


def main():
    import boto3

    iam = boto3.client("iam")
    calls = without = 0
    for page in iam.get_paginator("list_instance_profiles").paginate(PaginationConfig={"PageSize": 1000}):
        calls += 1
        for listed in page["InstanceProfiles"]:
            calls += 1
            profile = iam.get_instance_profile(InstanceProfileName=listed["InstanceProfileName"])["InstanceProfile"]
            without += all(tag["Key"] != "Team" for tag in profile.get("Tags", []))
    print("figure seconds", time.perf_counter() - BEGAN)
    print("figure calls", calls)
    print("figure without", without)


main()
