package dev.profileguard.aws;

import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The endpoint in place of AWS for a function that `sam local` runs, in the variable
/// `ENDPOINT_URL`. On Lambda it is empty: it is a variable of its own because the AWS SDK does not
/// accept an empty `AWS_ENDPOINT_URL`, and `sam local` sets only variables that the template
/// declares.
///
/// See
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-invoke.html
public final class LocalEndpoint {
    /// The AWS SDK reads it for the clients of all services. See
    /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    public static final String PROPERTY = "aws.endpointUrl";

    /// The environment variable of the function.
    public static final String VARIABLE = "ENDPOINT_URL";

    private static final String OF_THE_SDK = "AWS_ENDPOINT_URL";
    private static final String SAM_LOCAL = "AWS_SAM_LOCAL";
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final String SANDBOX =
            "Start ./guard sandbox --sam-local in another terminal: it writes"
                + " .aws-sam/sandbox.json, which names it. samconfig.toml gives this file to sam"
                + " local in the project's folder; elsewhere, give it --env-vars";

    private LocalEndpoint() {}

    /// The environment variables of the function, with the endpoint as the AWS SDK names it. It
    /// also becomes the endpoint of the SDK's clients.
    ///
    /// @throws IllegalArgumentException if `sam local` runs the function without an endpoint, which
    ///   would call the user's own account, or if it is not a URL
    /// @throws IllegalStateException if nothing listens there
    public static Map<String, String> use(Map<String, String> environment) {
        String url = environment.getOrDefault(VARIABLE, "").strip();
        if (url.isEmpty()) {
            refuseToGuess(environment);
            return environment;
        }
        connect(endpoint(url));
        System.setProperty(PROPERTY, url);
        Map<String, String> all = new HashMap<>(environment);
        all.put(OF_THE_SDK, url);
        return all;
    }

    private static void refuseToGuess(Map<String, String> environment) {
        if ("true".equals(environment.get(SAM_LOCAL))
                && environment.getOrDefault(OF_THE_SDK, "").isBlank()) {
            throw new IllegalArgumentException(
                    VARIABLE + " is empty: sam local would call your account on AWS. " + SANDBOX);
        }
    }

    private static URI endpoint(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw noUrl(url);
        }
        throw noUrl(url);
    }

    private static IllegalArgumentException noUrl(String url) {
        return new IllegalArgumentException(
                VisibleText.message(
                        "%s is not a URL of an endpoint (it is '%s'). Valid example: %s=http://host.docker.internal:4500. %s"
                                .formatted(VARIABLE, VisibleText.excerpt(url), VARIABLE, SANDBOX)));
    }

    private static void connect(URI uri) {
        int standard = uri.getScheme().equals("https") ? 443 : 80;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(uri.getHost(), port), Math.toIntExact(WAIT.toMillis()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    VisibleText.message(
                            "Nothing answers at %s, the %s (%s). %s"
                                    .formatted(
                                            VisibleText.excerpt(uri.toString()),
                                            VARIABLE,
                                            VisibleText.excerpt(String.valueOf(e.getMessage())),
                                            SANDBOX)),
                    e);
        }
    }
}
