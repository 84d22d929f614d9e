package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

/// A function that stops between two writes leaves an empty profile. It is finished by the next
/// sweep, plan or event, and a finding says so until then.
class HalfMadeProfileTest {
    @ParameterizedTest
    @MethodSource("cases")
    void isFinishedByTheNextSweep(Case each) {
        play(each, account -> account.backfill(SWEEP));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isFinishedByAPlan(Case each) {
        play(
                each,
                account -> {
                    Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");
                    account.sandbox().advance(Duration.ofMinutes(1));
                    account.backfill(
                            "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan")));
                });
    }

    @ParameterizedTest
    @MethodSource("casesWithEvents")
    void isFinishedByTheNextEvent(Case each) {
        play(
                each,
                account -> {
                    Objects.requireNonNull(each.event()).accept(account);
                    account.sandbox().advance(Duration.ofMinutes(10));
                });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReportedUntilItIsFinished(Case each) {
        try (SweptAccount account = each.halfDone()) {
            List<String> before = mails(account);
            account.backfill(SWEEP);
            account.sandbox().settle();

            String finding = each.finding();
            assertThat(before)
                    .anyMatch(mail -> mail.endsWith("] " + finding))
                    .doesNotContain("[RESOLVED] " + finding);
            if (each.finding().startsWith("profile-unfinished")) {
                assertThat(mails(account)).contains("[RESOLVED] " + finding);
            }
        }
    }

    private static void play(Case each, Consumer<SweptAccount> recovery) {
        try (SweptAccount account = each.halfDone()) {
            assertThat(account.profiles()).as("half done").containsEntry(each.profile(), "");
            account.forget();

            recovery.accept(account);
            account.sandbox().settle();
            assertThat(account.profiles().get(each.profile())).isEqualTo(each.role());
            assertThat(failures(account)).isEmpty();

            account.later(Duration.ofMinutes(1));
            account.backfill(SWEEP);
            assertThat(account.writes()).isEmpty();
            assertThat(account.profiles().get(each.profile())).isEqualTo(each.role());
        }
    }

    /// One way in which a profile is left empty.
    ///
    /// @param refused the call that is refused
    /// @param until how long it is refused. The function tries again for more than an hour
    /// @param prepare what happens before
    /// @param trigger what the function reacts to
    /// @param later how long after that the recovery is
    /// @param meanwhile what happens before the recovery
    /// @param event an event about the role or profile; null: none would come
    /// @param role the role in the profile at the end; null: the profile is deleted
    /// @param finding what is reported about the refused call, and about what
    record Case(
            String name,
            List<String> parameters,
            String refused,
            Duration until,
            Consumer<SweptAccount> prepare,
            Consumer<SweptAccount> trigger,
            Duration later,
            Consumer<SweptAccount> meanwhile,
            @Nullable Consumer<SweptAccount> event,
            String profile,
            @Nullable String role,
            String finding) {
        @Override
        public String toString() {
            return name;
        }

        SweptAccount halfDone() {
            List<String> all =
                    new ArrayList<>(
                            List.of(
                                    "ProvisionMode", "enforce",
                                    "FindingsTopic", "arn:aws:sns:us-east-1:123456789012:alerts",
                                    "ExemptNames", "deployer"));
            all.addAll(parameters);
            SweptAccount account = SweptAccount.with(all.toArray(String[]::new));
            account.sandbox().faults().set("lose", "0");
            prepare.accept(account);
            account.later(Duration.ofHours(1));
            account.sandbox()
                    .account()
                    .gate(call -> {
                        boolean function = call.caller().arn().contains(":assumed-role/");
                        if (function && call.operation().equals(refused)) {
                            throw IamException.builder()
                                    .statusCode(403)
                                    .message("refused by a test")
                                    .build();
                        }
                    });
            trigger.accept(account);
            account.sandbox().advance(until);
            account.sandbox().account().gate(call -> {});
            account.sandbox().advance(later);
            meanwhile.accept(account);
            return account;
        }
    }

    static Stream<Case> cases() {
        Duration old = Duration.ofDays(91);
        return Stream.of(
                created("all", List.of("ProvisionFor", "all"), Duration.ZERO),
                created("unless-iac", List.of(), Duration.ZERO),
                created("all, creator unknown", List.of("ProvisionFor", "all"), old),
                created("unless-iac, creator unknown", List.of(), old),
                created("inherited tags", INHERITED, Duration.ZERO),
                created("guarded by name", List.of("GuardedProfiles", "we*"), Duration.ZERO),
                optedOut(),
                retired("the deletion may follow", STILL_TRIES, null),
                retired("the deletion did not follow", GIVES_UP, "web"),
                retiredAndDeleted(),
                restored());
    }

    static Stream<Case> casesWithEvents() {
        return cases().filter(each -> each.event() != null);
    }

    /// ProfileProvisioner cannot add the role.
    private static Case created(String name, List<String> parameters, Duration later) {
        return new Case(
                "created: " + name,
                parameters,
                "AddRoleToInstanceProfile",
                GIVES_UP,
                account -> {},
                HalfMadeProfileTest::createRole,
                later,
                account -> {},
                HalfMadeProfileTest::updateTrust,
                "web",
                "web",
                "profile-unfinished: role/web");
    }

    /// The same, and the role's owner wants no profile any more.
    private static Case optedOut() {
        Tag off = Tag.builder().key("profile-guard:provision").value("off").build();
        return new Case(
                "created: not wanted any more",
                List.of(),
                "AddRoleToInstanceProfile",
                GIVES_UP,
                account -> {},
                HalfMadeProfileTest::createRole,
                Duration.ZERO,
                account -> account.as("alice").tagRole(r -> r.roleName("web").tags(off)),
                null,
                "web",
                null,
                "profile-unfinished: role/web");
    }

    /// ProfileProvisioner cannot delete the profile of a role that is to be deleted.
    private static Case retired(String name, Duration until, @Nullable String role) {
        return new Case(
                "retired: " + name,
                List.of(),
                "DeleteInstanceProfile",
                until,
                HalfMadeProfileTest::provision,
                HalfMadeProfileTest::failToDeleteRole,
                Duration.ZERO,
                account -> {},
                HalfMadeProfileTest::updateTrust,
                "web",
                role,
                "profile-unfinished: role/web");
    }

    private static Case retiredAndDeleted() {
        return new Case(
                "retired: the deletion followed",
                List.of(),
                "DeleteInstanceProfile",
                STILL_TRIES,
                HalfMadeProfileTest::provision,
                HalfMadeProfileTest::failToDeleteRole,
                Duration.ZERO,
                HalfMadeProfileTest::deleteRole,
                null,
                "web",
                null,
                "profile-unfinished: role/web");
    }

    private static void provision(SweptAccount account) {
        createRole(account);
        account.sandbox().advance(Duration.ofMinutes(10));
    }

    private static void failToDeleteRole(SweptAccount account) {
        assertThatThrownBy(() -> deleteRole(account)).isInstanceOf(DeleteConflictException.class);
    }

    private static void deleteRole(SweptAccount account) {
        account.as("alice").deleteRole(r -> r.roleName("web"));
    }

    /// ProfileGuard cannot add the role to the profile that it created again.
    private static Case restored() {
        Tag tag = Tag.builder().key("a").value("b").build();
        return new Case(
                "restored",
                List.of("ProvisionMode", "off"),
                "AddRoleToInstanceProfile",
                GIVES_UP,
                account -> {
                    account.role("web");
                    account.profile("prod-web", "web");
                },
                account -> {
                    IamClient mallory = account.as("mallory");
                    SweptAccount.remove(mallory, "prod-web", "web");
                    mallory.deleteInstanceProfile(r -> r.instanceProfileName("prod-web"));
                },
                Duration.ZERO,
                account -> {},
                account ->
                        account.as("mallory")
                                .tagInstanceProfile(
                                        r -> r.instanceProfileName("prod-web").tags(tag)),
                "prod-web",
                "web",
                "profile-restored: instance-profile/prod-web");
    }

    private static void createRole(SweptAccount account) {
        account.as("alice")
                .createRole(r ->
                        r.roleName("web")
                                .assumeRolePolicyDocument(SweptAccount.TRUSTS_EC2)
                                .tags(Tag.builder().key("Owner").value("ann").build()));
    }

    private static void updateTrust(SweptAccount account) {
        account.as("alice")
                .updateAssumeRolePolicy(
                        r -> r.roleName("web").policyDocument(SweptAccount.TRUSTS_EC2));
    }

    private static List<String> failures(SweptAccount account) {
        return account.entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.INVOCATION)
                .map(entry -> String.valueOf(entry.detail()))
                .filter(detail -> detail.startsWith("failed"))
                .toList();
    }

    private static List<String> mails(SweptAccount account) {
        return account.sandbox().notifications().messages().stream()
                .map(each -> String.valueOf(each.subject()))
                .toList();
    }

    private static final Duration STILL_TRIES = Duration.ofMinutes(40);
    private static final Duration GIVES_UP = Duration.ofMinutes(90);
    private static final List<String> INHERITED =
            List.of(
                    "InheritedTags", "Owner",
                    "TagMode", "enforce",
                    "TagPolicy", "{\"tags\": {}}");
    private static final String SWEEP = "{\"mode\": \"sweep\"}";
}
