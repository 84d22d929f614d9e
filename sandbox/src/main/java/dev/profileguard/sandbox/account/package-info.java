/// Accounts that people recorded with the AWS CLI, read from files.
@NullMarked
package dev.profileguard.sandbox.account;

import org.jspecify.annotations.NullMarked;
