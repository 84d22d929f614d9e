package dev.profileguard.lambda;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.core.exception.SdkException;

/// Loads classes and opens connections before Lambda takes its snapshot, to make the first
/// invocation after a restore faster.
///
/// See https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html
public final class Priming implements Resource {
    private final Runnable reads;

    private Priming(Runnable reads) {
        this.reads = reads;
    }

    /// Registers reads. The caller must keep the returned object, because the CRaC context keeps
    /// only a weak reference.
    ///
    /// @param reads the reads of a typical event, for names that do not exist
    public static Priming registered(Runnable reads) {
        Priming priming = new Priming(reads);
        Core.getGlobalContext().register(priming);
        return priming;
    }

    /// A failed read loads the same classes, so its error is ignored: it must not prevent the
    /// publishing of a version.
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        PowertoolsReporting.load();
        try {
            reads.run();
        } catch (SdkException e) {
            return;
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
