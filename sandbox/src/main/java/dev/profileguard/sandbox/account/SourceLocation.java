package dev.profileguard.sandbox.account;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;

/// Where something stands; in a gzipped file, once that is unpacked.
///
/// @param line counted from 1
/// @param offset of its first byte, or of its first character where the text is not UTF-8
/// @param field such as `RoleDetailList/3/RoleName`, entries counted from 0; empty at the top
record SourceLocation(String file, int line, long offset, String field) {
    static SourceLocation of(String file, JsonLocation location, JsonPointer field) {
        long offset =
                location.getByteOffset() < 0 ? location.getCharOffset() : location.getByteOffset();
        String path = field.toString();
        return new SourceLocation(
                file, location.getLineNr(), offset, path.isEmpty() ? "" : path.substring(1));
    }

    /// As people read it: `account.json, line 12, byte 345, RoleDetailList/3/RoleName`.
    @Override
    public String toString() {
        String where = "%s, line %d, byte %d".formatted(file, line, offset);
        return field.isEmpty() ? where : where + ", " + field;
    }
}
