package dev.profileguard.training;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.advice.FailureAdvisorHandler;
import dev.profileguard.backfill.BackfillHandler;
import dev.profileguard.canary.CanaryHandler;
import dev.profileguard.guard.ProfileGuardHandler;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.rehearsal.ConnectedRehearsal;
import dev.profileguard.lambda.rehearsal.Rehearsal;
import dev.profileguard.noderole.NodeRoleCheckHandler;
import dev.profileguard.provision.ProfileProvisionerHandler;
import dev.profileguard.rotation.ProfileRotationHandler;
import dev.profileguard.tag.TagEnforcerHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// In place of a function's handler, it has every function rehearse, and ends the process: then
/// Java writes its cache of the classes that were loaded. Only the build of the container image
/// starts it: see docs/decisions/container-image.md.
public final class CacheTraining implements RequestStreamHandler {
    /// The cache has classes, not compiled code. Some are made at the second call only.
    private static final int ROUNDS = 3;

    /// Those that handle the events of a rehearsal.
    private static final List<Function<Platform, FunctionHandler>> REHEARSING =
            List.of(
                    ProfileGuardHandler::new,
                    ProfileProvisionerHandler::new,
                    TagEnforcerHandler::new,
                    NodeRoleCheckHandler::new,
                    FailureAdvisorHandler::new);

    private static final List<Function<Platform, RequestStreamHandler>> OTHERS =
            List.of(ProfileRotationHandler::new, BackfillHandler::new, CanaryHandler::new);

    /// For the runtime interface client, which takes this class for a function.
    public CacheTraining() throws IOException, GeneralSecurityException {
        try (LocalServer server = LocalServer.plain()) {
            ask(server);
        }
        try (LocalServer server = LocalServer.encrypted()) {
            ask(server);
        }
        for (Function<Platform, FunctionHandler> function : REHEARSING) {
            Rehearsal.play(System.getenv(), function, ROUNDS);
        }
        System.exit(0);
    }

    /// All functions, each made by its platform.
    static List<Function<Platform, ? extends RequestStreamHandler>> functions() {
        return Stream.<Function<Platform, ? extends RequestStreamHandler>>concat(
                        REHEARSING.stream(), OTHERS.stream())
                .toList();
    }

    private static void ask(LocalServer server) throws IOException {
        ConnectedRehearsal rehearsal = ConnectedRehearsal.with(System.getenv(), server.url());
        for (Function<Platform, ? extends RequestStreamHandler> function : functions()) {
            rehearsal.play(function);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        throw new IllegalStateException("Only the build of the container image needs this class");
    }
}
