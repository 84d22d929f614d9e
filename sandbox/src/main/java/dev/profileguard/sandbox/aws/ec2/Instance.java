package dev.profileguard.sandbox.aws.ec2;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An instance.
///
/// @param association null: it has no instance profile
record Instance(String id, Instant launched, @Nullable Association association) {
    Instance with(Association other) {
        return new Instance(id, launched, other);
    }
}
