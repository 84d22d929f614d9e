package dev.profileguard.iam;

/// What carries the tags that are enforced.
public enum TaggedType {
    /// IAM roles, whose tag keys are equal without regard to case.
    ROLE("role"),
    /// Instance profiles, whose tag keys differ by case.
    INSTANCE_PROFILE("instance-profile");

    private final String text;

    TaggedType(String text) {
        this.text = text;
    }

    /// As tag policies name it, such as `iam:instance-profile`.
    public String resourceType() {
        return "iam:" + text();
    }

    /// As subjects and sentences have it, such as `instance-profile`.
    public String text() {
        return text;
    }
}
