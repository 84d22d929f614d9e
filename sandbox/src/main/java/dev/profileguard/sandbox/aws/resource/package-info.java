/// The policies of resources, such as keys and buckets, as AWS stores and shows them.
@NullMarked
package dev.profileguard.sandbox.aws.resource;

import org.jspecify.annotations.NullMarked;
