/// Auto Scaling's Query protocol: forms in, XML out.
@NullMarked
package dev.profileguard.sandbox.aws.autoscaling.query;

import org.jspecify.annotations.NullMarked;
