package dev.profileguard.aws.resource;

import dev.profileguard.aws.query.CallException;
import dev.profileguard.aws.query.ParallelCalls.Answer;
import dev.profileguard.resource.PolicyResource;
import dev.profileguard.resource.PolicySearch;
import dev.profileguard.resource.ResourcePolicy;
import dev.profileguard.resource.SearchPlace;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Searches one place after the other; may be asked by several threads.
///
/// @param hasTime whether another page may be started
record PlaceSearch(SearchedPolicies policies, Set<String> texts, BooleanSupplier hasTime) {
    private static final int LONGEST = 600;

    /// The number of resources of a place that are named because they could not be read.
    private static final int MOST_NAMED = 10;

    /// What was found in a place, page by page.
    private static final class Found {
        private final List<ResourcePolicy> policies = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();
        private int read;
        private int unread;
    }

    PolicySearch of(SearchPlace place) {
        PolicySource source =
                switch (place.type()) {
                    case KEYS -> policies.keys();
                    case BUCKETS -> policies.buckets();
                };
        String region = place.region().isEmpty() ? policies.home() : place.region();
        Found found = new Found();
        List<SearchPlace> left = new ArrayList<>();
        String next = place.after();
        do {
            if (found.read >= policies.patience().most() || !hasTime.getAsBoolean()) {
                left.add(place.from(next));
                break;
            }
            try {
                PolicySource.Page page = source.page(region, next);
                read(source, page.resources(), found);
                next = page.next();
            } catch (CallException e) {
                found.unknown.add(
                        sentence("%s: %s: %s".formatted(region, source.listing(), e.why())));
                if (!next.isEmpty() || e.isTemporary()) {
                    left.add(place.from(next));
                }
                break;
            }
        } while (!next.isEmpty());
        return result(found, left);
    }

    private void read(PolicySource source, List<PolicyResource> resources, Found found) {
        List<Answer<String>> answers =
                policies.patience().inPlace().ask(resources, each -> text(source, each));
        for (int i = 0; i < resources.size(); i++) {
            found.read++;
            switch (answers.get(i)) {
                case Answer.Found<String>(String document) -> {
                    if (texts.stream().anyMatch(document::contains)) {
                        found.policies.add(new ResourcePolicy(resources.get(i), document));
                    }
                }
                case Answer.Failed<String>(String why) -> {
                    found.unread++;
                    if (found.unread <= MOST_NAMED) {
                        found.unknown.add(
                                sentence(
                                        "%s of %s: %s"
                                                .formatted(
                                                        source.reading(),
                                                        resources.get(i).text(),
                                                        why)));
                    }
                }
            }
        }
    }

    private static String text(PolicySource source, PolicyResource resource) {
        String policy = source.policy(resource);
        return policy == null ? "" : policy;
    }

    private static PolicySearch result(Found found, List<SearchPlace> left) {
        int more = found.unread - MOST_NAMED;
        if (more > 0) {
            found.unknown.add("The policies of %d more could not be read either".formatted(more));
        }
        return new PolicySearch(found.policies, found.read, left, found.unknown);
    }

    private static String sentence(String text) {
        return VisibleText.excerpt(text, LONGEST);
    }
}
