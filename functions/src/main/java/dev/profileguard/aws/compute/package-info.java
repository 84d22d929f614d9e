/// EC2, Auto Scaling and EKS, as far as they show or change what starts or runs instances with an
/// instance profile.
@NullMarked
package dev.profileguard.aws.compute;

import org.jspecify.annotations.NullMarked;
