package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.text.VisibleText;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/// Writes findings to the log. The field `finding` contains the whole notice.
public final class LogSink implements FindingSink {
    private static final Logger LOG = LoggerFactory.getLogger(LogSink.class);

    public LogSink() {}

    @Override
    public String name() {
        return "log";
    }

    @Override
    public List<Undelivered> send(List<Notice> notices) {
        notices.forEach(LogSink::write);
        return List.of();
    }

    private static void write(Notice notice) {
        LOG.atLevel(level(notice))
                .addArgument(VisibleText.line(notice.finding().subject()))
                .addArgument(notice.status() == Status.RESOLVED ? "resolved: " : "")
                .addArgument(VisibleText.message(notice.finding().cause()))
                .addArgument(StructuredArguments.entry("finding", notice.json()))
                .log("{}: {}{}");
    }

    private static Level level(Notice notice) {
        if (notice.status() == Status.RESOLVED) {
            return Level.INFO;
        }
        return switch (notice.finding().kind().severity()) {
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case CRITICAL -> Level.ERROR;
        };
    }
}
