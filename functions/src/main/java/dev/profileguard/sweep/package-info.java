/// What a sweep over the whole account is asked, where it stopped, and what it reaches besides IAM.
@NullMarked
package dev.profileguard.sweep;

import org.jspecify.annotations.NullMarked;
