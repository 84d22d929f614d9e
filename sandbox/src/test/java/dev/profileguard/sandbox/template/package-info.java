/// What template.yaml deploys, and what it lets each function do.
@NullMarked
package dev.profileguard.sandbox.template;

import org.jspecify.annotations.NullMarked;
