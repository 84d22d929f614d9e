/// SQS: queues, and their dead-letter queues.
@NullMarked
package dev.profileguard.sandbox.aws.sqs;

import org.jspecify.annotations.NullMarked;
