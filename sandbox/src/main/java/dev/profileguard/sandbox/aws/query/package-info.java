/// The AWS Query protocol: forms in, XML out, for any operation of the SDK's IAM client.
@NullMarked
package dev.profileguard.sandbox.aws.query;

import org.jspecify.annotations.NullMarked;
