package dev.profileguard.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;

/// An account with the profiles `web` and `other`, each with the role of its name.
final class Ec2Fixture implements AutoCloseable {
    static final String ARN = "arn:aws:iam::123456789012:instance-profile/";

    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("../template.yaml"),
                    Map.of("GuardMode", "off", "ProvisionMode", "off", "TagMode", "off"),
                    Sandbox.Mode.TEST_CLOCK);

    Ec2Fixture() {
        fill("web");
        fill("other");
    }

    Sandbox sandbox() {
        return sandbox;
    }

    IamClient iam() {
        return sandbox.iamAs("admin");
    }

    ComputeClient ec2() {
        return sandbox.ec2(Sandbox.user("alice"));
    }

    ComputeClient ec2(String region) {
        return sandbox.ec2(Sandbox.user("alice"), region);
    }

    /// Creates a role and a profile of this name that contains it.
    void fill(String name) {
        role(name);
        iam().createInstanceProfile(r -> r.instanceProfileName(name));
        add(name, name);
    }

    void role(String name) {
        iam().createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
    }

    void add(String profile, String role) {
        iam().addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    void remove(String profile, String role) {
        iam().removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    String profileId(String name) {
        return iam().getInstanceProfile(r -> r.instanceProfileName(name))
                .instanceProfile()
                .instanceProfileId();
    }

    static void assertRefused(ThrowingCallable call, int status, String code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
                            assertThat(e.statusCode()).isEqualTo(status);
                        });
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
