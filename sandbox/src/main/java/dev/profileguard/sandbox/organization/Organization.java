package dev.profileguard.sandbox.organization;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.World;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.time.SandboxClock;
import dev.profileguard.sandbox.time.Scheduler;
import dev.profileguard.sandbox.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Accounts that each have the whole stack, and the administrator's account that collects their
/// findings and their status, and starts their sweeps. They share one clock, and each call stays in
/// its account.
public final class Organization implements AutoCloseable {
    /// The path and the beginning of the names of the functions' roles in all accounts.
    private static final String PATH = "/profile-guard/";

    private static final String PREFIX = "profile-guard-";
    private static final String ID = "o-a1b2c3d4e5";
    private static final long FIRST = 210_000_000_001L;

    /// Whose roles may send findings.
    private static final List<String> FUNCTIONS =
            List.of(
                    "ProfileGuard",
                    "ProfileProvisioner",
                    "TagEnforcer",
                    "NodeRoleCheck",
                    "FailureAdvisor",
                    "ProfileRotation",
                    "Canary",
                    "Backfill");

    private final World world;
    private final Map<String, Sandbox> members = new LinkedHashMap<>();
    private final Centre centre;
    private @Nullable Ticker ticker;

    /// @param stack the central one
    private Organization(
            Stack stack,
            SandboxClock clock,
            boolean stopped,
            Path template,
            Map<String, String> parameters,
            int accounts) {
        Scheduler scheduler =
                new Scheduler(
                        clock,
                        stopped ? Runnable::run : Executors.newVirtualThreadPerTaskExecutor());
        FindingsBus bus =
                new FindingsBus(
                        stack.arn("events", "event-bus/%s-findings".formatted(Stack.NAME)),
                        ID,
                        FUNCTIONS.stream()
                                .map(each ->
                                        "arn:%s:iam::*:role%s%s%s"
                                                .formatted(Stack.PARTITION, PATH, PREFIX, each))
                                .toList(),
                        scheduler);
        SweepRole role =
                new SweepRole(
                        PATH,
                        PREFIX,
                        stack.iamArn("role%s%s-SweepAll".formatted(PATH, Stack.NAME)));
        world = new World(clock, scheduler, stopped, bus);
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("RolePath", PATH);
        all.put("RoleNamePrefix", PREFIX);
        all.put("FindingsBus", bus.arn());
        all.put("OrganizationSweeper", role.sweeper());
        IntStream.range(0, accounts)
                .mapToObj(i -> Long.toString(FIRST + i))
                .forEach(account -> join(account, template, all));
        centre = Centre.deployed(stack, world, bus, role, members);
    }

    /// An organization whose clock is stopped at this time and moves only on request.
    ///
    /// @param template of the stack of each account
    /// @param parameters values for the template's parameters, the same in each account; others
    ///   have their defaults, except that CanaryMinutes and SweepMode are off
    /// @param accounts how many there are, without that of the administrator
    public static Organization stoppedAt(
            Instant time, Path template, Map<String, String> parameters, int accounts) {
        return new Organization(
                Stack.DEFAULT,
                SandboxClock.stoppedAt(time),
                true,
                template,
                quiet(parameters),
                accounts);
    }

    /// An organization whose clock runs.
    ///
    /// @param template as above
    /// @param parameters as above, except that only CanaryMinutes is off
    /// @param accounts as above
    public static Organization running(
            Path template, Map<String, String> parameters, int accounts) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.putIfAbsent("CanaryMinutes", "off");
        Organization organization =
                new Organization(
                        Stack.DEFAULT, SandboxClock.running(), false, template, all, accounts);
        organization.ticker = Ticker.watch(organization.world.scheduler());
        return organization;
    }

    private static Map<String, String> quiet(Map<String, String> parameters) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.putIfAbsent("CanaryMinutes", "off");
        all.putIfAbsent("SweepMode", "off");
        return all;
    }

    private void join(String account, Path template, Map<String, String> parameters) {
        Sandbox member =
                Sandbox.in(
                        world,
                        TemplateReader.read(new Stack(account), template, parameters, Map.of()));
        members.put(account, member);
    }

    /// The accounts by their numbers, without that of the administrator.
    public Map<String, Sandbox> members() {
        return members;
    }

    /// The administrator's account.
    public Centre centre() {
        return centre;
    }

    /// Runs all due work in all accounts, and the work that becomes due through it.
    public void settle() {
        world.scheduler().settle();
    }

    /// Moves the clock of all accounts forward and runs the work that becomes due.
    public void advance(Duration time) {
        world.scheduler().advance(time);
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
        }
        centre.sandbox().close();
        members.values().forEach(Sandbox::close);
    }
}
