/// What the services with an endpoint in each region have in common.
@NullMarked
package dev.profileguard.sandbox.aws.regional;

import org.jspecify.annotations.NullMarked;
