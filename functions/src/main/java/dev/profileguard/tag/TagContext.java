package dev.profileguard.tag;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEnforcement;
import dev.profileguard.tag.rule.TagRules;
import org.jspecify.annotations.Nullable;

/// The settings and rules for the tasks of an event.
record TagContext(TagSettings settings, TagEnforcement enforcement) {
    static TagContext of(TagSettings settings, TagRules rules) {
        return new TagContext(settings, new TagEnforcement(rules, settings.breaker()));
    }

    TagRules rules() {
        return enforcement.rules();
    }

    /// The task for a change.
    TagTask task(TagChange change) {
        return switch (change.subject()) {
            case Subject.OfRole(RoleName role) -> new RoleTagTask(change, role, this);
            case Subject.OfProfile(ProfileName profile) ->
                    new ProfileTagTask(change, profile, null, this);
        };
    }

    /// Why a role or profile of this name is never touched; null: it can be.
    @Nullable String untouchable(Subject subject) {
        return settings.exempt().ofTags(subject);
    }
}
