package dev.profileguard.sandbox.aws.ec2.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A version of a launch template.
///
/// @param createdBy the ARN of the caller
/// @param description null: it has none
record TemplateVersion(
        int number,
        Instant created,
        String createdBy,
        @Nullable String description,
        TemplateData data) {}
