package dev.profileguard.handler;

import dev.profileguard.core.ProfileName;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.core.exception.SdkException;

/// Loads and connects before Lambda takes its snapshot, so that a restored function starts warm.
///
/// See https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html
final class Priming implements Resource {
    private static final ProfileName NOBODYS = new ProfileName("profile-guard-priming");

    private final Reconciler reconciler;

    private Priming(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    /// Lambda keeps only weak references, so that the caller has to keep what this returns.
    static Priming registered(Reconciler reconciler) {
        Priming priming = new Priming(reconciler);
        Core.getGlobalContext().register(priming);
        return priming;
    }

    /// The two reads of every event, of a profile that nobody has. A refused read has loaded as
    /// much as an answered one, and must not keep a version from being published.
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        PowertoolsReporting.load();
        try {
            reconciler.look(NOBODYS);
        } catch (SdkException refused) {
            return;
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
