/// What services and tools make of CloudTrail's records, unpacked; and what is no record, by name.
@NullMarked
package dev.profileguard.sandbox.export;

import org.jspecify.annotations.NullMarked;
