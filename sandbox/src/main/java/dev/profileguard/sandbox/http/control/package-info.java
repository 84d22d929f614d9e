/// The sandbox's control endpoints, and who may use them.
@NullMarked
package dev.profileguard.sandbox.http.control;

import org.jspecify.annotations.NullMarked;
