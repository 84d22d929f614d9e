package dev.profileguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.CallCount;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.crac.Core;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Whatever fails before the snapshot, the version is published.
class PrimingTest {
    private final List<String> ran = new ArrayList<>();

    @Test
    void rehearsesThenReadsOnceThenRepeatsTheReadOfTheTable() {
        prime(() -> ran.add("rehearsal"), () -> ran.add("first"), () -> ran.add("read"));

        assertThat(ran).startsWith("rehearsal", "first", "read", "read").endsWith("last");
        assertThat(ran.subList(2, ran.size() - 1)).containsOnly("read").hasSizeBetween(200, 1_000);
    }

    @Test
    void aFailedRehearsalDoesNotKeepTheReadsFromRunning() {
        prime(
                () -> {
                    throw new IllegalArgumentException("a setting is invalid");
                },
                () -> ran.add("first"),
                () -> {
                    throw SdkClientException.create("AccessDenied");
                });

        assertThat(ran).containsExactly("first", "last");
    }

    @Test
    void aReadThatAwsRefusesIsNotRepeated() {
        prime(
                () -> {},
                () -> ran.add("first"),
                () -> {
                    ran.add("read");
                    throw SdkClientException.create("AccessDenied");
                });

        assertThat(ran).containsExactly("first", "read", "last");
    }

    /// Else the first event's line in the log would count the calls before the snapshot as its own.
    @Test
    void theLogForgetsTheCallsBeforeTheSnapshot() {
        CallCount calls = new CallCount(UrlConnectionHttpClient.create());
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(URI.create("http://127.0.0.1:9"))
                        .putHeader("amz-sdk-request", "attempt=2; max=3")
                        .build();
        calls.prepareRequest(HttpExecuteRequest.builder().request(request).build());

        new LazyReporting(calls).forget();

        assertThat(calls.takeCalls()).isZero();
        assertThat(calls.takeRepeated()).isZero();
    }

    private void prime(Runnable rehearsal, Runnable first, Runnable read) {
        Priming.registered(rehearsal, first, read, () -> ran.add("last"))
                .beforeCheckpoint(Core.getGlobalContext());
    }
}
