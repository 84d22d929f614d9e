package dev.profileguard.lambda;

import dev.profileguard.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;

/// A log line in JSON without hidden characters: in the message, in the fields of a finding, and in
/// what libraries log. The layout of log4j leaves most of them as they are. The serializer of
/// Powertools leaves all of them, even control characters, so its JSON can be invalid.
final class EscapedLayout implements Layout<String> {
    private static boolean isInstalled;

    private final Layout<?> json;

    private EscapedLayout(Layout<?> json) {
        this.json = json;
    }

    /// Gives this layout, once, to the appenders of `log4j2.xml`, which write JSON to standard
    /// output. It loads log4j.
    static synchronized void install() {
        if (isInstalled) {
            return;
        }
        isInstalled = true;
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration configuration = context.getConfiguration();
        LoggerConfig root = configuration.getRootLogger();
        for (Appender appender : List.copyOf(root.getAppenders().values())) {
            if (appender instanceof ConsoleAppender console) {
                root.removeAppender(console.getName());
                root.addAppender(escaped(console, configuration), null, null);
            }
        }
        context.updateLoggers();
    }

    private static Appender escaped(ConsoleAppender console, Configuration configuration) {
        ConsoleAppender escaped =
                ConsoleAppender.newBuilder()
                        .setName(console.getName())
                        .setTarget(ConsoleAppender.Target.SYSTEM_OUT)
                        .setFollow(true) // a rehearsal is silent
                        .setLayout(new EscapedLayout(console.getLayout()))
                        .setConfiguration(configuration)
                        .build();
        escaped.start();
        return escaped;
    }

    @Override
    public String toSerializable(LogEvent event) {
        String line = new String(json.toByteArray(event), StandardCharsets.UTF_8);
        return JsonText.escaped(line.stripTrailing()) + "\n";
    }

    @Override
    public byte[] toByteArray(LogEvent event) {
        return toSerializable(event).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void encode(LogEvent event, ByteBufferDestination destination) {
        byte[] bytes = toByteArray(event);
        destination.writeBytes(bytes, 0, bytes.length);
    }

    @Override
    public byte[] getHeader() {
        return json.getHeader();
    }

    @Override
    public byte[] getFooter() {
        return json.getFooter();
    }

    @Override
    public String getContentType() {
        return json.getContentType();
    }

    @Override
    public Map<String, String> getContentFormat() {
        return json.getContentFormat();
    }
}
