package dev.profileguard.sandbox.input;

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

/// The progress of a long operation: a bar on a terminal, nothing otherwise.
public final class Progress implements AutoCloseable {
    /// The number of steps, if it is unknown.
    public static final int UNKNOWN = -1;

    private static final String TERMINAL = "guard.terminal";
    private static final int MEBIBYTE = 1 << 20;

    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /// Shows nothing.
    public static Progress silent() {
        return new Progress(null);
    }

    /// Shows a bar of mebibytes on standard error, if that is a terminal. `./guard` sets the system
    /// property `guard.terminal` then.
    ///
    /// @param task the label of the bar, such as `reading`
    public static Progress onTerminal(String task) {
        return Boolean.getBoolean(TERMINAL) ? on(System.err, task) : silent();
    }

    /// Shows a bar of steps on standard error, if that is a terminal. Each call of [#step()] is
    /// one.
    ///
    /// @param task the label of the bar
    /// @param steps the number of steps, or [#UNKNOWN]
    public static Progress onTerminal(String task, int steps) {
        return Boolean.getBoolean(TERMINAL)
                ? new Progress(
                        builder(System.err, task).setInitialMax(steps).setUnit("", 1).build())
                : silent();
    }

    /// Shows a bar of mebibytes on this terminal.
    static Progress on(PrintStream terminal, String task) {
        return new Progress(
                builder(terminal, task).setInitialMax(0).setUnit(" MiB", MEBIBYTE).build());
    }

    private static ProgressBarBuilder builder(PrintStream terminal, String task) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(terminal))
                .clearDisplayOnFinish();
    }

    /// Sets the length of the bar to the size of these files. It is unknown if one of them is not a
    /// regular file.
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

    /// Notes the end of a step.
    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    /// Notes that so many steps have ended.
    public void reach(long steps) {
        if (bar != null) {
            bar.stepTo(steps);
        }
    }

    /// Whether there is a bar.
    public boolean isShown() {
        return bar != null;
    }

    /// The same input, whose bytes are counted when they are read.
    public InputStream over(InputStream input) {
        return bar == null ? input : new CountingInput(input, bar);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private static final class CountingInput extends FilterInputStream {
        private final ProgressBar bar;

        CountingInput(InputStream input, ProgressBar bar) {
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
