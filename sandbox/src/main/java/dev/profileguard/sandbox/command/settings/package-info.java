/// What the functions of a deployed stack say about their settings.
@NullMarked
package dev.profileguard.sandbox.command.settings;

import org.jspecify.annotations.NullMarked;
