package dev.profileguard.sandbox.account;

import org.jspecify.annotations.Nullable;

/// The commands of the AWS CLI that record an account.
enum Command {
    DETAILS("get-account-authorization-details"),
    LISTING("list-instance-profiles"),
    PROFILE("get-instance-profile"),
    SUMMARY("get-account-summary");

    private final String label;

    Command(String label) {
        this.label = label;
    }

    /// The name in the AWS CLI.
    String label() {
        return label;
    }

    /// The elements of the commands' outputs that are read.
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

    /// The element with this name in an output; null: it is not read.
    static @Nullable Element element(String name) {
        for (Element element : Element.values()) {
            if (element.label.equals(name)) {
                return element;
            }
        }
        return null;
    }
}
