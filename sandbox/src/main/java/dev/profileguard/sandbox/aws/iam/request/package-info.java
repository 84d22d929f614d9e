/// The checks of a request that IAM makes before it reads the account.
@NullMarked
package dev.profileguard.sandbox.aws.iam.request;

import org.jspecify.annotations.NullMarked;
