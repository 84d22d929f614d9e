/// The data of an IAM account: entries, their quotas, and what reads see of them.
@NullMarked
package dev.profileguard.sandbox.aws.iam.state;

import org.jspecify.annotations.NullMarked;
