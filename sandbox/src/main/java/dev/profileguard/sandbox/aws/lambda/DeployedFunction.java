package dev.profileguard.sandbox.aws.lambda;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A function with its versions and its alias `live`. As the template deploys it, version 1 is like
/// `$LATEST`, and the alias points to it.
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
final class DeployedFunction {
    static final String LATEST = "$LATEST";
    static final String ALIAS = "live";

    private final InstantSource clock;
    private final List<Version> published = new ArrayList<>();
    private Version latest;
    private int live = 1;

    /// One version.
    ///
    /// @param number such as `1`, or `$LATEST`
    /// @param modified when it got its configuration
    record Version(String number, FunctionDefinition definition, Instant modified) {}

    DeployedFunction(FunctionDefinition definition, InstantSource clock) {
        this.clock = clock;
        latest = new Version(LATEST, definition, clock.instant());
        published.add(new Version("1", definition, latest.modified()));
    }

    /// The version of a qualifier; null: there is none.
    ///
    /// @param qualifier a number, `$LATEST` or `live`
    synchronized @Nullable Version version(String qualifier) {
        if (qualifier.equals(LATEST)) {
            return latest;
        }
        return qualifier.equals(ALIAS)
                ? published.get(live - 1)
                : published.stream()
                        .filter(each -> each.number().equals(qualifier))
                        .findFirst()
                        .orElse(null);
    }

    /// The version that events and requests run.
    synchronized Version inForce() {
        return published.get(live - 1);
    }

    /// Changes the variables of `$LATEST`.
    synchronized Version update(Map<String, String> environment) {
        latest =
                new Version(
                        LATEST,
                        latest.definition().with(new TreeMap<>(environment)),
                        clock.instant());
        return latest;
    }

    /// Publishes `$LATEST`, unless it is like the last version.
    synchronized Version publish() {
        Version last = published.getLast();
        if (!last.definition().equals(latest.definition())) {
            last =
                    new Version(
                            Integer.toString(published.size() + 1),
                            latest.definition(),
                            clock.instant());
            published.add(last);
        }
        return last;
    }

    /// Points the alias to a version that exists.
    synchronized void pointTo(Version version) {
        live = published.indexOf(version) + 1;
    }
}
