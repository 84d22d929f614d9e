/// The deployed system as `template.yaml` describes it.
@NullMarked
package dev.profileguard.sandbox.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
