/// The function ProfileProvisioner: creates the missing instance profile of a role for EC2.
@NullMarked
package dev.profileguard.provision;

import org.jspecify.annotations.NullMarked;
