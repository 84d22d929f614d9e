package dev.profileguard.aws.client;

import java.io.IOException;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;

/// Sends requests.
@FunctionalInterface
interface Sender {
    /// The response to a request, whatever its status is.
    ///
    /// @param service as in signatures, such as `iam`
    /// @throws IOException if there is none
    HttpExecuteResponse send(String service, String region, SdkHttpFullRequest request)
            throws IOException;

    /// Signs nothing.
    static Sender unsigned(SdkHttpClient http) {
        return (service, region, request) ->
                http.prepareRequest(
                                HttpExecuteRequest.builder()
                                        .request(request)
                                        .contentStreamProvider(
                                                request.contentStreamProvider().orElse(null))
                                        .build())
                        .call();
    }
}
