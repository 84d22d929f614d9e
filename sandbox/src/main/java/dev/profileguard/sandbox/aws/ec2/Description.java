package dev.profileguard.sandbox.aws.ec2;

import java.util.List;

/// What a Describe call asks for.
///
/// @param ids of the items; empty: all
/// @param filters all of which an item has to pass
/// @param dryRun whether EC2 checks the permission only
public record Description(
        List<String> ids, List<Filter> filters, PageRequest page, boolean dryRun) {
    /// All items.
    public static final Description ALL =
            new Description(List.of(), List.of(), PageRequest.FIRST, false);

    /// All items that pass a filter.
    public static Description filtered(String filter, String... values) {
        return new Description(
                List.of(), List.of(new Filter(filter, List.of(values))), PageRequest.FIRST, false);
    }
}
