/// NodeRoleCheck in the sandbox.
@NullMarked
package dev.profileguard.sandbox.nodes;

import org.jspecify.annotations.NullMarked;
