package dev.profileguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.finding.delivery.Undelivered;
import dev.profileguard.reconcile.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;

class MeasuredTest {
    @BeforeEach
    void onLambda() {
        when(context.getFunctionName()).thenReturn("profile-guard-Canary");
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
    }

    @Test
    void countsUndeliveredFindings() {
        Finding finding =
                new Finding(
                        Finding.Kind.ROLE_GONE,
                        "instance-profile/prod-web",
                        "123456789012",
                        "mallory",
                        "did it",
                        List.of(),
                        List.of(),
                        "event-1");
        Notice notice = new Notice(finding, Notice.Status.OPEN, Instant.EPOCH);
        Undelivered once = new Undelivered("FindingsTopic", "not there", notice);
        Undelivered twice = new Undelivered("EventBridge", "not there", notice);

        String line =
                printed(() ->
                        PowertoolsReporting.delivered(
                                context,
                                new DeliveryReport(
                                        List.of(notice),
                                        List.of(once, twice),
                                        List.of(),
                                        List.of())));

        assertThat(line)
                .contains("\"Namespace\":\"ProfileGuard\"")
                .contains("\"Name\":\"findings-undelivered\",\"Unit\":\"Count\"")
                .contains("\"findings-undelivered\":2");
    }

    @Test
    void emitsTheMetricOfTheAlarm() {
        String line =
                printed(() ->
                        PowertoolsReporting.measured(
                                context,
                                new Measurement("DeliverySeconds", 1.5, Measurement.Unit.SECONDS)));

        assertThat(line)
                .contains("\"Namespace\":\"ProfileGuard\"")
                .contains("\"Dimensions\":[[\"FunctionName\"]]")
                .contains("\"FunctionName\":\"profile-guard-Canary\"")
                .contains("\"Name\":\"DeliverySeconds\",\"Unit\":\"Seconds\"")
                .contains("\"DeliverySeconds\":1.5");
    }

    private final Context context = mock(Context.class);

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
