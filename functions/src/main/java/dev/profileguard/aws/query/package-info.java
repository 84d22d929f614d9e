/// AWS's Query protocol: a signed form, and a response in XML. EC2 and STS are called by it without
/// their modules of the SDK.
@NullMarked
package dev.profileguard.aws.query;

import org.jspecify.annotations.NullMarked;
