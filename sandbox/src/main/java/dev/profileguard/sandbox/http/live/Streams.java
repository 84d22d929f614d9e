package dev.profileguard.sandbox.http.live;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The streams to the open pages: a limited number. One whose page does not read for half a minute
/// ends, so that it takes no other page's place.
final class Streams implements AutoCloseable {
    /// The number of pages that can be open.
    static final int MOST = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Semaphore places = new Semaphore(MOST);
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// Runs a stream on this thread until its page is gone or does not read.
    void run(OutputStream out, LiveStream stream) throws IOException {
        EventWriter writer = new EventWriter(out);
        if (!places.tryAcquire()) {
            String message = MOST + " pages are open already. Close one of them";
            writer.event("full", Map.of("message", message));
            return;
        }
        Thread watch = Thread.ofVirtual().unstarted(watching(Thread.currentThread(), writer));
        threads.add(Thread.currentThread());
        watch.start();
        try {
            if (!closed) {
                stream.run(writer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watch.interrupt();
            threads.remove(Thread.currentThread());
            places.release();
        }
    }

    /// An interrupt closes the connection on which a thread waits to write.
    private static Runnable watching(Thread stream, EventWriter writer) {
        return () -> {
            try {
                while (!writer.isStuckFor(PATIENCE)) {
                    Thread.sleep(BETWEEN_LOOKS);
                }
                stream.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
