/// SQS queues, as far as messages wait in them to be read.
@NullMarked
package dev.profileguard.sandbox.queue;

import org.jspecify.annotations.NullMarked;
