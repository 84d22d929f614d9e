package dev.profileguard.sandbox.account;

import org.jspecify.annotations.Nullable;

/// What people record an account with.
enum Command {
    DETAILS("get-account-authorization-details"),
    LISTING("list-instance-profiles"),
    PROFILE("get-instance-profile"),
    SUMMARY("get-account-summary");

    private final String label;

    Command(String label) {
        this.label = label;
    }

    /// As the AWS CLI spells it.
    String label() {
        return label;
    }

    /// An element of a command's output that matters.
    enum Element {
        USERS("UserDetailList", DETAILS),
        GROUPS("GroupDetailList", DETAILS),
        ROLES("RoleDetailList", DETAILS),
        POLICIES("Policies", DETAILS),
        PROFILES("InstanceProfiles", LISTING),
        PROFILE("InstanceProfile", Command.PROFILE),
        QUOTAS("SummaryMap", SUMMARY);

        private final String label;
        private final Command command;

        Element(String label, Command command) {
            this.label = label;
            this.command = command;
        }

        Command command() {
            return command;
        }
    }

    /// @param name as it stands in the output; null: none that matters
    static @Nullable Element element(String name) {
        for (Element element : Element.values()) {
            if (element.label.equals(name)) {
                return element;
            }
        }
        return null;
    }
}
