package dev.profileguard.finding.delivery;

/// The schema of findings in events.
public enum EventSchema {
    /// That of docs/findings/finding.schema.json.
    NATIVE("native"),
    /// Detection Finding of the Open Cybersecurity Schema Framework.
    OCSF("ocsf");

    private final String text;

    EventSchema(String text) {
        this.text = text;
    }

    /// The value of the parameter `FindingsSchema`, such as `native`.
    public String text() {
        return text;
    }
}
