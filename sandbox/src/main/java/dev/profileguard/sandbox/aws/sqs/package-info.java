/// SQS queues: messages wait in them to be received, and move on when nobody can handle them.
@NullMarked
package dev.profileguard.sandbox.aws.sqs;

import org.jspecify.annotations.NullMarked;
