package dev.profileguard.finding;

import dev.profileguard.core.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/// Writes findings to the log, each with its whole record as the field `finding`.
public final class LogSink implements FindingSink {
    private static final Logger LOG = LoggerFactory.getLogger(LogSink.class);

    /// Writes to the log of its own class.
    public LogSink() {}

    @Override
    public void send(Finding finding) {
        LOG.atLevel(level(finding))
                .addArgument(finding.subject())
                .addArgument(finding.cause())
                .addArgument(StructuredArguments.entry("finding", finding.json()))
                .log("{}: {}");
    }

    private static Level level(Finding finding) {
        return switch (finding.kind().severity()) {
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case CRITICAL -> Level.ERROR;
        };
    }
}
