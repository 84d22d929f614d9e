package dev.profileguard.sandbox.command.operate;

import java.util.List;

/// How many roles and profiles are created, changed and deleted.
record Counts(int added, int changed, int deleted) {
    /// A resource that is deleted and created again counts as both.
    static Counts of(List<ResourceChange> changes) {
        int added = 0;
        int changed = 0;
        int deleted = 0;
        for (ResourceChange each : changes) {
            switch (each.sign()) {
                case ADD -> added++;
                case CHANGE -> changed++;
                case DELETE -> deleted++;
                case REPLACE -> {
                    added++;
                    deleted++;
                }
            }
        }
        return new Counts(added, changed, deleted);
    }

    /// `3 to add, 2 to change, 1 to delete`.
    String planned() {
        return "%d to add, %d to change, %d to delete".formatted(added, changed, deleted);
    }

    /// `3 added, 2 changed, 1 deleted`.
    String done() {
        return "%d added, %d changed, %d deleted".formatted(added, changed, deleted);
    }
}
