/// The Resource Groups Tagging API, which tags IAM's resources by ARN.
@NullMarked
package dev.profileguard.sandbox.aws.tagging;

import org.jspecify.annotations.NullMarked;
