package dev.profileguard.aws.compute;

import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryException;
import dev.profileguard.aws.query.XmlElement;
import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.ComputeAction.CreateTemplateVersion;
import dev.profileguard.compute.ComputeAction.ReplaceAssociation;
import dev.profileguard.compute.ComputeAction.SetDefaultVersion;
import dev.profileguard.compute.ComputeAction.StartRefresh;
import dev.profileguard.compute.ComputeAction.UseTemplateVersion;
import dev.profileguard.compute.ComputeWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes what starts or runs instances. The only class that makes such calls.
///
/// A call whose result is the same when AWS performs it twice is repeated after temporary errors.
/// The others are repeated only while AWS throttles them: after a timeout, the caller has to read
/// whether they were performed.
public record QueryComputeWriter(QueryCalls ec2, QueryCalls autoScaling) implements ComputeWriter {
    private static final String TEMPLATE = "LaunchTemplateId";
    private static final String GROUP = "AutoScalingGroupName";

    @Override
    public String perform(ComputeAction action) {
        return switch (action) {
            case CreateTemplateVersion create -> create(create);
            case SetDefaultVersion set -> setDefault(set);
            case UseTemplateVersion use -> use(use);
            case StartRefresh start -> start(start);
            case ReplaceAssociation replace -> replace(replace);
        };
    }

    /// EC2 knows a repetition by its token. A profile overwrites that of the source.
    ///
    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Run_Instance_Idempotency.html
    private String create(CreateTemplateVersion action) {
        Map<String, String> parameters =
                Map.of(
                        TEMPLATE,
                        action.template(),
                        "SourceVersion",
                        Long.toString(action.source()),
                        "LaunchTemplateData.IamInstanceProfile.Name",
                        action.profile().value(),
                        "VersionDescription",
                        action.description(),
                        "ClientToken",
                        action.token());
        return text(
                perform(ec2::changeAgain, action, "CreateLaunchTemplateVersion", parameters),
                "launchTemplateVersion",
                "versionNumber");
    }

    private String setDefault(SetDefaultVersion action) {
        Map<String, String> parameters =
                Map.of(
                        TEMPLATE,
                        action.template(),
                        "SetDefaultVersion",
                        Long.toString(action.version()));
        perform(ec2::changeAgain, action, "ModifyLaunchTemplate", parameters);
        return "";
    }

    /// What the request does not name stays as it is.
    ///
    /// See https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
    private String use(UseTemplateVersion action) {
        Map<String, String> parameters =
                Map.of(
                        GROUP,
                        action.group(),
                        "LaunchTemplate.LaunchTemplateId",
                        action.template(),
                        "LaunchTemplate.Version",
                        Long.toString(action.version()));
        perform(autoScaling::changeAgain, action, "UpdateAutoScalingGroup", parameters);
        return "";
    }

    /// Instances that have the group's version already stay. How many are replaced at once, and the
    /// time that they get to warm up, are the group's own settings: 90 percent stay healthy if it
    /// has none.
    ///
    /// See https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
    private String start(StartRefresh action) {
        Map<String, String> parameters =
                Map.of(GROUP, action.group(), "Preferences.SkipMatching", "true");
        return text(
                perform(autoScaling::change, action, "StartInstanceRefresh", parameters),
                "StartInstanceRefreshResult",
                "InstanceRefreshId");
    }

    /// The new association has another ID: EC2 would refuse a repetition.
    private String replace(ReplaceAssociation action) {
        Map<String, String> parameters =
                Map.of(
                        "AssociationId",
                        action.association(),
                        "IamInstanceProfile.Name",
                        action.profile().value());
        return text(
                perform(ec2::change, action, "ReplaceIamInstanceProfileAssociation", parameters),
                "iamInstanceProfileAssociation",
                "associationId");
    }

    /// Makes a call of a service.
    @FunctionalInterface
    private interface Change {
        XmlElement call(String region, String action, Map<String, String> parameters);
    }

    private static XmlElement perform(
            Change change, ComputeAction action, String call, Map<String, String> parameters) {
        try {
            return change.call(action.region(), call, parameters);
        } catch (QueryException e) {
            throw Failures.of(action.region(), call, e);
        }
    }

    private static String text(XmlElement response, String element, String name) {
        XmlElement found = response.child(element);
        @Nullable String text = found == null ? null : found.text(name);
        return text == null ? "" : text;
    }
}
