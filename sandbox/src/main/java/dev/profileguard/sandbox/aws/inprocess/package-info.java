/// The SDK's HTTP client without a socket.
@NullMarked
package dev.profileguard.sandbox.aws.inprocess;

import org.jspecify.annotations.NullMarked;
