/// What a role breaks that was deleted and created again, and the steps that mend it: values in,
/// values out.
@NullMarked
package dev.profileguard.rotation.mend.rule;

import org.jspecify.annotations.NullMarked;
