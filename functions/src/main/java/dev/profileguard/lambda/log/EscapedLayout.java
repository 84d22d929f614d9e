package dev.profileguard.lambda.log;

import dev.profileguard.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;

/// A log line in JSON without hidden characters: in the message, in the fields of a finding, and in
/// what libraries log. The layout of log4j leaves most of them as they are. The serializer of
/// Powertools leaves all of them, even control characters, so its JSON can be invalid.
final class EscapedLayout implements Layout<String> {
    private final Layout<?> json;

    /// @param json writes a line of JSON
    EscapedLayout(Layout<?> json) {
        this.json = json;
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
