package dev.profileguard.sandbox.findings;

import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.aws.notify.Notification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// A sandbox that sends findings to a topic and to the bus, with the recorded profile `prod-web`,
/// which has the role `web`. Its clock is stopped.
///
/// Everybody is held to identity policies. Mallory and Eve may change instance profiles and pass
/// the role `evil`: not `web`.
final class NotifiedAccount extends AccountUnderTest {
    static final String NAME = "prod-web";
    static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";

    private int forgottenMails;

    private NotifiedAccount(String... parameters) {
        super(
                "ProfileGuard",
                Map.of(
                        "GuardMode", "enforce",
                        "GuardedProfiles", "prod-*",
                        "TrustedPrincipals", "arn:aws:iam::*:user/owner",
                        "ProvisionMode", "off",
                        "FindingsTopic", TOPIC,
                        "FindingsEvents", "true"),
                parameters);
    }

    /// Enforces and sends findings, unless the parameters say otherwise.
    static NotifiedAccount with(String... parameters) {
        NotifiedAccount account = new NotifiedAccount(parameters);
        account.setUp();
        return account;
    }

    private void setUp() {
        IamClient owner = as("owner");
        createRole(owner, "web");
        createRole(owner, "evil");
        createProfile(owner, NAME);
        add(owner, "web");
        hold();
        sandbox().settle();
        later();
    }

    private void hold() {
        List.of("owner", "pipeline", "admin", "alice")
                .forEach(name -> allow(name, Grant.EVERYTHING));
        List.of("mallory", "eve")
                .forEach(name -> allow(name, Grant.PROFILES, Grant.passing("evil")));
        allow("reader", Grant.PROFILES);
    }

    /// Moves the clock forward by an hour, and forgets the mails so far.
    void later() {
        sandbox().advance(Duration.ofHours(1));
        forgottenMails = sandbox().notifications().messages().size();
    }

    /// Makes a harmless call, whose event lets the function check the profile.
    void sendHarmlessEvent() {
        after(
                "reader",
                iam ->
                        iam.tagInstanceProfile(r ->
                                r.instanceProfileName(NAME)
                                        .tags(Tag.builder().key("Note").value("x").build())));
    }

    List<Notification> newMails() {
        List<Notification> all = sandbox().notifications().messages();
        return all.subList(forgottenMails, all.size());
    }

    /// The subjects of the mails.
    List<String> mails() {
        return newMails().stream().map(each -> String.valueOf(each.subject())).toList();
    }

    String role() {
        return roleIn(NAME);
    }

    List<String> undelivered() {
        return Objects.requireNonNull(sandbox().queues().messages("UndeliveredFindings"));
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
}
