/// The function ProfileProvisioner: makes the instance profile that a role for EC2 lacks.
@NullMarked
package dev.profileguard.provision;

import org.jspecify.annotations.NullMarked;
