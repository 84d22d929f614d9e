package dev.profileguard.lambda;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.core.exception.SdkException;

/// Loads classes, compiles code and opens connections before Lambda takes its snapshot, to make the
/// first invocation after a restore faster.
///
/// See https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html
public final class Priming implements Resource {
    private final Runnable rehearsal;
    private final Runnable reads;

    private Priming(Runnable rehearsal, Runnable reads) {
        this.rehearsal = rehearsal;
        this.reads = reads;
    }

    /// Registers what runs before the snapshot. The caller must keep the returned object, because
    /// the CRaC context keeps only a weak reference.
    ///
    /// @param rehearsal handles events whose calls never leave the process
    /// @param reads the reads of a typical event, for names that do not exist
    public static Priming registered(Runnable rehearsal, Runnable reads) {
        Priming priming = new Priming(rehearsal, reads);
        Core.getGlobalContext().register(priming);
        return priming;
    }

    /// An error must not prevent the publishing of a version: without the rehearsal, the first
    /// event is slower, and a failed read loads the same classes.
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        PowertoolsReporting.load();
        try {
            rehearsal.run();
        } catch (RuntimeException e) {
            System.err.println(
                    "The first event after a restore will be slower, because the"
                            + " rehearsal before the snapshot failed: "
                            + e.getClass().getName());
        }
        try {
            reads.run();
        } catch (SdkException e) {
            return;
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
