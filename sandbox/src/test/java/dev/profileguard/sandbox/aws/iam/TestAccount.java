package dev.profileguard.sandbox.aws.iam;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/// The vocabulary of this package's tests: an account with a stopped clock, and alice, who calls
/// it.
final class TestAccount {
    static final String ID = "123456789012";
    static final String EC2_TRUST =
            """
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole"
              }]
            }
            """;
    static final String READ_S3 =
            """
            {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}\
            """;
    static final Caller.User ALICE = new Caller.User(ID, "alice", "alice");

    private Instant now = Instant.parse("2026-03-01T10:00:00.750Z");
    final IamAccount account = new IamAccount(ID, (InstantSource) () -> now);
    final IamClient iam = as(ALICE);

    IamClient as(Caller caller) {
        return account.as(caller, "test/1.0", "192.0.2.1");
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    Role role(String name) {
        return iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(EC2_TRUST)).role();
    }

    InstanceProfile profile(String name) {
        return iam.createInstanceProfile(p -> p.instanceProfileName(name)).instanceProfile();
    }

    void add(String role, String profile) {
        iam.addRoleToInstanceProfile(r -> r.roleName(role).instanceProfileName(profile));
    }

    static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /// IAM's error, as `status Code: message`.
    static String refusal(ThrowingCallable call) {
        IamException refused = catchThrowableOfType(IamException.class, call);
        return refused.statusCode()
                + " "
                + refused.awsErrorDetails().errorCode()
                + ": "
                + refused.awsErrorDetails().errorMessage();
    }
}
