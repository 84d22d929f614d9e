package dev.profileguard.lambda;

import java.time.Duration;
import java.time.Instant;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.core.exception.SdkException;

/// Loads classes, compiles code and opens connections before Lambda takes its snapshot, to make the
/// first invocation after a restore faster.
///
/// See https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html
public final class Priming implements Resource {
    /// The JVM of Lambda compiles a method after 200 calls. The rehearsal makes no connection, so
    /// what sends and encrypts a request is called by these reads only.
    private static final int READS = 500;

    /// Of the reads together.
    private static final Duration AT_MOST = Duration.ofSeconds(4);

    private final Runnable rehearsal;
    private final Runnable first;
    private final Runnable read;
    private final Runnable last;

    private Priming(Runnable rehearsal, Runnable first, Runnable read, Runnable last) {
        this.rehearsal = rehearsal;
        this.first = first;
        this.read = read;
        this.last = last;
    }

    /// Registers what runs before the snapshot. The caller must keep the returned object, because
    /// the CRaC context keeps only a weak reference.
    ///
    /// @param rehearsal handles events whose calls never leave the process
    /// @param first the reads of a typical event, for names that do not exist; they run once
    /// @param read a read of a table, for a key that does not exist; it is repeated
    /// @param last removes what the reads left behind
    public static Priming registered(
            Runnable rehearsal, Runnable first, Runnable read, Runnable last) {
        Priming priming = new Priming(rehearsal, first, read, last);
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
            PowertoolsReporting.notRehearsed(e);
        }
        try {
            first.run();
            repeat(read);
        } catch (SdkException e) {
            return;
        } finally {
            last.run();
        }
    }

    /// Reads until the code for it is compiled, or for four seconds.
    ///
    /// @param read a read of a table, for a key that does not exist
    public static void repeat(Runnable read) {
        Instant end = Instant.now().plus(AT_MOST);
        for (int i = 0; i < READS && Instant.now().isBefore(end); i++) {
            read.run();
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
