package dev.profileguard.aws.compute;

import dev.profileguard.iam.Arn;
import dev.profileguard.iam.ProfileName;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The profiles that an inventory is about.
///
/// @param profiles their names
/// @param keys the same in lower case
record Wanted(Set<ProfileName> profiles, Set<String> keys) {
    /// Takes copies.
    Wanted {
        profiles = Set.copyOf(profiles);
        keys = Set.copyOf(keys);
    }

    static Wanted of(Set<ProfileName> profiles) {
        return new Wanted(
                profiles, profiles.stream().map(ProfileName::key).collect(Collectors.toSet()));
    }

    /// The name of a profile that is given by its name or its ARN.
    static @Nullable String name(@Nullable String nameOrArn) {
        Arn arn = Arn.parse(nameOrArn);
        return arn == null ? nameOrArn : arn.name();
    }

    /// Whether this is the name of one of them.
    boolean has(@Nullable String name) {
        return name != null && keys.contains(name.toLowerCase(Locale.ROOT));
    }

    /// The names to filter by, where a service compares them as they are written.
    Set<String> spellings() {
        Set<String> all = new LinkedHashSet<>();
        profiles.stream()
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .forEach(each -> {
                    all.add(each.value());
                    all.add(each.key());
                });
        return all;
    }
}
