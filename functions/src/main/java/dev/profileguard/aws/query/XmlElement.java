package dev.profileguard.aws.query;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// An element of a response, without attributes.
///
/// @param text the text directly in it, without the white space around it; empty: none
public record XmlElement(String name, String text, List<XmlElement> children) {
    /// No response of these services is deeper.
    private static final int MAX_DEPTH = 50;

    /// Takes a copy.
    public XmlElement {
        children = List.copyOf(children);
    }

    /// Reads a document. Document types and external entities are not read.
    ///
    /// @throws XMLStreamException if the text is no XML, or too deep
    public static XmlElement read(InputStream xml) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(xml);
        try {
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                // the declaration and comments before the first element
            }
            return element(reader, 0);
        } finally {
            reader.close();
        }
    }

    private static XmlElement element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw new XMLStreamException("More than " + MAX_DEPTH + " elements in each other");
        }
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return new XmlElement(name, text.toString().strip(), children);
                }
                default -> {
                    // comments and processing instructions
                }
            }
        }
    }

    /// The child of this name; null: there is none.
    public @Nullable XmlElement child(String child) {
        return children.stream().filter(each -> each.name.equals(child)).findFirst().orElse(null);
    }

    /// The text in the child of this name; null: there is no such child, or it has no text.
    public @Nullable String text(String child) {
        XmlElement found = child(child);
        return found == null || found.text.isEmpty() ? null : found.text;
    }

    /// The members of the list in the child of this name: EC2 calls each `item`, other services
    /// call it `member`; empty: there is no such list.
    public List<XmlElement> items(String list) {
        XmlElement found = child(list);
        return found == null
                ? List.of()
                : found.children.stream()
                        .filter(each -> each.name.equals("item") || each.name.equals("member"))
                        .toList();
    }
}
