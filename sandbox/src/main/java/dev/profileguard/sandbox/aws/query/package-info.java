/// The AWS Query protocol: it turns forms into calls of the SDK's IAM client, and the results into
/// XML.
@NullMarked
package dev.profileguard.sandbox.aws.query;

import org.jspecify.annotations.NullMarked;
