package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An instance. Immutable.
///
/// @param account that owns it
/// @param number counts the account's instances, in the order of their launch
/// @param reservationId such as `r-0123456789abcdef0`; the instances of one launch share it
/// @param index its place in this launch, from 0
/// @param launched when it was started last
/// @param entered the state that the last call led to
/// @param since when it entered this state
/// @param association null: it has no instance profile
public record Instance(
        String id,
        String account,
        String region,
        long number,
        String reservationId,
        int index,
        Launch launch,
        Instant launched,
        InstanceState entered,
        Instant since,
        @Nullable Association association) {

    /// A new instance without a profile.
    static Instance launched(
            Origin origin,
            long number,
            String reservationId,
            int index,
            Launch launch,
            Instant time) {
        return new Instance(
                InstanceTable.id("i-"),
                origin.account(),
                origin.region(),
                number,
                reservationId,
                index,
                launch,
                time,
                InstanceState.PENDING,
                time,
                null);
    }

    /// Its state now.
    ///
    /// @param transition how long a change of state takes
    InstanceState state(Instant now, Duration transition) {
        return now.isBefore(since.plus(transition)) ? entered : entered.settled();
    }

    Instance in(InstanceState state, Instant time) {
        return new Instance(
                id,
                account,
                region,
                number,
                reservationId,
                index,
                launch,
                state == InstanceState.PENDING ? time : launched,
                state,
                time,
                association);
    }

    Instance with(@Nullable Association other) {
        return new Instance(
                id,
                account,
                region,
                number,
                reservationId,
                index,
                launch,
                launched,
                entered,
                since,
                other);
    }
}
