package dev.profileguard.sweep;

import dev.profileguard.aws.EventHistory;
import dev.profileguard.aws.RateLimiter;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Json;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.provision.ProvisionTriggerExtraction;
import dev.profileguard.provision.rule.ProvisionTrigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks CloudTrail who did what no event told.
///
/// @param own whose calls explain nothing, since they only put back
public record Attribution(EventHistory history, RateLimiter pace, Globs own) {
    /// Of 50 calls each.
    private static final int MOST_PAGES = 20;

    /// The changes of a profile since a moment, oldest first, but for our own.
    public List<Change> changes(ProfileName profile, Instant since) {
        return events(profile.value(), since).stream()
                .flatMap(Attribution::changes)
                .filter(change -> change.profile().equals(profile))
                .filter(change -> !isOurs(change.actor()))
                .toList();
    }

    /// The creation of a role; null: it was longer ago than CloudTrail remembers, or not yet there.
    public ProvisionTrigger.@Nullable Wanted creation(RoleName role, Instant since) {
        return events(role.value(), since).stream()
                .filter(event -> event.name().equals("CreateRole"))
                .map(Attribution::wanted)
                .flatMap(Stream::ofNullable)
                .filter(wanted -> wanted.role().equals(role))
                .reduce((earlier, last) -> last)
                .orElse(null);
    }

    /// A record that cannot be read explains nothing.
    private List<CloudTrailEvent> events(String resource, Instant since) {
        List<CloudTrailEvent> events = new ArrayList<>();
        String token = null;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            pace.await();
            EventHistory.Page page = history.page(resource, since, token);
            page.records().stream()
                    .flatMap(record -> Stream.ofNullable(read(record)))
                    .forEach(events::add);
            token = page.next();
            if (token == null) {
                break;
            }
        }
        return events.reversed().stream()
                .sorted(Comparator.comparing(CloudTrailEvent::time))
                .toList();
    }

    private static @Nullable CloudTrailEvent read(String record) {
        try {
            return CloudTrailEvent.read(
                    Map.of("detail", Json.read("A record of CloudTrail", record)));
        } catch (UnreadableEventException e) {
            return null;
        }
    }

    private static Stream<Change> changes(CloudTrailEvent event) {
        try {
            return ProfileChangeExtraction.changes(event)
                            instanceof ProfileChangeExtraction.Found.Changes(List<Change> all)
                    ? all.stream()
                    : Stream.of();
        } catch (UnreadableEventException e) {
            return Stream.of();
        }
    }

    private static ProvisionTrigger.@Nullable Wanted wanted(CloudTrailEvent event) {
        return ProvisionTriggerExtraction.in(event)
                        instanceof
                        ProvisionTriggerExtraction.Found.About(ProvisionTrigger.Wanted wanted)
                ? wanted
                : null;
    }

    private boolean isOurs(Actor actor) {
        return actor instanceof Actor.RoleSession && actor.isAmong(own);
    }
}
