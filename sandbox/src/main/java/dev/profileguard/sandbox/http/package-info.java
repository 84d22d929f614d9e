/// The sandbox over HTTP: AWS's services on one port.
@NullMarked
package dev.profileguard.sandbox.http;

import org.jspecify.annotations.NullMarked;
