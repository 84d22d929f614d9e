package dev.profileguard.sandbox.query;

/// Writes XML, laid out as IAM lays it out.
final class Xml {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    Xml open(String name) {
        return open(name, "");
    }

    /// @param namespace none if empty
    Xml open(String name, String namespace) {
        indent().append('<').append(name);
        if (!namespace.isEmpty()) {
            text.append(" xmlns=\"").append(namespace).append('"');
        }
        text.append(">\n");
        depth++;
        return this;
    }

    Xml close(String name) {
        depth--;
        indent().append("</").append(name).append(">\n");
        return this;
    }

    Xml empty(String name) {
        indent().append('<').append(name).append("/>\n");
        return this;
    }

    Xml leaf(String name, String value) {
        indent().append('<').append(name).append('>');
        value.codePoints().forEach(this::escaped);
        text.append("</").append(name).append(">\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private StringBuilder indent() {
        return text.repeat(INDENT, depth);
    }

    /// A character that XML cannot hold becomes the replacement character.
    private void escaped(int character) {
        switch (character) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '"' -> text.append("&quot;");
            case '\r' -> text.append("&#xD;");
            default -> text.appendCodePoint(isXml(character) ? character : 0xFFFD);
        }
    }

    /// The characters of [XML 1.0](https://www.w3.org/TR/xml/#charsets).
    private static boolean isXml(int character) {
        return character == '\t'
                || character == '\n'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
