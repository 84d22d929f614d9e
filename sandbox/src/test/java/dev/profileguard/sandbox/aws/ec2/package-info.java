@NullMarked
package dev.profileguard.sandbox.aws.ec2;

import org.jspecify.annotations.NullMarked;
