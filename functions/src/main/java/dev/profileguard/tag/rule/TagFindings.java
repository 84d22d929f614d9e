package dev.profileguard.tag.rule;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.state.Breaker;
import dev.profileguard.state.Repair;
import dev.profileguard.state.TagRecord;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What people are told about tags: one finding of each kind.
///
/// @param name the role's or profile's, as IAM spells it
/// @param sideBySide the profile's tags and its role's; empty for a role
record TagFindings(TagChange change, String name, String sideBySide) {
    /// A finding for each kind of fault.
    List<Finding> about(List<TagFault> faults, TagWrites writes) {
        Map<Kind, List<TagFault>> kinds = new LinkedHashMap<>();
        for (TagFault fault : faults) {
            kinds.computeIfAbsent(kind(fault, writes), kind -> new ArrayList<>()).add(fault);
        }
        List<Finding> findings = new ArrayList<>();
        kinds.forEach((kind, same) -> findings.add(finding(kind, same, writes)));
        return findings;
    }

    /// What is done is put in later, once it is known.
    private Finding finding(Kind kind, List<TagFault> faults, TagWrites writes) {
        boolean mended = faults.stream().anyMatch(writes.mended()::contains);
        List<String> todo =
                faults.stream()
                        .flatMap(fault -> todo(fault, kind == Kind.TAGS_FULL).stream())
                        .distinct()
                        .toList();
        String cause = faults.stream().map(this::sentence).collect(Collectors.joining(". "));
        return about(
                kind,
                "%s: %s".formatted(change.described(), cause),
                mended
                        ? List.of()
                        : List.of("nothing: " + nothing(faults.getFirst(), kind == Kind.TAGS_FULL)),
                todo);
    }

    /// Told instead of a correction.
    Finding breakerOpen(TagRecord record, Breaker breaker, Instant now) {
        List<Repair> counted = breaker.within(record.repairs(), now);
        String fought =
                counted.stream().map(Repair::undone).distinct().collect(Collectors.joining("; "));
        return about(
                Kind.TAG_BREAKER_OPEN,
                "%s, after %d corrections within %d minutes. Corrected so far: %s"
                        .formatted(
                                change.described(),
                                counted.size(),
                                breaker.window().toMinutes(),
                                fought),
                List.of(
                        "left the tags as they are: nothing is corrected until "
                                + breaker.closesAt(record.repairs(), now)),
                List.of(
                        "Find what keeps changing the tags and make it set them right, or leave"
                                + " them alone (Terraform: ignore_tags)",
                        "Then invoke TagEnforcer with " + check()));
    }

    private Finding about(Kind kind, String cause, List<String> done, List<String> todo) {
        return new Finding(
                kind,
                change.subject().type().text() + "/" + name,
                change.call().account(),
                change.by(),
                sideBySide.isEmpty() ? cause : cause + ". " + sideBySide,
                done,
                todo,
                change.call().eventId());
    }

    private Kind kind(TagFault fault, TagWrites writes) {
        if (writes.full().contains(fault)) {
            return Kind.TAGS_FULL;
        }
        return switch (fault) {
            case TagFault.Missing missing ->
                    missing.put() == null
                            ? Kind.TAG_MISSING
                            : wasRemoved(missing.key()) ? Kind.TAG_PUT_BACK : Kind.TAGS_ADDED;
            case TagFault.Misspelled misspelled -> Kind.TAG_CASE_CORRECTED;
            case TagFault.NotAllowed notAllowed ->
                    notAllowed.put() == null ? Kind.TAG_VALUE_NOT_ALLOWED : Kind.TAG_VALUE_REPLACED;
            case TagFault.NotCarried notCarried ->
                    wasRemoved(notCarried.key()) ? Kind.TAG_PUT_BACK : Kind.TAGS_INHERITED;
            case TagFault.OwnValue own -> Kind.INHERITED_TAG_DIFFERS;
        };
    }

    private boolean wasRemoved(String key) {
        return change.edit() instanceof TagEdit.Untagged untagged
                && untagged.keys().stream()
                        .anyMatch(gone -> TagKeys.folded(gone).equals(TagKeys.folded(key)));
    }

    private String sentence(TagFault fault) {
        return switch (fault) {
            case TagFault.Missing missing ->
                    "%s is required and was not there%s"
                            .formatted(missing.key(), becomes(missing.put()));
            case TagFault.Misspelled misspelled ->
                    "%s should be spelled %s"
                            .formatted(
                                    String.join(", ", misspelled.misspelled()), misspelled.key());
            case TagFault.NotAllowed notAllowed ->
                    "%s has the value '%s', allowed: %s%s"
                            .formatted(
                                    notAllowed.spelled(),
                                    notAllowed.value(),
                                    notAllowed.rule().allowed(),
                                    becomes(notAllowed.put()));
            case TagFault.NotCarried notCarried ->
                    "%s, which the profile takes from its role, was %s%s"
                            .formatted(
                                    notCarried.key(),
                                    notCarried.found() == null
                                            ? "not there"
                                            : "'" + notCarried.found() + "'",
                                    becomes(notCarried.put()));
            case TagFault.OwnValue own ->
                    "%s is '%s' on the profile and '%s' on its role%s"
                            .formatted(own.key(), own.found(), own.roles(), becomes(own.put()));
        };
    }

    private static String becomes(@Nullable NewTag put) {
        return put == null ? "" : ": becomes '%s' (from %s)".formatted(put.value(), put.from());
    }

    private static String nothing(TagFault fault, boolean full) {
        if (full) {
            return "IAM allows %d tags, and there is no room".formatted(TagKeys.MAX_TAGS);
        }
        return switch (fault) {
            case TagFault.Missing missing -> "neither another source nor TagDefaults has a value";
            case TagFault.NotAllowed notAllowed -> "TagDefaults has no allowed value";
            case TagFault.OwnValue own -> "the profile's own value stays";
            case TagFault.Misspelled misspelled -> "there is nothing to write";
            case TagFault.NotCarried notCarried -> "there is nothing to write";
        };
    }

    private List<String> todo(TagFault fault, boolean full) {
        if (full) {
            return List.of(
                    "Remove a tag that nobody needs: " + untag("KEY"),
                    "Then invoke TagEnforcer with " + check());
        }
        return switch (fault) {
            case TagFault.Missing missing ->
                    missing.put() != null
                            ? List.of()
                            : List.of(
                                    tag(missing.key(), "VALUE"),
                                    "To have it set from now on, give %s a value in TagDefaults"
                                            .formatted(missing.key()));
            case TagFault.NotAllowed notAllowed ->
                    notAllowed.put() != null
                            ? List.of()
                            : List.of(tag(notAllowed.key(), "ONE_THAT_IS_ALLOWED"));
            case TagFault.OwnValue own ->
                    own.roles().equals(value(own.put()))
                            ? List.of()
                            : List.of("To take the role's value: " + tag(own.key(), own.roles()));
            case TagFault.Misspelled misspelled -> List.of();
            case TagFault.NotCarried notCarried -> List.of();
        };
    }

    private static @Nullable String value(@Nullable NewTag put) {
        return put == null ? null : put.value();
    }

    private String tag(String key, String value) {
        return "aws iam %s %s --tags 'Key=%s,Value=%s'"
                .formatted(command("tag"), named(), key, value);
    }

    private String untag(String key) {
        return "aws iam %s %s --tag-keys %s".formatted(command("untag"), named(), key);
    }

    private String command(String verb) {
        return verb + "-" + change.subject().type().text();
    }

    private String named() {
        return "--%s-name %s".formatted(change.subject().type().text(), name);
    }

    private String check() {
        return switch (change.subject().type()) {
            case ROLE -> "{\"check\": {\"role\": \"%s\"}}".formatted(name);
            case INSTANCE_PROFILE -> "{\"check\": {\"profile\": \"%s\"}}".formatted(name);
        };
    }
}
