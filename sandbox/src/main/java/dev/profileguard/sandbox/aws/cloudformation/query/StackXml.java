package dev.profileguard.sandbox.aws.cloudformation.query;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.StackOutput;
import dev.profileguard.sandbox.aws.cloudformation.StackResource;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.query.Xml;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The stack in CloudFormation's XML.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html
final class StackXml {
    private static final String STATUS = "CREATE_COMPLETE";

    /// A real stack's ID ends with a UUID. The sandbox's is the same in each run.
    private static String id(Stack stack) {
        return stack.arn(
                "cloudformation",
                "stack/%s/0a1b2c3d-0000-4000-8000-000000000000".formatted(Stack.NAME));
    }

    private StackXml() {}

    static boolean isNamed(String nameOrId, Stack stack) {
        return nameOrId.equals(Stack.NAME) || nameOrId.equals(id(stack));
    }

    /// @param statuses of ListStacks' filter; empty: all
    static boolean isWanted(List<String> statuses) {
        return statuses.isEmpty() || statuses.contains(STATUS);
    }

    static void stacks(Xml xml, List<Template> stacks, Instant created) {
        xml.open("Stacks");
        for (Template template : stacks) {
            xml.open("member");
            identity(xml, template.stack(), created);
            xml.leaf("DisableRollback", "false").leaf("EnableTerminationProtection", "false");
            parameters(xml, template);
            outputs(xml, template.outputs());
            xml.close("member");
        }
        xml.close("Stacks");
    }

    static void summaries(Xml xml, List<Template> stacks, Instant created) {
        xml.open("StackSummaries");
        for (Template template : stacks) {
            xml.open("member");
            identity(xml, template.stack(), created);
            xml.close("member");
        }
        xml.close("StackSummaries");
    }

    ///
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceDetail.html
    static void resource(Xml xml, Stack stack, StackResource resource, Instant created) {
        xml.open("StackResourceDetail")
                .leaf("StackName", Stack.NAME)
                .leaf("StackId", id(stack))
                .leaf("LogicalResourceId", resource.logicalId())
                .leaf("PhysicalResourceId", resource.physicalId())
                .leaf("ResourceType", resource.type())
                .leaf("LastUpdatedTimestamp", time(created))
                .leaf("ResourceStatus", STATUS)
                .open("DriftInformation")
                .leaf("StackResourceDriftStatus", "NOT_CHECKED")
                .close("DriftInformation")
                .close("StackResourceDetail");
    }

    private static String time(Instant created) {
        return created.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static void identity(Xml xml, Stack stack, Instant created) {
        xml.leaf("StackId", id(stack))
                .leaf("StackName", Stack.NAME)
                .leaf("CreationTime", time(created))
                .leaf("StackStatus", STATUS)
                .open("DriftInformation")
                .leaf("StackDriftStatus", "NOT_CHECKED")
                .close("DriftInformation");
    }

    private static void parameters(Xml xml, Template template) {
        xml.open("Parameters");
        template.parameters()
                .forEach((key, value) ->
                        xml.open("member")
                                .leaf("ParameterKey", key)
                                .leaf("ParameterValue", value)
                                .close("member"));
        xml.close("Parameters");
    }

    private static void outputs(Xml xml, List<StackOutput> outputs) {
        xml.open("Outputs");
        for (StackOutput output : outputs) {
            xml.open("member").leaf("OutputKey", output.key()).leaf("OutputValue", output.value());
            if (!output.description().isEmpty()) {
                xml.leaf("Description", output.description());
            }
            xml.close("member");
        }
        xml.close("Outputs");
    }
}
