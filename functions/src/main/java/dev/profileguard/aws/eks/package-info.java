/// The few calls of EKS that are needed: what its clusters use a role for.
@NullMarked
package dev.profileguard.aws.eks;

import org.jspecify.annotations.NullMarked;
