package dev.profileguard.sandbox.account;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far the reading of files, or something else that takes its time, has come: a bar on a
/// terminal, nothing anywhere else.
public final class Progress implements AutoCloseable {
    /// Nobody knows how many steps there are.
    public static final int UNKNOWN = -1;

    private static final String TERMINAL = "guard.terminal";
    private static final int MEBIBYTE = 1 << 20;

    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /// Nothing is shown.
    public static Progress silent() {
        return new Progress(null);
    }

    /// A bar on standard error, if that is a terminal; `./guard` knows.
    ///
    /// @param task what is being done, such as `reading`
    public static Progress onTerminal(String task) {
        return Boolean.getBoolean(TERMINAL) ? on(System.err, task) : silent();
    }

    /// The same of so many steps, each told by [#step()].
    public static Progress onTerminal(String task, int steps) {
        return Boolean.getBoolean(TERMINAL)
                ? new Progress(
                        started(System.err, task).setInitialMax(steps).setUnit("", 1).build())
                : silent();
    }

    static Progress on(PrintStream terminal, String task) {
        return new Progress(
                started(terminal, task).setInitialMax(0).setUnit(" MiB", MEBIBYTE).build());
    }

    private static ProgressBarBuilder started(PrintStream terminal, String task) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(terminal))
                .clearDisplayOnFinish();
    }

    /// From now on the bar is full when these files are read. With a pipe among them nobody knows
    /// when that is.
    public void expect(List<Path> files) {
        if (bar != null) {
            long total = 0;
            for (Path file : files) {
                long size = Files.isRegularFile(file) ? file.toFile().length() : -1;
                total = total < 0 || size < 0 ? -1 : total + size;
            }
            bar.maxHint(total);
        }
    }

    /// A step is done.
    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    /// The same bytes, counted as they are read.
    public InputStream over(InputStream input) {
        return bar == null ? input : new Counted(input, bar);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private static final class Counted extends FilterInputStream {
        private final ProgressBar bar;

        Counted(InputStream input, ProgressBar bar) {
            super(input);
            this.bar = bar;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            bar.stepBy(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int start, int length) throws IOException {
            int count = super.read(buffer, start, length);
            bar.stepBy(Math.max(0, count));
            return count;
        }
    }
}
