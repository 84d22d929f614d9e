@org.jspecify.annotations.NullMarked
package dev.profileguard.sandbox.aws.stepfunctions;
