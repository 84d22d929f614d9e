package dev.profileguard.sandbox;

import dev.profileguard.event.Json;
import java.util.List;
import java.util.Map;

/// A statement of an identity policy that allows these actions on a resource.
///
/// @param resource an ARN, which may contain `*`
public record Grant(List<String> actions, String resource) {
    /// Everything: for administrators.
    public static final Grant EVERYTHING = of("*");

    /// To create, delete, change, tag and read instance profiles. To add a role needs
    /// `iam:PassRole` as well.
    public static final Grant PROFILES = of("iam:*InstanceProfile*");

    /// To run, start, stop and terminate instances, and to give them a profile or take it away. A
    /// profile needs `iam:PassRole` for its role as well.
    public static final Grant INSTANCES =
            of(
                    "ec2:RunInstances",
                    "ec2:StartInstances",
                    "ec2:StopInstances",
                    "ec2:TerminateInstances",
                    "ec2:*IamInstanceProfile*");

    /// Takes a copy.
    public Grant {
        actions = List.copyOf(actions);
    }

    /// These actions on every resource.
    public static Grant of(String... actions) {
        return new Grant(List.of(actions), "*");
    }

    /// `iam:PassRole` for one role to EC2.
    public static Grant passing(String role) {
        return of("iam:PassRole").on("arn:aws:iam::123456789012:role/" + role);
    }

    /// `lambda:InvokeFunction` for one function of the stack.
    public static Grant invoking(String function) {
        return of("lambda:InvokeFunction")
                .on("arn:aws:lambda:us-east-1:123456789012:function:profile-guard-" + function);
    }

    /// The same actions on this resource.
    public Grant on(String otherResource) {
        return new Grant(actions, otherResource);
    }

    /// A policy document with these statements.
    static String document(List<Grant> grants) {
        return Json.text(
                Map.of(
                        "Version",
                        "2012-10-17",
                        "Statement",
                        grants.stream()
                                .map(each ->
                                        Map.of(
                                                "Effect", "Allow",
                                                "Action", each.actions,
                                                "Resource", each.resource))
                                .toList()));
    }
}
