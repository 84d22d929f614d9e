package dev.profileguard.lambda.log;

import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    private static final MDCAdapter CONTEXT = new LateContext();

    /// Called by SLF4J.
    public LazyLogging() {}

    /// Makes SLF4J use this provider. Must be called before the first logger is created.
    public static void install() {
        System.setProperty("slf4j.provider", LazyLogging.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    /// Loads log4j. From then on, all loggers write.
    public static void begin() {
        LogConfiguration.install();
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

    /// SLF4J asks for it at once, long before anybody uses it.
    @Override
    public MDCAdapter getMDCAdapter() {
        return CONTEXT;
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

    /// The context of log4j, which is loaded by its first use.
    private static final class LateContext implements MDCAdapter {
        private static MDCAdapter real() {
            return Real.PROVIDER.getMDCAdapter();
        }

        @Override
        public void put(String key, @Nullable String value) {
            real().put(key, value);
        }

        @Override
        public @Nullable String get(String key) {
            return real().get(key);
        }

        @Override
        public void remove(String key) {
            real().remove(key);
        }

        @Override
        public void clear() {
            real().clear();
        }

        @Override
        public @Nullable Map<String, String> getCopyOfContextMap() {
            return real().getCopyOfContextMap();
        }

        @Override
        public void setContextMap(Map<String, String> context) {
            real().setContextMap(context);
        }

        @Override
        public void pushByKey(String key, @Nullable String value) {
            real().pushByKey(key, value);
        }

        @Override
        public @Nullable String popByKey(String key) {
            return real().popByKey(key);
        }

        @Override
        public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
            return real().getCopyOfDequeByKey(key);
        }

        @Override
        public void clearDequeByKey(String key) {
            real().clearDequeByKey(key);
        }
    }
}
