/// What the scenes of the demo need: people's calls, the output, and the expectations.
@NullMarked
package dev.profileguard.sandbox.command.demo.stage;

import org.jspecify.annotations.NullMarked;
