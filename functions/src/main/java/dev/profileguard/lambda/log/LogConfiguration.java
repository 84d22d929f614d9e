package dev.profileguard.lambda.log;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.status.StatusConfiguration;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.util.PropertiesUtil;

/// What log4j does in a function: it writes lines of JSON, in Powertools' form, to standard output.
/// A file would say the same, but log4j looks for one in four formats, and loads the readers of all
/// of them.
///
/// See https://logging.apache.org/log4j/2.x/manual/customconfig.html
final class LogConfiguration extends AbstractConfiguration {
    private static final String LAYOUT = "classpath:LambdaJsonLayout.json";
    private static final String SDK = "software.amazon.awssdk";
    private static boolean isInstalled;

    private LogConfiguration() {
        super(null, ConfigurationSource.NULL_SOURCE);
    }

    /// Loads log4j with this configuration, once. If `log4j2.configurationFile` names a file, log4j
    /// reads that one instead.
    static synchronized void install() {
        if (isInstalled || isConfigured()) {
            return;
        }
        isInstalled = true;
        new StatusConfiguration().withStatus(Level.ERROR).initialize();
        LogConfiguration configuration = new LogConfiguration();
        LoggerContext context = Configurator.initialize(configuration);
        if (context.getConfiguration() != configuration) {
            context.reconfigure(configuration); // log4j was in use already
        }
    }

    private static boolean isConfigured() {
        return PropertiesUtil.getProperties().getStringProperty("log4j2.configurationFile") != null;
    }

    @Override
    protected void doConfigure() {
        ConsoleAppender console =
                ConsoleAppender.newBuilder()
                        .setName("Json")
                        .setTarget(ConsoleAppender.Target.SYSTEM_OUT)
                        .setFollow(true) // a rehearsal is silent
                        .setLayout(
                                new EscapedLayout(
                                        JsonTemplateLayout.newBuilder()
                                                .setConfiguration(this)
                                                .setEventTemplateUri(LAYOUT)
                                                .build()))
                        .setConfiguration(this)
                        .build();
        console.start();
        addAppender(console);
        getRootLogger().addAppender(console, null, null);
        getRootLogger().setLevel(Level.INFO);
        addLogger(SDK, new LoggerConfig(SDK, Level.WARN, true));
    }
}
