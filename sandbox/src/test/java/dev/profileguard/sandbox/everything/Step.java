package dev.profileguard.sandbox.everything;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

/// One change of an account, by people or by a fault.
sealed interface Step {
    /// Makes the change; calls that IAM refuses have no effect.
    void doIn(Day day);

    /// The principal that may assume a role.
    enum Trust {
        EC2("\"ec2.amazonaws.com\""),
        EC2_AMONG_OTHERS("[\"lambda.amazonaws.com\", \"ec2.amazonaws.com\"]"),
        LAMBDA("\"lambda.amazonaws.com\"");

        private final String service;

        Trust(String service) {
            this.service = service;
        }

        String document() {
            return """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
             "Principal": {"Service": %s}, "Action": "sts:AssumeRole"}}\
            """
                    .formatted(service);
        }
    }

    record CreateRole(String name, Trust trust, Map<String, String> tags) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.createRole(r ->
                    r.roleName(name).assumeRolePolicyDocument(trust.document()).tags(listed(tags)));
        }
    }

    record UpdateTrust(String name, Trust trust) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.updateAssumeRolePolicy(r -> r.roleName(name).policyDocument(trust.document()));
        }
    }

    record DeleteRole(String name) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.deleteRole(r -> r.roleName(name));
        }
    }

    record TagRole(String name, String key, String value) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.tagRole(r -> r.roleName(name).tags(listed(Map.of(key, value))));
        }
    }

    record UntagRole(String name, String key) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.untagRole(r -> r.roleName(name).tagKeys(key));
        }
    }

    record CreateProfile(String name, Map<String, String> tags) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.createInstanceProfile(r -> r.instanceProfileName(name).tags(listed(tags)));
        }
    }

    record AddRole(String profile, String role) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
        }
    }

    record RemoveRole(String profile, String role) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
        }
    }

    record DeleteProfile(String name) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.deleteInstanceProfile(r -> r.instanceProfileName(name));
        }
    }

    record TagProfile(String name, String key, String value) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.tagInstanceProfile(
                    r -> r.instanceProfileName(name).tags(listed(Map.of(key, value))));
        }
    }

    record UntagProfile(String name, String key) implements Call {
        @Override
        public void make(IamClient iam) {
            iam.untagInstanceProfile(r -> r.instanceProfileName(name).tagKeys(key));
        }
    }

    /// An instance uses a role.
    record UseRole(String name) implements Step {
        @Override
        public void doIn(Day day) {
            day.sandbox()
                    .account()
                    .role(name)
                    .ifPresent(role ->
                            day.sandbox()
                                    .account()
                                    .used(
                                            role.roleName(),
                                            day.sandbox().clock().instant(),
                                            Stack.REGION));
        }
    }

    /// A fault starts or ends.
    record Fault(String key, String value) implements Step {
        @Override
        public void doIn(Day day) {
            day.sandbox().faults().set(key, value);
        }
    }

    /// The clock moves forward.
    record Wait(int seconds) implements Step {
        @Override
        public void doIn(Day day) {
            day.sandbox().advance(Duration.ofSeconds(seconds));
        }
    }

    /// One call to IAM. No two calls are in the same second: CloudTrail's times could not order
    /// them.
    sealed interface Call extends Step {
        void make(IamClient iam);

        @Override
        default void doIn(Day day) {
            doAs(Who.MALLORY, day);
        }

        /// Makes the call as this caller.
        default void doAs(Who who, Day day) {
            day.sandbox().clock().move(Duration.ofSeconds(1));
            try {
                make(who.iam(day.sandbox()));
            } catch (IamException refused) { // there is no such role, or it is in use, ...
                return;
            }
        }
    }

    /// The caller.
    enum Who {
        MALLORY("mallory", "aws-cli/2.31.0"),
        ANN("ann", "aws-cli/2.31.0"),
        /// The caller that ProfileGuard trusts.
        PIPELINE("pipeline", "aws-sdk-go-v2/1.39.0"),
        TERRAFORM("deployer", "APN/1.0 HashiCorp/1.0 Terraform/1.13.3");

        private final String user;
        private final String userAgent;

        Who(String user, String userAgent) {
            this.user = user;
            this.userAgent = userAgent;
        }

        IamClient iam(Sandbox sandbox) {
            return sandbox.account().as(Sandbox.user(user), userAgent, "198.51.100.7");
        }
    }

    /// A call by another user.
    record As(Who who, Call call) implements Step {
        @Override
        public void doIn(Day day) {
            call.doAs(who, day);
        }
    }

    /// An operator releases a profile from ProfileGuard for a while.
    record Release(String profile, int minutes) implements Step {
        @Override
        public void doIn(Day day) {
            day.release(profile, Duration.ofMinutes(minutes));
        }
    }

    /// A function is killed at one of its next calls, before or after the call takes effect.
    record Kill(int calls) implements Step {
        @Override
        public void doIn(Day day) {
            day.killAfter(calls);
        }
    }

    /// A sweep in the middle of the day.
    record SweepNow() implements Step {
        @Override
        public void doIn(Day day) {
            FullSweep.run(day.sandbox());
        }
    }

    /// A plan is made, and applied a while later.
    record PlanAndApply(int seconds) implements Step {
        @Override
        public void doIn(Day day) {
            day.planAndApply(Duration.ofSeconds(seconds));
        }
    }

    /// One tagging call for a role and a profile.
    record TagBoth(String name, String key, String value) implements Step {
        @Override
        public void doIn(Day day) {
            day.sandbox().clock().move(Duration.ofSeconds(1));
            String arn = "arn:aws:iam::123456789012:%s/%s";
            day.sandbox()
                    .tagging(Sandbox.user("mallory"))
                    .tagResources(
                            List.of(
                                    arn.formatted("role", name),
                                    arn.formatted("instance-profile", name)),
                            Map.of(key, value));
        }
    }

    /// An instance is launched with a profile's name.
    record Launch(String name) implements Step {
        @Override
        public void doIn(Day day) {
            try {
                day.sandbox().clock().move(Duration.ofSeconds(1));
                day.sandbox().ec2(Sandbox.user("mallory")).runInstances(name);
            } catch (AwsServiceException refused) { // there is no such profile
                return;
            }
        }
    }

    private static List<Tag> listed(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
