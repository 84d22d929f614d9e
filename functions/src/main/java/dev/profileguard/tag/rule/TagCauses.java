package dev.profileguard.tag.rule;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Finds which change caused a fault.
///
/// @param occasion the change because of which the tags were read
/// @param known the changes that CloudTrail shows, in the order of the calls
public record TagCauses(TagChange occasion, List<TagChange> known) {
    /// Takes a copy.
    public TagCauses {
        known = List.copyOf(known);
    }

    /// Only the occasion is known.
    public static TagCauses of(TagChange occasion) {
        return new TagCauses(occasion, List.of());
    }

    /// The same with more changes that CloudTrail shows.
    public TagCauses with(List<TagChange> more) {
        return new TagCauses(
                occasion,
                Stream.concat(known.stream(), more.stream())
                        .sorted(Comparator.comparing(change -> change.call().time()))
                        .toList());
    }

    /// The change that caused the fault; [TagChange#unattributed()] if none is known.
    TagChange of(TagFault fault) {
        return fault.isExplainedBy(occasion.edit())
                ? occasion
                : known.stream()
                        .filter(change -> fault.isExplainedBy(change.edit()))
                        .reduce((earlier, last) -> last)
                        .orElseGet(occasion::unattributed);
    }

    /// Whether CloudTrail may show who caused one of these faults, and did not do so yet.
    public boolean canBeLookedUp(List<TagFault> faults) {
        return faults.stream()
                .anyMatch(fault ->
                        fault.isSetBySomebody()
                                && !fault.isExplainedBy(occasion.edit())
                                && known.stream()
                                        .noneMatch(change -> fault.isExplainedBy(change.edit())));
    }
}
