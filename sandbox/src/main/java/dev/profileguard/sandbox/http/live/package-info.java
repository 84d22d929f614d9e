/// The live page: its files, and the stream of what happens in the sandbox.
@NullMarked
package dev.profileguard.sandbox.http.live;

import org.jspecify.annotations.NullMarked;
