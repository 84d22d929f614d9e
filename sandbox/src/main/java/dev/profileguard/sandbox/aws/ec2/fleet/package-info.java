/// EC2's launch templates, and the calls that start instances by them: fleets and Spot requests.
@NullMarked
package dev.profileguard.sandbox.aws.ec2.fleet;

import org.jspecify.annotations.NullMarked;
