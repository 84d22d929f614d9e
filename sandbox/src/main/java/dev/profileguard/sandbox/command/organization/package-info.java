/// `guard organization`: all accounts of an organization at once.
@NullMarked
package dev.profileguard.sandbox.command.organization;

import org.jspecify.annotations.NullMarked;
