package dev.profileguard.aws.query;

import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;

/// The credentials of this process.
public final class FunctionCredentials {
    private FunctionCredentials() {}

    /// Those of the environment variables, as Lambda sets them. With SnapStart it sets none, and
    /// the SDK searches elsewhere. Its search begins with the variables too, but loads all that it
    /// could search before.
    ///
    /// See https://docs.aws.amazon.com/lambda/latest/dg/snapstart-security.html
    public static AwsCredentialsProvider live() {
        return of(System.getenv());
    }

    /// @param environment the environment variables of the process
    static AwsCredentialsProvider of(Map<String, String> environment) {
        return Stream.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
                        .anyMatch(name -> environment.getOrDefault(name, "").isBlank())
                ? DefaultCredentialsProvider.builder().build()
                : EnvironmentVariableCredentialsProvider.create();
    }
}
