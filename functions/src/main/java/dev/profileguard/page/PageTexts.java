package dev.profileguard.page;

import dev.profileguard.text.JsonText;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The texts of a page, each stored once. In the text of an entry, the entry's name is replaced by
/// a control character, which no visible text contains. So the same sentence about 10,000 profiles
/// is one text.
///
/// Not thread-safe.
final class PageTexts {
    /// Stands for the name.
    static final String NAME = "\u0001";

    private static final int SHORTEST_NAME = 3;
    private final Map<String, Integer> indexes = new LinkedHashMap<>();
    private int bytes;

    /// The index of a text. Hidden characters in it become visible.
    ///
    /// @param name the name of the entry; empty: of none
    int index(String text, String name) {
        String visible = VisibleText.line(text);
        String common =
                name.length() < SHORTEST_NAME
                        ? visible
                        : visible.replace(VisibleText.line(name), NAME);
        Integer known = indexes.get(common);
        if (known != null) {
            return known;
        }
        bytes += Page.bytes(JsonText.of(common)) + 1;
        indexes.put(common, indexes.size());
        return indexes.size() - 1;
    }

    /// The number of bytes of all texts in a page.
    int bytes() {
        return bytes;
    }

    List<String> all() {
        return new ArrayList<>(indexes.keySet());
    }
}
