/// Security Hub: the import of findings.
@NullMarked
package dev.profileguard.aws.securityhub;

import org.jspecify.annotations.NullMarked;
