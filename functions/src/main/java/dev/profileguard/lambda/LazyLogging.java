package dev.profileguard.lambda;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.SubstituteLogger;
import org.slf4j.helpers.SubstituteLoggerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Delays loading log4j until the first repair is done. The AWS SDK gets its loggers when its
/// classes are loaded. Until [#begin()] these are SLF4J's substitute loggers, which write nothing.
public final class LazyLogging implements SLF4JServiceProvider {
    private static final SubstituteLoggerFactory SUBSTITUTES = new SubstituteLoggerFactory();
    private static final IMarkerFactory MARKERS = new BasicMarkerFactory();

    /// Called by SLF4J.
    public LazyLogging() {}

    /// Makes SLF4J use this provider. Must be called before the first logger is created.
    static void install() {
        System.setProperty("slf4j.provider", LazyLogging.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    /// Loads log4j. From then on, all loggers write.
    static void begin() {
        EscapedLayout.install();
        ILoggerFactory real = Real.PROVIDER.getLoggerFactory();
        for (SubstituteLogger logger : SUBSTITUTES.getLoggers()) {
            if (logger.isDelegateNull()) {
                logger.setDelegate(real.getLogger(logger.getName()));
            }
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return SUBSTITUTES;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return MARKERS;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return Real.PROVIDER.getMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    private static final class Real {
        static final SLF4JServiceProvider PROVIDER = load();

        private static SLF4JServiceProvider load() {
            SLF4JServiceProvider log4j = new org.apache.logging.slf4j.SLF4JServiceProvider();
            log4j.initialize();
            return log4j;
        }
    }
}
