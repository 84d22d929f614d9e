@NullMarked
package dev.profileguard.sandbox.aws.ec2.fleet;

import org.jspecify.annotations.NullMarked;
