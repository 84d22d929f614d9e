package dev.profileguard.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.aws.iam.FaultGate;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.fault.Faults.Delivery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

class FaultsTest {
    private final List<Duration> lags = new ArrayList<>();
    private final Faults faults = new Faults(lags::add);

    @Test
    void failsTheNextCallsOfAnOperationOnceEach() {
        IamClient iam = client();
        faults.set("fail", "ListRoles:2");

        assertThatThrownBy(iam::listRoles).satisfies(e -> hasError(e, "ServiceFailure", 500));
        assertThatThrownBy(iam::listRoles).satisfies(e -> hasError(e, "ServiceFailure", 500));
        assertThat(iam.listRoles().roles()).isEmpty();
    }

    @Test
    void throttlesAsAwsDoes() {
        faults.set("throttle", "1");

        assertThatThrownBy(client()::listRoles)
                .satisfies(e -> hasError(e, "Throttling", 400))
                .hasMessageContaining("Rate exceeded");
    }

    @Test
    void decidesHowAnEventIsDelivered() {
        assertThat(faults.delivery()).isEqualTo(Delivery.ONCE);
        faults.set("double", "1");
        assertThat(faults.delivery()).isEqualTo(Delivery.TWICE);
        faults.set("reorder", "1");
        assertThat(faults.delivery()).isEqualTo(Delivery.AFTER_THE_NEXT);
        faults.set("lose", "1");
        assertThat(faults.delivery()).isEqualTo(Delivery.LOST);
    }

    @Test
    void reportsEachChangeOfTheLag() {
        faults.set("lag", "PT2S");

        assertThat(lags).containsExactly(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"lose,2", "double,-1", "throttle,often", "lag,2", "lag,PT2H", "fail,x", "fail,A:B"})
    void refusesAWrongValueNamingItsKey(String key, String value) {
        assertThatThrownBy(() -> faults.set(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key + " must be")
                .hasMessageContaining("'" + value + "'");
    }

    @Test
    void changesNothingWhenOneOfSeveralIsWrong() {
        assertThatThrownBy(() -> faults.set(Map.of("lose", "1", "nonsense", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonsense");

        assertThat(faults.settings()).isEqualTo(FaultSettings.NONE);
    }

    private IamClient client() {
        IamAccount account = new IamAccount("123456789012", InstantSource.system());
        account.gate(new FaultGate(faults));
        return account.as(
                new Caller.User("123456789012", "alice", "alice"), "agent", "198.51.100.1");
    }

    private static void hasError(Throwable thrown, String code, int status) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        IamException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(e.statusCode()).isEqualTo(status);
                        });
    }
}
