/// EKS, as far as clusters and node groups use roles.
@NullMarked
package dev.profileguard.sandbox.aws.eks;

import org.jspecify.annotations.NullMarked;
