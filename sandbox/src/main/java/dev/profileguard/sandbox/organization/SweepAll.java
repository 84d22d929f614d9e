package dev.profileguard.sandbox.organization;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.Role;

/// The state machine that starts the sweep of each account, through a role there. An account in
/// which it cannot does not stop the others.
public final class SweepAll {
    private static final String HOST = "states.amazonaws.com";

    private final String arn;
    private final SweepRole role;
    private final String bucket;
    private final Map<String, Sandbox> members;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Consumer<SweepRun> results;
    private final List<SweepRun> runs = new ArrayList<>();

    /// @param bucket in which an execution keeps what failed
    /// @param results takes an execution before it ends
    SweepAll(
            String arn,
            SweepRole role,
            String bucket,
            Map<String, Sandbox> members,
            Scheduler scheduler,
            InstantSource clock,
            Consumer<SweepRun> results) {
        this.arn = arn;
        this.role = role;
        this.bucket = bucket;
        this.members = members;
        this.scheduler = scheduler;
        this.clock = clock;
        this.results = results;
    }

    /// `arn:aws:states:REGION:ACCOUNT:stateMachine:NAME`.
    public String arn() {
        return arn;
    }

    /// Starts an execution soon. It fails if the mode is neither `sweep` nor `plan`.
    ///
    /// @param name null: it gets one
    public SweepRun start(@Nullable String name, String mode) {
        String execution =
                "%s:%s"
                        .formatted(
                                arn.replace(":stateMachine:", ":execution:"),
                                name == null ? UUID.randomUUID().toString() : name);
        SweepRun run = new SweepRun(execution, mode, bucket, clock.instant(), members.size());
        synchronized (runs) {
            runs.add(run);
        }
        scheduler.in(Duration.ZERO, () -> sweep(run));
        return run;
    }

    /// The execution with this ARN.
    public Optional<SweepRun> run(String executionArn) {
        synchronized (runs) {
            return runs.stream().filter(each -> each.arn().equals(executionArn)).findFirst();
        }
    }

    private void sweep(SweepRun run) {
        if (run.hasMode()) {
            members.forEach((account, member) -> run.add(sweep(account, member, run)));
            results.accept(run);
        }
        run.end(clock.instant());
    }

    /// The execution in the account has the name of that of the centre. How Step Functions names a
    /// role that it cannot assume is not known.
    private AccountSweep sweep(String account, Sandbox member, SweepRun run) {
        Optional<Role> found = role.in(member);
        if (found.isEmpty()) {
            return new AccountSweep.Failed(
                    account,
                    "States.TaskFailed",
                    "The role %s cannot be assumed".formatted(role.arn(account)));
        }
        String machine = role.machine(account);
        try {
            return new AccountSweep.Started(
                    account,
                    member.executionCalls()
                            .start(origin(found.get()), machine, run.name(), run.input())
                            .arn());
        } catch (AwsServiceException refused) {
            return new AccountSweep.Failed(
                    account,
                    "Sfn.%sException"
                            .formatted(
                                    refused.awsErrorDetails()
                                            .errorCode()
                                            .replaceFirst("Exception$", "")),
                    refused.awsErrorDetails().errorMessage());
        }
    }

    private static Origin origin(Role role) {
        Caller session = Sandbox.sessionOf(role, "SweepAll", "ASIASWEEPALL");
        return new Origin(session, HOST, HOST).in(Stack.REGION);
    }
}
