package dev.profileguard.lambda;

import dev.profileguard.compute.Compute;
import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.ComputeException;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.UseInventory;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/// Associates instances again, and leaves all other actions to another writer. What EC2 refuses is
/// an effect, so that the next instance gets its credentials all the same.
///
/// @param compute created at the first instance
/// @param inventory the associations that existed when the profile was last right. A new one takes
///   the place of one that was among them or older
record AssociatingWriter(IamWriter iam, Supplier<Compute> compute, UseInventory inventory)
        implements IamWriter {
    @Override
    public PerformedAction perform(Action action) {
        return action instanceof Action.AssociateInstance associate
                ? associate(associate)
                : iam.perform(action);
    }

    private PerformedAction associate(Action.AssociateInstance action) {
        try {
            InstanceUse now =
                    compute.get().reader().association(action.region(), action.instance());
            if (now == null) {
                return PerformedAction.rejected(action, "it has no profile any more");
            }
            if (!now.profileId().equals(action.formerId())) {
                return new PerformedAction(action, Effect.ALREADY);
            }
            return action.association().equals(now.associationId())
                    ? replace(action)
                    : PerformedAction.rejected(action, "its association changed meanwhile");
        } catch (ComputeException e) {
            return PerformedAction.rejected(action, e.why());
        }
    }

    private PerformedAction replace(Action.AssociateInstance action) {
        String association =
                compute.get()
                        .writer()
                        .perform(
                                new ComputeAction.ReplaceAssociation(
                                        action.region(),
                                        action.instance(),
                                        action.association(),
                                        action.profile()));
        Set<String> known = new LinkedHashSet<>(inventory.associations(action.profile()));
        if (known.size() < UseInventory.MOST && known.add(association)) {
            inventory.save(action.profile(), known);
        }
        return new PerformedAction(action, Effect.DONE);
    }
}
