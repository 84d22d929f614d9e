package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEndpointTest {
    @AfterEach
    void forgetsTheEndpoint() {
        System.clearProperty(LocalEndpoint.PROPERTY);
    }

    @Test
    void onLambdaTheEndpointsAreThoseOfAws() {
        Map<String, String> environment = Map.of("ENDPOINT_URL", "", "AWS_REGION", "us-east-1");

        assertThat(LocalEndpoint.use(environment)).isEqualTo(environment);
        assertThat(System.getProperty(LocalEndpoint.PROPERTY)).isNull();
    }

    @Test
    void anEndpointIsUsedForAllServices() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + listening.getLocalPort();

            assertThat(LocalEndpoint.use(Map.of("ENDPOINT_URL", url, "AWS_SAM_LOCAL", "true")))
                    .containsEntry("AWS_ENDPOINT_URL", url)
                    .containsEntry("AWS_SAM_LOCAL", "true");
            assertThat(System.getProperty(LocalEndpoint.PROPERTY)).isEqualTo(url);
        }
    }

    @Test
    void samLocalCallsNoAccountByAccident() {
        assertThatThrownBy(() -> LocalEndpoint.use(Map.of("AWS_SAM_LOCAL", "true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ENDPOINT_URL is empty: sam local would call your account")
                .hasMessageContaining("./guard sandbox --sam-local");
    }

    @Test
    void leavesTheSdksOwnVariableToTheSdk() {
        Map<String, String> environment =
                Map.of("AWS_SAM_LOCAL", "true", "AWS_ENDPOINT_URL", "http://127.0.0.1:1");

        assertThat(LocalEndpoint.use(environment)).isEqualTo(environment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:4500",
                "127.0.0.1",
                "file:///etc/passwd",
                "http://",
                "{Fn::If=x}"
            })
    void refusesWhatIsNoUrl(String url) {
        assertThatThrownBy(() -> LocalEndpoint.use(Map.of("ENDPOINT_URL", url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a URL of an endpoint (it is '" + url + "')")
                .hasMessageContaining("ENDPOINT_URL=http://host.docker.internal:4500");
        assertThat(System.getProperty(LocalEndpoint.PROPERTY)).isNull();
    }

    @Test
    void saysWhatToStartIfNothingListens() throws IOException {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        String url = "http://127.0.0.1:" + free;

        assertThatThrownBy(() -> LocalEndpoint.use(Map.of("ENDPOINT_URL", url)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Nothing answers at " + url)
                .hasMessageContaining("Start ./guard sandbox --sam-local");
    }
}
