/// Runs the functions of the template in the sandbox: the platform that they see.
@NullMarked
package dev.profileguard.sandbox.host;

import org.jspecify.annotations.NullMarked;
