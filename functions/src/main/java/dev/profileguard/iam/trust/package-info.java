/// Trust policies of roles: whether EC2 may assume a role.
@NullMarked
package dev.profileguard.iam.trust;

import org.jspecify.annotations.NullMarked;
