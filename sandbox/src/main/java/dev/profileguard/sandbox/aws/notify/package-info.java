/// The services that findings are sent to: SNS, EventBridge's PutEvents and SQS.
@NullMarked
package dev.profileguard.sandbox.aws.notify;

import org.jspecify.annotations.NullMarked;
