package dev.profileguard.provision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers only which instances use a profile.
record UseAnswers(ProfileUse use, List<Read<?>> asked) implements Step.Answers {
    UseAnswers(ProfileUse use) {
        this(use, new ArrayList<>());
    }

    @Override
    @SuppressWarnings("unchecked") // the read of a use has a use as its answer
    public <T extends @Nullable Object> T to(Read<T> read) {
        asked.add(read);
        assertThat(read).isInstanceOf(Read.OfProfileUse.class);
        return (T) use;
    }
}
