/// The data of an IAM account: its entities, their quotas, and the states that reads return.
@NullMarked
package dev.profileguard.sandbox.aws.iam.state;

import org.jspecify.annotations.NullMarked;
