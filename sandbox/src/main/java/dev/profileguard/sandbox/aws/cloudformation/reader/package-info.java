/// Reads templates of CloudFormation and SAM.
@NullMarked
package dev.profileguard.sandbox.aws.cloudformation.reader;

import org.jspecify.annotations.NullMarked;
