/// AWS Systems Manager's Parameter Store, as far as functions read settings from it.
@NullMarked
package dev.profileguard.sandbox.aws.ssm;

import org.jspecify.annotations.NullMarked;
