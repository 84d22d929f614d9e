/// Step Functions: state machines in Amazon States Language, as far as the template uses it.
@NullMarked
package dev.profileguard.sandbox.aws.stepfunctions;

import org.jspecify.annotations.NullMarked;
