package dev.profileguard.lambda;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.core.exception.SdkException;

/// Loads and connects before Lambda takes its snapshot, so that a restored function starts warm.
///
/// See https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html
public final class Priming implements Resource {
    private final Runnable reads;

    private Priming(Runnable reads) {
        this.reads = reads;
    }

    /// Lambda keeps only weak references, so that the caller has to keep what this returns.
    ///
    /// @param reads those of every event, of something that nobody has
    public static Priming registered(Runnable reads) {
        Priming priming = new Priming(reads);
        Core.getGlobalContext().register(priming);
        return priming;
    }

    /// A refused read has loaded as much as an answered one, and must not keep a version from being
    /// published.
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        PowertoolsReporting.load();
        try {
            reads.run();
        } catch (SdkException refused) {
            return;
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
