"""Cloud Custodian with a policy that puts a swapped role back, as a yardstick for ProfileGuard. It runs as in Lambda: by the
handler of the package c7n, with the policy in config.json. bench/run starts it with the variables of a sandbox."""

import json
import os
import tempfile

from events import handle_all

# https://cloudcustodian.io/docs/aws/lambda.html, https://cloudcustodian.io/docs/aws/resources/iam-profile.html
POLICY = {
    "name": "put-role-back",
    "resource": "aws.iam-profile",
    "mode": {
        "type": "cloudtrail",
        "role": "arn:aws:iam::123456789012:role/custodian",
        "events": [
            {
                "source": "iam.amazonaws.com",
                "event": "AddRoleToInstanceProfile",
                "ids": "requestParameters.instanceProfileName",
            }
        ],
    },
    "filters": [{"type": "value", "key": "InstanceProfileName", "op": "glob", "value": "prod-*"}],
    "actions": [{"type": "set-role", "role": "web"}],
}


def handle(event):
    from c7n import handler

    handler.dispatch_event(event, None)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open("config.json", "w", encoding="utf-8") as config:
        json.dump({"execution-options": {"account_id": "123456789012"}, "policies": [POLICY]}, config)
    handle_all(handle)
