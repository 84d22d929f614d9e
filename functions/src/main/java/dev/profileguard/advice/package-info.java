/// The function FailureAdvisor: explains refused calls about roles and instance profiles.
@NullMarked
package dev.profileguard.advice;

import org.jspecify.annotations.NullMarked;
