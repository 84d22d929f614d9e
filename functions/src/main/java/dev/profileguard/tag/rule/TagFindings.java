package dev.profileguard.tag.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.state.repair.Repair;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The findings about tags: one of each kind.
///
/// @param name the name of the role or profile, as IAM returns it
/// @param sideBySide the tags of the profile and of its role; empty for a role
record TagFindings(TagCauses causes, String name, String sideBySide) {
    /// What the faults of one finding have in common.
    private record Group(Kind kind, TagChange cause) {}

    /// A finding for each kind of fault and each cause.
    List<Finding> about(List<TagFault> faults, TagWrites writes) {
        Map<Group, List<TagFault>> groups = new LinkedHashMap<>();
        for (TagFault fault : faults) {
            TagChange cause = causes.of(fault);
            groups.computeIfAbsent(
                            new Group(kind(fault, cause, writes), cause), any -> new ArrayList<>())
                    .add(fault);
        }
        List<Finding> findings = new ArrayList<>();
        groups.forEach((group, same) -> findings.add(finding(group, same, writes)));
        return findings;
    }

    private TagChange change() {
        return causes.occasion();
    }

    /// The performed actions are added later.
    private Finding finding(Group group, List<TagFault> faults, TagWrites writes) {
        Kind kind = group.kind();
        boolean repaired = faults.stream().anyMatch(writes.repaired()::contains);
        List<String> todo =
                faults.stream()
                        .flatMap(fault -> todo(fault, kind == Kind.TAGS_FULL).stream())
                        .distinct()
                        .toList();
        String cause = faults.stream().map(this::sentence).collect(Collectors.joining(". "));
        return about(
                group,
                "%s: %s".formatted(group.cause().described(), cause),
                repaired
                        ? List.of()
                        : List.of(
                                "nothing: "
                                        + whyNothing(faults.getFirst(), kind == Kind.TAGS_FULL)),
                todo);
    }

    /// The finding in place of a correction.
    Finding breakerOpen(TagFault fault, TagRecord record, Breaker breaker, Instant now) {
        TagChange cause = causes.of(fault);
        List<Repair> counted = breaker.within(record.repairs(), now);
        String reverted =
                counted.stream().map(Repair::undone).distinct().collect(Collectors.joining("; "));
        return about(
                new Group(Kind.TAG_BREAKER_OPEN, cause),
                "%s, after %d corrections within %d minutes. Corrected so far: %s"
                        .formatted(
                                cause.described(),
                                counted.size(),
                                breaker.window().toMinutes(),
                                reverted),
                List.of(
                        "did not change the tags: nothing is corrected until "
                                + breaker.closesAt(record.repairs(), now)),
                List.of(
                        "Find out who keeps changing the tags. Make that tool set the correct tags"
                                + " or ignore them (Terraform: ignore_tags)",
                        "Then " + check()));
    }

    private Finding about(Group group, String cause, List<String> done, List<String> todo) {
        return new Finding(
                group.kind(),
                change().subject().type().text() + "/" + name,
                change().call().account(),
                group.cause().by(),
                sideBySide.isEmpty() ? cause : cause + ". " + sideBySide,
                done,
                todo,
                group.cause().call().eventId());
    }

    private static Kind kind(TagFault fault, TagChange cause, TagWrites writes) {
        if (writes.full().contains(fault)) {
            return Kind.TAGS_FULL;
        }
        return switch (fault) {
            case TagFault.Missing missing ->
                    missing.newTag() == null
                            ? Kind.TAG_MISSING
                            : wasRemoved(cause, missing.key())
                                    ? Kind.TAG_PUT_BACK
                                    : Kind.TAGS_ADDED;
            case TagFault.Misspelled misspelled -> Kind.TAG_CASE_CORRECTED;
            case TagFault.NotAllowed notAllowed ->
                    notAllowed.newTag() == null
                            ? Kind.TAG_VALUE_NOT_ALLOWED
                            : Kind.TAG_VALUE_REPLACED;
            case TagFault.NotInherited notInherited ->
                    wasRemoved(cause, notInherited.key()) ? Kind.TAG_PUT_BACK : Kind.TAGS_INHERITED;
            case TagFault.OwnValue own -> Kind.INHERITED_TAG_DIFFERS;
        };
    }

    private static boolean wasRemoved(TagChange cause, String key) {
        return cause.edit() instanceof TagEdit.Untagged untagged
                && TagKeys.contains(untagged.keys(), key);
    }

    private String sentence(TagFault fault) {
        return switch (fault) {
            case TagFault.Missing missing ->
                    "%s is required and was missing%s"
                            .formatted(missing.key(), becomes(missing.newTag()));
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
                                    becomes(notAllowed.newTag()));
            case TagFault.NotInherited notInherited ->
                    "%s, which the profile inherits from its role, was %s%s"
                            .formatted(
                                    notInherited.key(),
                                    notInherited.found() == null
                                            ? "missing"
                                            : "'" + notInherited.found() + "'",
                                    becomes(notInherited.newTag()));
            case TagFault.OwnValue own ->
                    "%s is '%s' on the profile and '%s' on its role%s"
                            .formatted(
                                    own.key(), own.found(), own.roleValue(), becomes(own.newTag()));
        };
    }

    private static String becomes(@Nullable NewTag newTag) {
        return newTag == null
                ? ""
                : ": becomes '%s' (from %s)".formatted(newTag.value(), newTag.from());
    }

    private static String whyNothing(TagFault fault, boolean full) {
        if (full) {
            return "it already has %d tags, as many as IAM allows".formatted(TagKeys.MAX_TAGS);
        }
        return switch (fault) {
            case TagFault.Missing missing ->
                    "neither another source nor TagDefaults has an allowed value";
            case TagFault.NotAllowed notAllowed -> "TagDefaults has no allowed value";
            case TagFault.OwnValue own -> "the profile's own value stays";
            case TagFault.Misspelled misspelled -> "there is nothing to write";
            case TagFault.NotInherited notInherited -> "there is nothing to write";
        };
    }

    private List<String> todo(TagFault fault, boolean full) {
        if (full) {
            return List.of("Remove a tag that nobody needs: " + untag("KEY"), "Then " + check());
        }
        return switch (fault) {
            case TagFault.Missing missing ->
                    missing.newTag() != null
                            ? List.of()
                            : List.of(
                                    tag(missing.key(), "VALUE"),
                                    "To set it automatically from now on, give %s a value in TagDefaults"
                                            .formatted(missing.key()));
            case TagFault.NotAllowed notAllowed ->
                    notAllowed.newTag() != null
                            ? List.of()
                            : List.of(tag(notAllowed.key(), "ONE_THAT_IS_ALLOWED"));
            case TagFault.OwnValue own ->
                    own.roleValue().equals(value(own.newTag()))
                            ? List.of()
                            : List.of(
                                    "To use the role's value: " + tag(own.key(), own.roleValue()));
            case TagFault.Misspelled misspelled -> List.of();
            case TagFault.NotInherited notInherited -> List.of();
        };
    }

    private static @Nullable String value(@Nullable NewTag newTag) {
        return newTag == null ? null : newTag.value();
    }

    private String tag(String key, String value) {
        return Commands.tag(change().subject().type(), name, key, value);
    }

    private String untag(String key) {
        return Commands.untag(change().subject().type(), name, key);
    }

    private String check() {
        return Commands.check(change().subject().type(), name);
    }
}
