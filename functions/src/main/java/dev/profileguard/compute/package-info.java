/// What starts or runs EC2 instances with an instance profile, as values and ports: instances,
/// launch templates, Auto Scaling groups, launch configurations and node groups of EKS.
@NullMarked
package dev.profileguard.compute;

import org.jspecify.annotations.NullMarked;
