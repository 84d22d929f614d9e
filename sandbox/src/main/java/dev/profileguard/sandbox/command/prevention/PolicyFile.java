package dev.profileguard.sandbox.command.prevention;

import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import java.util.ArrayList;
import java.util.List;

/// A policy, with one statement in a line.
///
/// @param name of its file
/// @param text its document
/// @param size in characters, as its limit counts them
/// @param limit the most characters
record PolicyFile(String name, String text, int size, int limit) {
    /// AWS Organizations takes 10,240 characters, white space included, and ten policies on a
    /// target since May 2026; before, and in older documentation, 5,120 and five. Policies of this
    /// size fit both.
    /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
    private static final int OF_ORGANIZATION = 5_120;

    /// One of the five is AWS's own, which allows everything.
    static final int MOST_ON_A_TARGET = 4;

    /// Without white space.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    private static final int OF_MANAGED_POLICY = 6_144;

    private static final String BEGIN = "{\"Version\":\"2012-10-17\",\"Statement\":[\n";
    private static final String END = "\n]}\n";

    /// The statements in as few policies as possible.
    ///
    /// @param name without a number and an ending
    static List<PolicyFile> ofOrganization(String name, List<Statement> statements) {
        List<List<String>> parts = new ArrayList<>();
        for (Statement each : statements) {
            String text = each.text();
            parts.stream()
                    .filter(part -> document(with(part, text)).length() <= OF_ORGANIZATION)
                    .findFirst()
                    .ifPresentOrElse(
                            part -> part.add(text),
                            () -> parts.add(new ArrayList<>(List.of(text))));
        }
        List<PolicyFile> files = new ArrayList<>();
        for (List<String> part : parts) {
            String number = parts.size() == 1 ? "" : "-" + (files.size() + 1);
            String text = document(part);
            files.add(
                    new PolicyFile(name + number + ".json", text, text.length(), OF_ORGANIZATION));
        }
        return files;
    }

    /// The statements in one managed policy.
    static PolicyFile ofIam(String name, List<String> statements) {
        String text = document(statements);
        return new PolicyFile(name + ".json", text, PolicyText.size(text), OF_MANAGED_POLICY);
    }

    /// Whether its size is within the limit.
    boolean fits() {
        return size <= limit;
    }

    /// Whether all of these can be attached to one target.
    static boolean fit(List<PolicyFile> files) {
        return files.size() <= MOST_ON_A_TARGET && files.stream().allMatch(PolicyFile::fits);
    }

    private static List<String> with(List<String> part, String text) {
        List<String> all = new ArrayList<>(part);
        all.add(text);
        return all;
    }

    private static String document(List<String> statements) {
        return BEGIN + String.join(",\n", statements) + END;
    }
}
