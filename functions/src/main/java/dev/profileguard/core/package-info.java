/// What is right, and what is to be done: values in, values out. Imports nothing of AWS.
@NullMarked
package dev.profileguard.core;

import org.jspecify.annotations.NullMarked;
