package dev.profileguard.rotation;

import dev.profileguard.event.PolicyJson;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.rotation.rule.NewProfile;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecords;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Decides whether a rotation can start, and how.
///
/// @param guard ProfileGuard's records
/// @param account twelve digits
record NewRotation(IamReader iam, GuardRecords guard, RotationSettings settings, String account) {
    private static final int MOST_NAMES = 9;
    private static final int OWN_TAGS = 2;

    /// The rotation for a request.
    ///
    /// @param open the rotations that are not over
    /// @throws IllegalArgumentException if it cannot start; the message says what to do instead
    Rotation of(RotationRequest.Start request, List<Rotation> open, Instant now) {
        InstanceProfile from = iam.profile(request.profile());
        if (from == null) {
            throw new IllegalArgumentException(
                    "There is no instance profile %s. These are there: %s"
                            .formatted(request.profile(), Commands.listProfiles()));
        }
        requireOwn(from, open);
        requireRoomForTags(from);
        RoleDetail role = role(request, from);
        ProfileName to = newName(request, from, open, now.atZone(ZoneOffset.UTC).toLocalDate());
        Role old = from.role();
        return new Rotation(
                from.name(),
                from.id(),
                to,
                null,
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                Rotation.Origin.PERSON,
                new Rotation.NewRole(
                        role.name(),
                        role.role().id(),
                        role.role().arn(settings.partition(), account).text(),
                        old == null || !old.id().equals(role.role().id())),
                now,
                request.links(),
                Map.of(),
                Map.of(),
                Rotation.Phase.REPLACE,
                null,
                0);
    }

    private void requireOwn(InstanceProfile from, List<Rotation> open) {
        requireNotExempt(from.name());
        String maker = Exemptions.maker(from.name(), from);
        if (maker != null) {
            throw new IllegalArgumentException(
                    "%s belongs to a service (%s): only the service can replace it, change it there"
                            .formatted(from.name(), maker));
        }
        for (Rotation each : open) {
            if (each.to().equals(from.name())) {
                throw new IllegalArgumentException(
                        "%s is the new profile of the rotation of %s: finish or cancel that first"
                                .formatted(from.name(), each.from()));
            }
        }
    }

    /// The new profile gets the tags of the old one, and two of our own.
    private void requireRoomForTags(InstanceProfile from) {
        int inherited = NewProfile.inherited(from.tags()).values().size();
        if (settings.mode() == Mode.ENFORCE && inherited + OWN_TAGS > TagKeys.MAX_TAGS) {
            throw new IllegalArgumentException(
                    "%s has %d tags that the new profile would get, and the rotation adds %d: IAM allows %d. Remove tags from %s first, or set RotationMode to observe and make the new profile yourself"
                            .formatted(
                                    from.name(),
                                    inherited,
                                    OWN_TAGS,
                                    TagKeys.MAX_TAGS,
                                    from.name()));
        }
    }

    private void requireNotExempt(ProfileName name) {
        String exempt = settings.exempt().always(name);
        if (exempt != null) {
            throw new IllegalArgumentException(exempt + ": Profile Guard never touches it");
        }
    }

    /// The role for the new profile.
    private RoleDetail role(RotationRequest.Start request, InstanceProfile from) {
        RoleName name = roleName(request, from, guard.load(from.name()).baseline());
        RoleDetail role = iam.role(name);
        if (role == null) {
            throw new IllegalArgumentException(
                    "There is no role %s. These are there: %s"
                            .formatted(name, Commands.listRoles()));
        }
        if (role.role().belongsToAws()) {
            throw new IllegalArgumentException(
                    "Role %s belongs to AWS: no instance profile can contain it".formatted(name));
        }
        if (PolicyJson.trust(role.name(), role.trustPolicy()).answer()
                instanceof TrustPolicy.Answer.No(String why)) {
            throw new IllegalArgumentException(
                    "EC2 cannot assume role %s: %s. Correct its trust policy first"
                            .formatted(name, why));
        }
        return role;
    }

    private static RoleName roleName(
            RotationRequest.Start request, InstanceProfile from, @Nullable Baseline baseline) {
        if (request.role() != null) {
            return request.role();
        }
        if (from.role() != null) {
            return from.role().name();
        }
        if (baseline != null && baseline.role() != null) {
            return baseline.role().name();
        }
        throw new IllegalArgumentException(
                "%s contains no role: name one in the field role".formatted(from.name()));
    }

    private ProfileName newName(
            RotationRequest.Start request,
            InstanceProfile from,
            List<Rotation> open,
            LocalDate today) {
        ProfileName wanted = request.to();
        if (wanted != null) {
            if (wanted.equals(from.name()) || isTaken(wanted, open)) {
                throw new IllegalArgumentException(
                        "There is an instance profile %s already, or another rotation makes it: choose another name in the field to, or leave it out"
                                .formatted(wanted));
            }
            requireNotExempt(wanted);
            if (Exemptions.hasNameOfService(wanted)) {
                throw new IllegalArgumentException(
                        "%s looks like the name of a profile that a service makes: choose another name in the field to"
                                .formatted(wanted));
            }
            return wanted;
        }
        for (int number = 1; number <= MOST_NAMES; number++) {
            ProfileName name = from.name().from(today, number);
            if (!isTaken(name, open)) {
                return name;
            }
        }
        throw new IllegalArgumentException(
                "There are %d instance profiles with the name %s and a number already: choose a name in the field to"
                        .formatted(MOST_NAMES, from.name().from(today)));
    }

    /// Whether a profile has the name, gets it from a rotation that did not make it yet, or had it
    /// and is recorded: ProfileGuard would change the new one.
    private boolean isTaken(ProfileName name, List<Rotation> open) {
        return open.stream().anyMatch(each -> each.to().equals(name))
                || iam.profile(name) != null
                || guard.load(name).baseline() != null;
    }
}
