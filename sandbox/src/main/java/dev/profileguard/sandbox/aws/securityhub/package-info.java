/// Security Hub, as far as the import of findings needs it.
@NullMarked
package dev.profileguard.sandbox.aws.securityhub;

import org.jspecify.annotations.NullMarked;
