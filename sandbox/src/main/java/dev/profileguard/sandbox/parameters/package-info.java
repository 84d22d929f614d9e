/// AWS Systems Manager's Parameter Store, as far as functions read settings from it.
@NullMarked
package dev.profileguard.sandbox.parameters;

import org.jspecify.annotations.NullMarked;
