package dev.profileguard.sandbox.findings;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.notify.Notification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/// A sandbox whose findings go to a topic and onto the bus, with the recorded profile `prod-web`
/// that has role `web`. Its clock stands still.
final class ToldAccount implements AutoCloseable {
    static final String NAME = "prod-web";
    static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";

    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final Sandbox sandbox;
    private int mails;

    private ToldAccount(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Enforces and tells, unless the parameters say otherwise.
    static ToldAccount with(String... parameters) {
        Map<String, String> given = new HashMap<>();
        given.put("GuardMode", "enforce");
        given.put("GuardedProfiles", "prod-*");
        given.put("ProvisionMode", "off");
        given.put("FindingsTopic", TOPIC);
        given.put("FindingsEvents", "true");
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        ToldAccount account =
                new ToldAccount(
                        Sandbox.start(Path.of("../template.yaml"), given, Sandbox.Mode.TEST_CLOCK));
        account.setUp();
        return account;
    }

    private void setUp() {
        IamClient admin = as("admin");
        createRole(admin, "web");
        createRole(admin, "evil");
        admin.createInstanceProfile(r -> r.instanceProfileName(NAME));
        add(admin, "web");
        sandbox.settle();
        later();
    }

    /// An hour on, with the mails so far left out of what tests look at.
    void later() {
        sandbox.advance(Duration.ofHours(1));
        mails = sandbox.notifications().messages().size();
    }

    Sandbox sandbox() {
        return sandbox;
    }

    IamClient as(String user) {
        return sandbox.iamAs(user);
    }

    /// What this user does, and what follows from it.
    void after(String user, Consumer<IamClient> calls) {
        calls.accept(as(user));
        sandbox.settle();
    }

    /// What nobody hears of.
    void unseen(Consumer<IamClient> calls) {
        sandbox.faults().set("lose", "1");
        calls.accept(as("mallory"));
        sandbox.settle();
        sandbox.faults().set("lose", "0");
    }

    /// A harmless call, whose event has the profile looked at.
    void glance() {
        after(
                "reader",
                iam ->
                        iam.tagInstanceProfile(r ->
                                r.instanceProfileName(NAME)
                                        .tags(Tag.builder().key("Note").value("x").build())));
    }

    List<Notification> news() {
        List<Notification> all = sandbox.notifications().messages();
        return all.subList(mails, all.size());
    }

    /// The subjects of the mails since.
    List<String> mails() {
        return news().stream().map(each -> String.valueOf(each.subject())).toList();
    }

    String role() {
        return as("reader")
                .getInstanceProfile(r -> r.instanceProfileName(NAME))
                .instanceProfile()
                .roles()
                .stream()
                .map(Role::roleName)
                .findFirst()
                .orElse("none");
    }

    List<String> undelivered() {
        return Objects.requireNonNull(sandbox.queues().messages("UndeliveredFindings"));
    }

    static void swap(IamClient iam) {
        remove(iam, "web");
        add(iam, "evil");
    }

    static void add(IamClient iam, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(NAME).roleName(role));
    }

    static void remove(IamClient iam, String role) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(NAME).roleName(role));
    }

    static void createRole(IamClient iam, String name) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
