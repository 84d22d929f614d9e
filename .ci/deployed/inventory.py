"""Everything in the emulator's account that a stack can leave behind."""

KINDS = (
    ("lambda", "list_functions", "Functions", "FunctionName"),
    ("lambda", "list_event_source_mappings", "EventSourceMappings", "UUID"),
    ("logs", "describe_log_groups", "logGroups", "logGroupName"),
    ("dynamodb", "list_tables", "TableNames", None),
    ("events", "list_rules", "Rules", "Name"),
    ("scheduler", "list_schedules", "Schedules", "Name"),
    ("stepfunctions", "list_state_machines", "stateMachines", "name"),
    ("sqs", "list_queues", "QueueUrls", None),
    ("sns", "list_topics", "Topics", "TopicArn"),
    ("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    ("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
    ("ssm", "describe_parameters", "Parameters", "Name"),
    ("s3", "list_buckets", "Buckets", "Name"),
    ("iam", "list_roles", "Roles", "RoleName"),
    ("iam", "list_instance_profiles", "InstanceProfiles", "InstanceProfileName"),
)


def inventory(account):
    """Pairs of a kind, such as `lambda functions`, and a name. The policies of customers are one kind more."""
    found = {
        (f"{service} {operation.split('_', 1)[1].replace('_', ' ')}", each if key is None else each[key])
        for service, operation, listed, key in KINDS
        for each in account.all(service, operation, listed)
    }
    policies = account.all("iam", "list_policies", "Policies", Scope="Local")
    return found | {("iam policies", each["PolicyName"]) for each in policies}
