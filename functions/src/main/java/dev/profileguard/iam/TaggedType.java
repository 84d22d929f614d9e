package dev.profileguard.iam;

/// The types of resources whose tags are enforced.
public enum TaggedType {
    /// IAM roles. Their tag keys are case-insensitive.
    ROLE("role"),
    /// Instance profiles. Their tag keys are case-sensitive.
    INSTANCE_PROFILE("instance-profile");

    private final String text;

    TaggedType(String text) {
        this.text = text;
    }

    /// The type in tag policies, such as `iam:instance-profile`.
    public String resourceType() {
        return "iam:" + text();
    }

    /// The type in subjects and sentences, such as `instance-profile`.
    public String text() {
        return text;
    }
}
