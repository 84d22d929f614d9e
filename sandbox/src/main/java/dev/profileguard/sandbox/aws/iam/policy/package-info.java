/// The policy language: documents, principals, conditions, and what they allow.
@NullMarked
package dev.profileguard.sandbox.aws.iam.policy;

import org.jspecify.annotations.NullMarked;
