/// The services of the account that administers an organization.
@NullMarked
package dev.profileguard.sandbox.http.organization;

import org.jspecify.annotations.NullMarked;
