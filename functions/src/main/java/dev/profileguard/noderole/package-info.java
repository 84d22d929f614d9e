/// Checks the node roles of EKS clusters: the function NodeRoleCheck.
@NullMarked
package dev.profileguard.noderole;

import org.jspecify.annotations.NullMarked;
