package dev.profileguard.provision;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.reconcile.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task of ProfileProvisioner, which is about the role of its trigger.
interface RoleTask extends Task {
    /// What started it.
    ProvisionTrigger trigger();

    /// The rule that knows which roles are never touched.
    Provisioning provisioning();

    @Override
    default String subject() {
        return trigger().role().subject();
    }

    @Override
    default String eventId() {
        return trigger().call().eventId();
    }

    @Override
    default @Nullable String untouchable() {
        return provisioning().untouchable(trigger().role());
    }

    @Override
    default List<Finding> refused(IamWriter.RefusedException refusal, List<String> done) {
        return List.of(
                trigger()
                        .call()
                        .refused(
                                Rule.PROFILE_PROVISIONER,
                                subject(),
                                trigger().role(),
                                refusal,
                                done));
    }
}
