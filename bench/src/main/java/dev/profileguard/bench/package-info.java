/// Benchmarks: of whole processes ([Processes]) and of single events ([WarmEvent]).
@NullMarked
package dev.profileguard.bench;

import org.jspecify.annotations.NullMarked;
