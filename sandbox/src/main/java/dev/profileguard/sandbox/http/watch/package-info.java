/// What operators watch: the alarms of CloudWatch, the log groups of the functions, and schedules.
@NullMarked
package dev.profileguard.sandbox.http.watch;

import org.jspecify.annotations.NullMarked;
