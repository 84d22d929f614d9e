package dev.profileguard.bench;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;

/// The account that all processes work on: a sandbox, over HTTP.
final class Account implements AutoCloseable {
    static final String TRUST =
            "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\":"
                    + " {\"Service\": \"ec2.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}]}";
    private static final int QUOTA = 5_000;
    private static final Map<String, String> OFF =
            Map.of("GuardMode", "off", "ProvisionMode", "off", "TagMode", "off");

    private final Sandbox sandbox;
    private final SandboxServer server;
    private final IamClient admin;
    private int profiles;

    private Account(Sandbox sandbox, SandboxServer server) {
        this.sandbox = sandbox;
        this.server = server;
        this.admin = sandbox.iamAs("admin");
    }

    /// Has the roles of the jobs.
    static Account start(Path checkout) throws IOException {
        Sandbox sandbox =
                Sandbox.start(checkout.resolve("template.yaml"), OFF, Sandbox.Mode.REAL_CLOCK);
        Account account = new Account(sandbox, SandboxServer.start(sandbox, "127.0.0.1", 0));
        sandbox.account().instanceProfileQuota(QUOTA);
        for (String role : new String[] {"web", "other", "new"}) {
            account.admin.createRole(r -> r.roleName(role).assumeRolePolicyDocument(TRUST));
        }
        return account;
    }

    /// Adds guarded profiles, whose recorded role is `web`.
    ///
    /// @param all how many there are then
    void grow(int all) {
        for (; profiles < all; profiles++) {
            String profile = profile(profiles);
            admin.createInstanceProfile(r -> r.instanceProfileName(profile));
            admin.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName("web"));
            sandbox.lambda()
                    .invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"" + profile + "\"}}");
        }
    }

    int profiles() {
        return profiles;
    }

    /// Makes the change of the number, and gives its event.
    String change(Job job, int number) {
        String profile = profile(number % profiles);
        job.needed(admin, profile);
        return job.event(number, profile);
    }

    /// Whether the first change is undone.
    boolean isRepaired(Job job) {
        return job.isRepaired(sandbox.account(), profile(0));
    }

    private static String profile(int number) {
        return "prod-web-" + number;
    }

    /// The variables of the processes.
    Map<String, String> environment() {
        return environment(server.url(), sandbox);
    }

    /// The variables of processes that call an endpoint.
    static Map<String, String> environment(String endpoint, Sandbox sandbox) {
        String table = sandbox.template().tables().getFirst().name();
        return Map.ofEntries(
                Map.entry("AWS_ENDPOINT_URL", endpoint),
                Map.entry("AWS_REGION", "us-east-1"),
                Map.entry("AWS_DEFAULT_REGION", "us-east-1"),
                Map.entry("AWS_ACCESS_KEY_ID", "function"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "any"),
                Map.entry("POWERTOOLS_SERVICE_NAME", "profile-guard"),
                Map.entry("BASELINE_TABLE", table),
                Map.entry("FAILURES_TABLE", table),
                Map.entry("GUARD_MODE", "enforce"),
                Map.entry("TRUSTED_PRINCIPALS", "nobody"),
                Map.entry("GUARDED_PROFILES", "prod-*"),
                Map.entry("BREAKER_REVERTS", "100"),
                Map.entry("BREAKER_WINDOW_MINUTES", "1"),
                Map.entry("INSTANCE_REGIONS", "us-east-1"),
                Map.entry("PROVISION_MODE", "enforce"),
                Map.entry("PROVISION_FOR", "all"),
                Map.entry("PROVISION_DELAY_SECONDS", "0"),
                Map.entry("TAG_MODE", "enforce"),
                Map.entry("ADVICE_MODE", "observe"),
                Map.entry("MANUAL_REQUESTS", "all"),
                Map.entry("TAG_DEFAULTS", "Team=none"),
                Map.entry(
                        "TAG_POLICY",
                        "{\"tags\": {\"Team\": {\"tag_key\": \"Team\","
                                + " \"report_required_tag_for\": [\"iam:instance-profile\"]}}}"));
    }

    @Override
    public void close() {
        server.close();
        sandbox.close();
    }
}
