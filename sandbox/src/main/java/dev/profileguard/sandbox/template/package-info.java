/// The deployed system as `template.yaml` describes it.
@NullMarked
package dev.profileguard.sandbox.template;

import org.jspecify.annotations.NullMarked;
