/// The few calls of EC2 that are needed: which instances use an instance profile.
@NullMarked
package dev.profileguard.aws.ec2;

import org.jspecify.annotations.NullMarked;
