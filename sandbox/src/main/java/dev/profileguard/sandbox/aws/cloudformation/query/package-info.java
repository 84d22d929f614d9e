/// CloudFormation's Query API, for the one stack of the sandbox.
@NullMarked
package dev.profileguard.sandbox.aws.cloudformation.query;

import org.jspecify.annotations.NullMarked;
