/// Unpacks CloudTrail records from the exports and messages of other services and tools, and
/// recognizes what is not a record.
@NullMarked
package dev.profileguard.sandbox.trail.export;

import org.jspecify.annotations.NullMarked;
