package dev.profileguard.aws;

import dev.profileguard.aws.query.Retries;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/// Counts the calls to AWS that a client sends, and those of them that repeat another one, mostly
/// because AWS throttled it. IAM has no metric of either.
public final class CallCount implements SdkHttpClient {
    /// Clients of the AWS SDK add how many attempts there may be: `attempt=2; max=3`.
    private static final String FIRST = Retries.attempt(1);

    private final SdkHttpClient http;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();

    public CallCount(SdkHttpClient http) {
        this.http = http;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        calls.incrementAndGet();
        request.httpRequest()
                .firstMatchingHeader(Retries.ATTEMPT)
                .filter(attempt -> !attempt.split(";", 2)[0].equals(FIRST))
                .ifPresent(again -> repeated.incrementAndGet());
        return http.prepareRequest(request);
    }

    /// The calls since this was asked last.
    public int takeCalls() {
        return calls.getAndSet(0);
    }

    /// The repeated ones among the calls, since this was asked last.
    public int takeRepeated() {
        return repeated.getAndSet(0);
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public void close() {
        http.close();
    }
}
