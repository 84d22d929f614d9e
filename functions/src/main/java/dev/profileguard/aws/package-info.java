/// Adapters from the ports of other packages to the AWS SDK.
@NullMarked
package dev.profileguard.aws;

import org.jspecify.annotations.NullMarked;
