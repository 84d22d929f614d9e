package dev.profileguard.sandbox.account;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import dev.profileguard.text.VisibleText;

/// A place in a file; for a gzipped file, in the unzipped text.
///
/// @param line counted from 1
/// @param offset in bytes; in characters if the text is not UTF-8
/// @param field the path of the field, such as `RoleDetailList/3/RoleName`, with entries counted
///   from 0; empty at the top level
record SourceLocation(String file, int line, long offset, String field) {
    static SourceLocation of(String file, JsonLocation location, JsonPointer field) {
        long offset =
                location.getByteOffset() < 0 ? location.getCharOffset() : location.getByteOffset();
        String path = field.toString();
        return new SourceLocation(
                file,
                location.getLineNr(),
                offset,
                path.isEmpty() ? "" : VisibleText.excerpt(path.substring(1)));
    }

    /// The place for people: `account.json, line 12, byte 345, RoleDetailList/3/RoleName`.
    @Override
    public String toString() {
        String where = "%s, line %d, byte %d".formatted(VisibleText.path(file), line, offset);
        return field.isEmpty() ? where : where + ", " + field;
    }
}
