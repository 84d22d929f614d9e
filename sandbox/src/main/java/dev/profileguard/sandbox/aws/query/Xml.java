package dev.profileguard.sandbox.aws.query;

/// Writes XML, laid out as IAM and STS lay it out: each element on a line of its own.
public final class Xml {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /// Nothing yet.
    public Xml() {}

    /// Begins an element that holds others.
    public Xml open(String name) {
        return open(name, "");
    }

    /// Begins an element that holds others.
    ///
    /// @param namespace none if empty
    public Xml open(String name, String namespace) {
        indent().append('<').append(name);
        if (!namespace.isEmpty()) {
            text.append(" xmlns=\"").append(namespace).append('"');
        }
        text.append(">\n");
        depth++;
        return this;
    }

    /// Ends the element that was begun last, which has this name.
    public Xml close(String name) {
        depth--;
        indent().append("</").append(name).append(">\n");
        return this;
    }

    Xml empty(String name) {
        indent().append('<').append(name).append("/>\n");
        return this;
    }

    /// An element that holds text, which is escaped here.
    public Xml leaf(String name, String value) {
        indent().append('<').append(name).append('>');
        value.codePoints().forEach(this::escaped);
        text.append("</").append(name).append(">\n");
        return this;
    }

    /// What was written so far.
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
