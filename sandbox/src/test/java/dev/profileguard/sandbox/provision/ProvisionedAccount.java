package dev.profileguard.sandbox.provision;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// An empty account in which ProfileProvisioner enforces after two minutes. Its clock is stopped.
final class ProvisionedAccount extends AccountUnderTest {
    static final Duration DELAY = Duration.ofMinutes(2);

    private ProvisionedAccount(String... parameters) {
        super("ProfileProvisioner", Map.of("ProvisionMode", "enforce"), parameters);
    }

    /// Holds everybody to identity policies. Alice and her tools may do everything; Bob may run
    /// instances with any role.
    ProvisionedAccount held() {
        List.of("alice", "deployer").forEach(name -> allow(name, Grant.EVERYTHING));
        allow("bob", Grant.INSTANCES, Grant.passing("*"));
        return this;
    }

    /// Enforces, unless the parameters say otherwise.
    static ProvisionedAccount with(String... parameters) {
        return new ProvisionedAccount(parameters);
    }

    /// IAM as a user with this user agent sees it.
    IamClient by(String userAgent) {
        Caller.User deployer = Sandbox.user("deployer");
        return sandbox().account().as(deployer, userAgent, "198.51.100.7");
    }

    void createRole(String name) {
        createRole(as("alice"), name);
    }

    /// Lets the delay pass, and the function react.
    void afterTheDelay() {
        sandbox().settle();
        sandbox().advance(DELAY.plusSeconds(5));
    }

    /// Creates a role, lets the function create its profile, and forgets both.
    void provisioned(String role) {
        createRole(role);
        afterTheDelay();
        forget();
    }

    Map<String, String> tagsOf(String name) {
        Map<String, String> tags = new HashMap<>();
        for (Tag tag : Objects.requireNonNull(profile(name)).tags()) {
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }

    /// A field of the last finding of a kind, as text.
    String findingText(String kind, String field) {
        return String.valueOf(finding(kind).get(field));
    }

    /// Runs an action right before each of the function's calls, with the call's number from 0.
    void beforeItsCall(IntConsumer action) {
        List<String> calls = new ArrayList<>();
        sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("ProfileProvisioner")) {
                        calls.add(call.operation());
                        action.accept(calls.size() - 1);
                    }
                });
    }

    /// Runs an action right before the function's next call of an operation.
    void beforeItsNext(String operation, Runnable action) {
        List<String> done = new ArrayList<>();
        beforeEach(
                operation,
                () -> {
                    if (done.isEmpty()) {
                        done.add(operation);
                        action.run();
                    }
                });
    }

    /// The decision of each invocation with its reason.
    List<String> reasons() {
        return entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.INVOCATION)
                .map(entry -> String.valueOf(entry.detail()))
                .toList();
    }

    /// Invokes the function with all messages of the delay queue, before their delay has passed.
    ///
    /// @return its response
    String deliverEarly() {
        List<Map<String, String>> records = new ArrayList<>();
        for (String body : sandbox().queues().messages("ProvisionDelay")) {
            records.add(Map.of("messageId", "early-" + records.size(), "body", body));
        }
        try {
            return invoke(JSON.std.asString(Map.of("Records", records)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String invoke(String request) {
        return sandbox().lambda().invoke("ProfileProvisioner", request).payload();
    }

    /// Publishes the event of a file, with the current time.
    void publish(String file) {
        sandbox().bus().publish(recorded(file));
    }

    /// The event of a file, with the current time.
    BusEvent recorded(String file) {
        try {
            String json = Files.readString(Path.of("../events/ProfileProvisioner", file + ".json"));
            String now = sandbox().clock().instant().toString();
            return BusEvent.of(json.replace("2026-01-15T09:30:00Z", now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
