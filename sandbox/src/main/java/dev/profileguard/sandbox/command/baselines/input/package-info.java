/// Reads baselines from files: our own, those of Terraform, and those of CloudFormation.
@NullMarked
package dev.profileguard.sandbox.command.baselines.input;

import org.jspecify.annotations.NullMarked;
