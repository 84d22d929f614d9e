/// EC2's Query protocol: forms in, XML out.
@NullMarked
package dev.profileguard.sandbox.aws.ec2.query;

import org.jspecify.annotations.NullMarked;
