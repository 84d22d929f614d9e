package dev.profileguard.reconcile.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers only which instances use a profile.
public record UseAnswers(ProfileUse use, List<Read<?>> asked) implements Step.Answers {
    /// Nothing was asked yet.
    public UseAnswers(ProfileUse use) {
        this(use, new ArrayList<>());
    }

    /// The use by a stopped instance in eu-west-1.
    public static ProfileUse by(String instance, String profileId) {
        return new ProfileUse(
                List.of(
                        new InstanceUse(
                                "eu-west-1",
                                instance,
                                "stopped",
                                "arn:aws:iam::123456789012:instance-profile/web",
                                profileId,
                                null,
                                null,
                                "iip-assoc-1",
                                false)),
                List.of());
    }

    @Override
    @SuppressWarnings("unchecked") // the read of a use has a use as its answer
    public <T extends @Nullable Object> T to(Read<T> read) {
        asked.add(read);
        assertThat(read).isInstanceOf(Read.OfProfileUse.class);
        return (T) use;
    }
}
