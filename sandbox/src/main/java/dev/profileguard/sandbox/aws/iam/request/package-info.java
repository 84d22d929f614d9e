/// What IAM requires of a request before it looks at the account.
@NullMarked
package dev.profileguard.sandbox.aws.iam.request;

import org.jspecify.annotations.NullMarked;
