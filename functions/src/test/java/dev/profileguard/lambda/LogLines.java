package dev.profileguard.lambda;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.lambda.log.LazyLogging;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/// Keeps the lines that the appender of [LogConfiguration] writes, until it is closed.
public final class LogLines implements AutoCloseable {
    private final List<String> lines = new ArrayList<>();
    private final Capture capture = new Capture();

    /// Begins to keep lines.
    public LogLines() {
        LazyLogging.begin();
        capture.start();
        root().addAppender(capture, null, null);
    }

    /// The lines so far, as they are written.
    public List<String> all() {
        return lines;
    }

    /// The lines so far, as JSON values.
    public List<Map<String, Object>> json() throws IOException {
        List<Map<String, Object>> json = new ArrayList<>();
        for (String line : lines) {
            json.add(JSON.std.mapFrom(line));
        }
        return json;
    }

    @Override
    public void close() {
        root().removeAppender(capture.getName());
    }

    private static LoggerConfig root() {
        return ((LoggerContext) LogManager.getContext(false)).getConfiguration().getRootLogger();
    }

    private final class Capture extends AbstractAppender {
        Capture() {
            super("Capture", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(
                    String.valueOf(
                            requireNonNull(root().getAppenders().get("Json"))
                                    .getLayout()
                                    .toSerializable(event)));
        }
    }
}
