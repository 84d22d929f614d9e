package dev.profileguard.sandbox.aws.iam.state;

/// The caller of an operation, as CloudTrail records it in `userIdentity`.
public sealed interface Caller {
    /// The ARN that STS GetCallerIdentity would return.
    String arn();

    /// The account that the caller belongs to: twelve digits.
    String accountId();

    /// A user with a long-term access key.
    record User(String accountId, String name, String accessKeyId) implements Caller {
        @Override
        public String arn() {
            return "arn:aws:iam::" + accountId + ":user/" + name;
        }
    }

    /// A session of a role.
    ///
    /// @param rolePath with slashes at both ends
    /// @param roleId starts with AROA
    /// @param session the name that the caller of AssumeRole chose
    record RoleSession(
            String accountId,
            String rolePath,
            String roleName,
            String roleId,
            String session,
            String accessKeyId)
            implements Caller {
        @Override
        public String arn() {
            return "arn:aws:sts::" + accountId + ":assumed-role/" + roleName + "/" + session;
        }

        /// The role's own ARN, with its path.
        public String roleArn() {
            return "arn:aws:iam::" + accountId + ":role" + rolePath + roleName;
        }
    }

    /// The account's root user.
    record Root(String accountId) implements Caller {
        @Override
        public String arn() {
            return "arn:aws:iam::" + accountId + ":root";
        }
    }

    /// A service that acts for another caller, as CloudFormation does.
    ///
    /// @param host such as `cloudformation.amazonaws.com`
    record Service(String host, Caller onBehalfOf) implements Caller {
        @Override
        public String arn() {
            return onBehalfOf.arn();
        }

        @Override
        public String accountId() {
            return onBehalfOf.accountId();
        }
    }
}
