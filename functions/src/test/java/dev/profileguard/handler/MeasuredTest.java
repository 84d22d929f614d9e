package dev.profileguard.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;

class MeasuredTest {
    @Test
    void theMetricIsTheOneThatTheAlarmLooksAt() {
        Context context = mock(Context.class);
        when(context.getFunctionName()).thenReturn("profile-guard-Canary");
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);

        String line =
                printed(() ->
                        PowertoolsReporting.measured(
                                context,
                                new Measurement(
                                        CanaryFlight.DELIVERY_SECONDS,
                                        1.5,
                                        Measurement.Unit.SECONDS)));

        assertThat(line)
                .contains("\"Namespace\":\"ProfileGuard\"")
                .contains("\"Dimensions\":[[\"FunctionName\"]]")
                .contains("\"FunctionName\":\"profile-guard-Canary\"")
                .contains("\"Name\":\"DeliverySeconds\",\"Unit\":\"Seconds\"")
                .contains("\"DeliverySeconds\":1.5");
    }

    private static String printed(Runnable work) {
        PrintStream before = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }
}
