/// An organization: accounts that have the stack, and the account that administers them, with the
/// resources of `organization.yaml`.
@NullMarked
package dev.profileguard.sandbox.organization;

import org.jspecify.annotations.NullMarked;
