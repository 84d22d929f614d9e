package dev.profileguard.sandbox.everything;

import dev.profileguard.sandbox.everything.Step.AddRole;
import dev.profileguard.sandbox.everything.Step.As;
import dev.profileguard.sandbox.everything.Step.CreateRole;
import dev.profileguard.sandbox.everything.Step.DeleteProfile;
import dev.profileguard.sandbox.everything.Step.Fault;
import dev.profileguard.sandbox.everything.Step.PlanAndApply;
import dev.profileguard.sandbox.everything.Step.RemoveRole;
import dev.profileguard.sandbox.everything.Step.SweepNow;
import dev.profileguard.sandbox.everything.Step.TagProfile;
import dev.profileguard.sandbox.everything.Step.Trust;
import dev.profileguard.sandbox.everything.Step.UpdateTrust;
import dev.profileguard.sandbox.everything.Step.Who;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Days that [AnyDayEndsWellTest] found to end badly, shrunk.
class FailedDaysTest {
    @Test
    void aRoleIsCreatedAndItsTrustPolicyIsSetAtOnce() {
        AnyDayEndsWellTest.endsWell(
                List.of(
                        new CreateRole("app", Trust.EC2, Map.of()),
                        new UpdateTrust("app", Trust.EC2)));
    }

    @Test
    void aPipelineEmptiesAProfileWithoutEvents() {
        AnyDayEndsWellTest.endsWell(
                List.of(
                        new Fault("lose", "1"),
                        new As(Who.PIPELINE, new RemoveRole("PROD-web", "web"))));
    }

    @Test
    void anIntruderDeletesAProfileUnderAnotherSpellingWithoutEvents() {
        AnyDayEndsWellTest.endsWell(
                List.of(
                        new Fault("lose", "1"),
                        new RemoveRole("PROD-web", "web"),
                        new DeleteProfile("PROD-web")));
    }

    @Test
    void anIntruderFillsAProfileThatAPipelineEmptiedWithoutEvents() {
        AnyDayEndsWellTest.endsWell(
                List.of(
                        new Fault("lose", "1"),
                        new As(Who.PIPELINE, new RemoveRole("PROD-web", "web")),
                        new Fault("lose", "0"),
                        new Fault("double", "1"),
                        new AddRole("prod-web", "prod-db")));
    }

    @Test
    void anIntruderAddsTheRoleAgainThatAPipelineRemovedWithoutEvents() {
        AnyDayEndsWellTest.endsWell(
                List.of(
                        new Fault("lose", "1"),
                        new As(Who.PIPELINE, new RemoveRole("prod-web", "web")),
                        new Fault("lose", "0"),
                        new AddRole("prod-web", "web")));
    }

    @Test
    void anotherEventShowsWhatAnIntruderDidAfterAPipelineUnderAnotherSpelling() {
        AnyDayEndsWellTest.endsWell(
                List.of(
                        new TagProfile("prod-web", "Owner", "ann"),
                        new Fault("lose", "1"),
                        new As(Who.PIPELINE, new RemoveRole("PROD-web", "web")),
                        new Fault("lose", "0"),
                        new AddRole("prod-web", "prod-db")));
    }

    @Test
    void aProfileIsPlannedBetweenAnEmptyingWithoutEventsAndAnIntruder() {
        AnyDayEndsWellTest.endsWell(
                List.of(
                        new CreateRole("app", Trust.EC2, Map.of()),
                        new Fault("lose", "1"),
                        new As(Who.PIPELINE, new RemoveRole("PROD-web", "web")),
                        new Fault("lose", "0"),
                        new Fault("lag", "PT2S"),
                        new PlanAndApply(31),
                        new AddRole("prod-web", "app")));
    }

    @Test
    void aProfileIsDeletedAfterAPipelineEmptiedItAndTheRolesTrustIsSet() {
        AnyDayEndsWellTest.endsWell(
                List.of(
                        new Fault("lose", "1"),
                        new As(Who.PIPELINE, new RemoveRole("prod-db", "prod-db")),
                        new As(Who.ANN, new DeleteProfile("prod-db")),
                        new Fault("lose", "0"),
                        new UpdateTrust("prod-db", Trust.EC2)));
    }

    @Test
    void anIntruderDeletesUnderAnotherSpellingWhatAPipelineChangedWithoutEvents() {
        AnyDayEndsWellTest.endsWell(
                List.of(
                        new Fault("lose", "1"),
                        new As(Who.PIPELINE, new RemoveRole("prod-web", "web")),
                        new As(Who.PIPELINE, new AddRole("prod-web", "prod-db")),
                        new CreateRole("app", Trust.EC2, Map.of()),
                        new RemoveRole("PROD-web", "prod-db"),
                        new DeleteProfile("PROD-web")));
    }

    /// CloudTrail knows the second call only as one about `PROD-web` and `App`.
    @Test
    void aPipelineFillsAProfileUnderNamesThatNobodyElseUsedWithoutEvents() {
        AnyDayEndsWellTest.endsWell(
                List.of(
                        new As(Who.PIPELINE, new RemoveRole("prod-web", "web")),
                        new CreateRole("app", Trust.LAMBDA, Map.of()),
                        new Fault("lose", "1"),
                        new As(Who.PIPELINE, new AddRole("PROD-web", "App")),
                        new SweepNow()));
    }
}
