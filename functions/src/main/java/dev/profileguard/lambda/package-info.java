/// What every function shares as a Lambda function: handler, settings, logging, metrics.
@NullMarked
package dev.profileguard.lambda;

import org.jspecify.annotations.NullMarked;
