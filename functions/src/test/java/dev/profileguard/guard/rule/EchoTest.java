package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.repair.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// An event of the stack's own call costs no read of IAM where it cannot matter.
class EchoTest {
    @Test
    void whatTheStackCreatedOrTaggedSaysNothingOfAProfileThatNothingGuards() {
        assertThat(echo("", OWN, CREATED)).contains("dev is not recorded");
        assertThat(echo("", OWN, TAGGED)).contains("dev is not recorded");
    }

    @Test
    void theProfileIsReadWhenTheStackAddsARoleSinceItMayHaveTheGuardTag() {
        assertThat(echo("", OWN, new Edit.RoleAdded(new RoleName("web")))).isNull();
    }

    @Test
    void theProfileIsReadWhenTheGuardTagChanges() {
        assertThat(echo("", OWN, new Edit.Tagged(Tags.of("profile-guard", "locked")))).isNull();
    }

    @Test
    void theProfileIsReadWhenAPatternGuardsItsName() {
        assertThat(echo("dev", OWN, CREATED)).isNull();
        assertThat(echo("*", OWN, TAGGED)).isNull();
    }

    @Test
    void theProfileIsReadWhenAnythingIsRecordedAboutIt() {
        InstanceProfile profile = new InstanceProfile(DEV, "AIPA1", "/", null, Tags.NONE);
        Baseline baseline = Baseline.of(profile, Instant.EPOCH, "somebody", "event-1");
        GuardRecord recorded = new GuardRecord(DEV, baseline, null, List.of(), 1);
        GuardRecord emptied = new GuardRecord(DEV, null, null, List.of(), 2);

        assertThat(guard("").echo(by(OWN, TAGGED, "dev"), recorded)).isNull();
        assertThat(guard("").echo(by(OWN, TAGGED, "dev"), emptied)).isNull();
    }

    @Test
    void theProfileIsReadAfterACallOfAnybodyElse() {
        Actor named = new Actor.User("arn:aws:iam::123456789012:user/ours");
        Actor session = new Actor.RoleSession("arn:aws:iam::123456789012:role/other", "ours");

        assertThat(echo("", named, CREATED)).isNull();
        assertThat(echo("", session, CREATED)).isNull();
        assertThat(echo("", new Actor.Unattributed(), CREATED)).isNull();
    }

    private static final ProfileName DEV = new ProfileName("dev");
    private static final Edit CREATED = new Edit.Created("AIPA1");
    private static final Edit TAGGED = new Edit.Tagged(Tags.of("CostCenter", "100"));
    private static final Actor OWN =
            new Actor.RoleSession("arn:aws:iam::123456789012:role/ours", "TagEnforcer");

    private static @Nullable String echo(String guarded, Actor actor, Edit edit) {
        Change change = by(actor, edit, "dev");
        return guard(guarded).echo(change, GuardRecord.none(DEV));
    }

    private static Guard guard(String guarded) {
        return new Guard(
                new GuardedProfiles(Globs.parse(guarded)),
                new Exemptions(Globs.parse("")),
                TrustedPrincipals.NOBODY,
                new Breaker(3, Duration.ofMinutes(10)),
                Globs.parse("arn:aws:iam::*:role/ours"));
    }
}
