package dev.profileguard.sandbox.aws.ec2;

import java.util.LinkedHashMap;
import java.util.Map;

/// The state of an instance.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html
public enum InstanceState {
    /// It starts.
    PENDING(0, "pending"),
    /// It runs.
    RUNNING(16, "running"),
    /// It is being terminated.
    SHUTTING_DOWN(32, "shutting-down"),
    /// It is gone; EC2 lists it for about an hour.
    TERMINATED(48, "terminated"),
    /// It is being stopped.
    STOPPING(64, "stopping"),
    /// It is stopped, and can be started.
    STOPPED(80, "stopped");

    private final int code;
    private final String text;

    InstanceState(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /// As EC2 writes it, such as `shutting-down`.
    public String text() {
        return text;
    }

    /// EC2's number of the state.
    int code() {
        return code;
    }

    /// The state that follows without any call.
    InstanceState settled() {
        return switch (this) {
            case PENDING, RUNNING -> RUNNING;
            case SHUTTING_DOWN, TERMINATED -> TERMINATED;
            case STOPPING, STOPPED -> STOPPED;
        };
    }

    /// Whether it is gone, or going.
    public boolean ends() {
        return settled() == TERMINATED;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", code);
        json.put("name", text);
        return json;
    }
}
