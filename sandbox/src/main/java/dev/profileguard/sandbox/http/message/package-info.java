/// Requests and responses of the AWS protocols, and their signatures.
@NullMarked
package dev.profileguard.sandbox.http.message;

import org.jspecify.annotations.NullMarked;
