package dev.profileguard.sandbox.command.prevention;

import dev.profileguard.iam.Glob;
import dev.profileguard.iam.Globs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the policies are made from.
///
/// @param guarded the globs of `GuardedProfiles`
/// @param exempt the globs of `ExemptNames`
record PreventionSettings(StackNames names, Exceptions exceptions, Globs guarded, Globs exempt) {
    /// The parameter with the names of guarded profiles.
    static final String GUARDED = "GuardedProfiles";

    private static final String EXEMPT = "ExemptNames";

    /// From the values of the template's parameters.
    ///
    /// @param stack the stack's name
    /// @param partition such as `aws`
    /// @param except patterns of principals that are excepted besides the trusted ones
    /// @throws PreventionException naming the parameter from which no policy can be made
    static PreventionSettings of(
            Map<String, String> parameters, String stack, String partition, List<String> except) {
        return new PreventionSettings(
                new StackNames(
                        partition,
                        stack,
                        parameters.getOrDefault("RolePath", "/"),
                        parameters.getOrDefault("RoleNamePrefix", "")),
                Exceptions.of(parameters.getOrDefault(Exceptions.PARAMETER, ""), except),
                Globs.parse(parameters.getOrDefault(GUARDED, "")),
                Globs.parse(parameters.getOrDefault(EXEMPT, "")));
    }

    /// The ARNs of the profiles that are protected by their names, with the canary's.
    List<String> guardedProfiles() {
        List<String> all = new ArrayList<>();
        all.add(names.canaryProfile());
        byName().forEach(glob -> all.addAll(names.profiles(glob.pattern())));
        return all;
    }

    /// The ARNs of the profiles that are left alone.
    List<String> exemptProfiles() {
        return exempt.globs().stream()
                .flatMap(glob -> names.profiles(glob.pattern()).stream())
                .toList();
    }

    /// The parameter that takes most of the room in the policies.
    String longest() {
        int guardedLength = String.join("", guardedProfiles()).length();
        int exemptLength = String.join("", exemptProfiles()).length();
        int exceptedLength = exceptions.toString().length();
        if (guardedLength > Math.max(exemptLength, exceptedLength)) {
            return GUARDED;
        }
        return exemptLength > exceptedLength ? EXEMPT : Exceptions.PARAMETER;
    }

    /// The resources with data: tables, queues, reports.
    List<String> data() {
        return List.of(names.bucket(), names.queues(), names.tables());
    }

    /// The globs whose profiles are protected by their names.
    private List<Glob> byName() {
        return guarded.globs().stream().filter(each -> whyNotByName(each).isEmpty()).toList();
    }

    /// The globs whose profiles are protected only by the tag, each with the reason.
    List<String> notByName() {
        return guarded.globs().stream()
                .map(this::whyNotByName)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private String whyNotByName(Glob glob) {
        if (glob.matchesEverything()) {
            return "`%s` in GuardedProfiles: it would hold back the services and controllers that make profiles of their own"
                    .formatted(glob.pattern());
        }
        return exempt.globs().stream()
                .filter(each -> lower(each).overlaps(lower(glob)))
                .findFirst()
                .map(each ->
                        "`%s` in GuardedProfiles: some of these names also match `%s` in ExemptNames, and a statement cannot leave them out"
                                .formatted(glob.pattern(), each.pattern()))
                .orElse("");
    }

    private static Glob lower(Glob glob) {
        return new Glob(glob.pattern().toLowerCase(Locale.ROOT));
    }
}
