/// What findings leave the functions through: SNS, EventBridge's PutEvents and SQS.
@NullMarked
package dev.profileguard.sandbox.aws.notify;

import org.jspecify.annotations.NullMarked;
