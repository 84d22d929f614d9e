/// EC2, as far as instances use instance profiles.
@NullMarked
package dev.profileguard.sandbox.aws.ec2;

import org.jspecify.annotations.NullMarked;
