/// What operators watch: the alarms of CloudWatch, and the log groups of the functions.
@NullMarked
package dev.profileguard.sandbox.http.watch;

import org.jspecify.annotations.NullMarked;
