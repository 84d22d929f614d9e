/// KMS, as far as the policies of keys need it.
@NullMarked
package dev.profileguard.sandbox.aws.kms;

import org.jspecify.annotations.NullMarked;
