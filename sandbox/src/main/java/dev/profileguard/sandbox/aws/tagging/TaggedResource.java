package dev.profileguard.sandbox.aws.tagging;

import dev.profileguard.sandbox.aws.iam.IamAccount;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// A resource of IAM that can have tags, named by its ARN.
sealed interface TaggedResource {
    Pattern ARN =
            Pattern.compile(
                    "arn:[\\w-]+:iam::(\\d{12}):(role|instance-profile|policy)/(?:.+/)?([\\w+=,.@-]+)");

    void tag(IamClient iam, Map<String, String> tags);

    void untag(IamClient iam, List<String> keys);

    /// The resource that an ARN names, which may not exist.
    ///
    /// @throws IllegalArgumentException when the sandbox cannot tag such a resource
    static TaggedResource of(String arn, IamAccount account) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches() || !matcher.group(1).equals(account.accountId())) {
            throw new IllegalArgumentException(
                    "The sandbox tags roles, instance profiles and policies of account %s only"
                            .formatted(account.accountId()));
        }
        String name = matcher.group(3);
        return switch (matcher.group(2)) {
            case "role" -> {
                account.role(name).ifPresent(role -> requireSame(arn, role.arn()));
                yield new Role(name);
            }
            case "policy" -> new Policy(arn);
            default -> {
                account.profile(name).ifPresent(profile -> requireSame(arn, profile.arn()));
                yield new InstanceProfile(name);
            }
        };
    }

    private static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /// The tagging API compares the path too, unlike IAM's own calls.
    private static void requireSame(String given, String found) {
        if (!given.equals(found)) {
            throw new IllegalArgumentException("%s cannot be found.".formatted(given));
        }
    }

    record Role(String name) implements TaggedResource {
        @Override
        public void tag(IamClient iam, Map<String, String> tags) {
            iam.tagRole(request -> request.roleName(name).tags(list(tags)));
        }

        @Override
        public void untag(IamClient iam, List<String> keys) {
            iam.untagRole(request -> request.roleName(name).tagKeys(keys));
        }
    }

    record InstanceProfile(String name) implements TaggedResource {
        @Override
        public void tag(IamClient iam, Map<String, String> tags) {
            iam.tagInstanceProfile(request -> request.instanceProfileName(name).tags(list(tags)));
        }

        @Override
        public void untag(IamClient iam, List<String> keys) {
            iam.untagInstanceProfile(request -> request.instanceProfileName(name).tagKeys(keys));
        }
    }

    record Policy(String arn) implements TaggedResource {
        @Override
        public void tag(IamClient iam, Map<String, String> tags) {
            iam.tagPolicy(request -> request.policyArn(arn).tags(list(tags)));
        }

        @Override
        public void untag(IamClient iam, List<String> keys) {
            iam.untagPolicy(request -> request.policyArn(arn).tagKeys(keys));
        }
    }
}
