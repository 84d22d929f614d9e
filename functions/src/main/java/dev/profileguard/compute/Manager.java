package dev.profileguard.compute;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tool that made something by a description of its own, and changes it back by that.
public sealed interface Manager {
    /// As its users call it.
    String name();

    /// The key in JSON.
    String kind();

    /// A stack of CloudFormation. Only AWS can write its tag.
    ///
    /// See
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
    record Stack(String name) implements Manager {
        /// The key in JSON.
        public static final String KIND = "stack";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /// An environment of Elastic Beanstalk, which makes a stack.
    ///
    /// See https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.tagging.html
    record Environment(String name) implements Manager {
        /// The key in JSON.
        public static final String KIND = "beanstalkEnvironment";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /// An `EC2NodeClass` of Karpenter.
    ///
    /// See https://karpenter.sh/docs/concepts/nodeclasses/
    record NodeClass(String name) implements Manager {
        /// The key in JSON.
        public static final String KIND = "karpenterNodeClass";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /// The manager that these tags name; null: none.
    static @Nullable Manager of(Map<String, String> tags) {
        String environment = tags.get("elasticbeanstalk:environment-name");
        if (environment != null) {
            return new Environment(environment);
        }
        String nodeClass = tags.get("karpenter.k8s.aws/ec2nodeclass");
        if (nodeClass != null) {
            return new NodeClass(nodeClass);
        }
        String stack = tags.get("aws:cloudformation:stack-name");
        return stack == null ? null : new Stack(stack);
    }
}
