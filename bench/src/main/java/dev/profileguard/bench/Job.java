package dev.profileguard.bench;

import dev.profileguard.advice.FailureAdvisorHandler;
import dev.profileguard.guard.ProfileGuardHandler;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.Platform;
import dev.profileguard.provision.ProfileProvisionerHandler;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import dev.profileguard.tag.TagEnforcerHandler;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/// What somebody does to the account, and what a function does about it.
enum Job {
    /// Another role in a guarded profile: ProfileGuard puts the recorded one back.
    REVERT("revert", "AddRoleToInstanceProfile") {
        @Override
        void needed(IamClient admin, String profile) {
            admin.removeRoleFromInstanceProfile(
                    r -> r.instanceProfileName(profile).roleName("web"));
            admin.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName("other"));
        }

        @Override
        String parameters(String profile) {
            return "\"instanceProfileName\": \"" + profile + "\", \"roleName\": \"other\"";
        }
    },

    /// A tag that changes nothing: ProfileGuard finds no drift.
    NO_DRIFT("no-drift", "TagInstanceProfile") {
        @Override
        void needed(IamClient admin, String profile) {
            admin.tagInstanceProfile(r ->
                    r.instanceProfileName(profile)
                            .tags(Tag.builder().key("Note").value("x").build()));
        }

        @Override
        String parameters(String profile) {
            return "\"instanceProfileName\": \"" + profile + "\", \"tags\": []";
        }
    },

    /// A required tag that was removed: TagEnforcer sets it.
    TAG("tagged", "UntagInstanceProfile") {
        @Override
        void needed(IamClient admin, String profile) {
            admin.untagInstanceProfile(r -> r.instanceProfileName(profile).tagKeys("Team"));
        }

        @Override
        String parameters(String profile) {
            return "\"instanceProfileName\": \"" + profile + "\", \"tagKeys\": [\"Team\"]";
        }
    },

    /// A role without a profile: ProfileProvisioner creates one.
    PROVISION("provision", "CreateRole") {
        @Override
        void needed(IamClient admin, String profile) {
            try {
                admin.removeRoleFromInstanceProfile(
                        r -> r.instanceProfileName("new").roleName("new"));
                admin.deleteInstanceProfile(r -> r.instanceProfileName("new"));
            } catch (NoSuchEntityException | DeleteConflictException e) {
                return; // at first, there is none
            }
        }

        @Override
        String parameters(String profile) {
            return "\"roleName\": \"new\"";
        }
    },

    /// A call that succeeded: FailureAdvisor has nothing to explain.
    NOT_FOR_US("not-for-us", "TagInstanceProfile") {
        @Override
        void needed(IamClient admin, String profile) {}

        @Override
        String parameters(String profile) {
            return "\"instanceProfileName\": \"" + profile + "\", \"tags\": []";
        }
    };

    static final String ACCOUNT = "123456789012";

    private final String decision;
    private final String call;

    Job(String decision, String call) {
        this.decision = decision;
        this.call = call;
    }

    /// Whether the function changes something in the account.
    boolean repairs() {
        return this != NO_DRIFT && this != NOT_FOR_US;
    }

    /// Whether the change of the profile, or of the role, is undone.
    boolean isRepaired(IamAccount account, String profile) {
        return switch (this) {
            case REVERT -> "web".equals(entry(account, profile).roleName());
            case TAG ->
                    entry(account, profile).profile().tags().stream()
                            .anyMatch(tag -> tag.key().equals("Team"));
            case PROVISION -> account.profile("new").isPresent();
            case NO_DRIFT, NOT_FOR_US -> true;
        };
    }

    private static ProfileEntry entry(IamAccount account, String profile) {
        return Objects.requireNonNull(account.latest().profiles().find(profile));
    }

    /// Makes the change, outside the measured process.
    abstract void needed(IamClient admin, String profile);

    /// The request parameters of its event, without braces.
    abstract String parameters(String profile);

    /// Makes the function that handles the event.
    Function<Platform, FunctionHandler> function() {
        return switch (this) {
            case REVERT, NO_DRIFT -> ProfileGuardHandler::new;
            case TAG -> TagEnforcerHandler::new;
            case PROVISION -> ProfileProvisionerHandler::new;
            case NOT_FOR_US -> FailureAdvisorHandler::new;
        };
    }

    /// @throws IllegalStateException if the function decided something else
    void check(String response) {
        if (!response.contains("\"decision\":\"" + decision + "\"")) {
            throw new IllegalStateException(this + ": " + response);
        }
    }

    /// The event of the change, at this moment.
    ///
    /// @param number no other event of the process has it
    /// @param profile the name of a guarded profile
    String event(int number, String profile) {
        return """
        {"version": "0", "id": "bench-%1$d", "detail-type": "AWS API Call via CloudTrail", "source": "aws.iam",
         "account": "%2$s", "time": "%3$s", "region": "us-east-1", "resources": [],
         "detail": {"eventVersion": "1.10", "eventSource": "iam.amazonaws.com", "eventName": "%4$s",
          "eventID": "00000000-0000-4000-8000-%1$012d", "eventTime": "%3$s", "awsRegion": "us-east-1",
          "recipientAccountId": "%2$s", "sourceIPAddress": "192.0.2.1", "userAgent": "bench", "readOnly": false,
          "userIdentity": {"type": "IAMUser", "principalId": "AIDAAAAAAAAAAAAAAAAAA", "accountId": "%2$s",
           "arn": "arn:aws:iam::%2$s:user/mallory", "userName": "mallory"},
          "requestParameters": {%5$s}, "responseElements": null}}
        """
                .formatted(
                        number,
                        ACCOUNT,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        call,
                        parameters(profile));
    }
}
