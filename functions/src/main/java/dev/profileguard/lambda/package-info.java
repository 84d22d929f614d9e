/// The code that all Lambda functions share: handler, settings, logging, metrics.
@NullMarked
package dev.profileguard.lambda;

import org.jspecify.annotations.NullMarked;
