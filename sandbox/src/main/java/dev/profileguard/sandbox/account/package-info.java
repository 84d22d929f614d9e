/// Reads accounts that people recorded with the AWS CLI from files.
@NullMarked
package dev.profileguard.sandbox.account;

import org.jspecify.annotations.NullMarked;
