package dev.profileguard.sandbox.aws.query;

/// Writes XML in the layout of IAM and STS: each element on its own line.
public final class Xml {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /// An empty document.
    public Xml() {}

    /// Opens an element that contains others.
    public Xml open(String name) {
        return open(name, "");
    }

    /// Opens an element that contains others.
    ///
    /// @param namespace empty: none
    public Xml open(String name, String namespace) {
        indent().append('<').append(name);
        if (!namespace.isEmpty()) {
            text.append(" xmlns=\"").append(namespace).append('"');
        }
        text.append(">\n");
        depth++;
        return this;
    }

    /// Closes the element that was opened last and has this name.
    public Xml close(String name) {
        depth--;
        indent().append("</").append(name).append(">\n");
        return this;
    }

    Xml empty(String name) {
        indent().append('<').append(name).append("/>\n");
        return this;
    }

    /// Adds an element with a text, and escapes the text.
    public Xml leaf(String name, String value) {
        indent().append('<').append(name).append('>');
        value.codePoints().forEach(this::escaped);
        text.append("</").append(name).append(">\n");
        return this;
    }

    /// The XML so far.
    @Override
    public String toString() {
        return text.toString();
    }

    private StringBuilder indent() {
        return text.repeat(INDENT, depth);
    }

    /// A character that XML does not allow becomes the replacement character.
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
