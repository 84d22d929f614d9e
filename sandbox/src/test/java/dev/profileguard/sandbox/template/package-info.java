@NullMarked
package dev.profileguard.sandbox.template;

import org.jspecify.annotations.NullMarked;
