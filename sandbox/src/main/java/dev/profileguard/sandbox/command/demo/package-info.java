/// `guard demo`: shows on sandbox accounts what each function does.
@NullMarked
package dev.profileguard.sandbox.command.demo;

import org.jspecify.annotations.NullMarked;
