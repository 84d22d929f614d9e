package dev.profileguard.sandbox.server;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.notify.Gate;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the service that a request is for: by what it is signed for, else by its looks.
final class Front {
    private final Controls controls;
    private final Keyring keyring;
    private final Map<String, Service> services;

    Front(Sandbox sandbox) {
        controls = new Controls(sandbox);
        keyring = new Keyring(sandbox.clock());
        services =
                Map.of(
                        "iam", new IamService(sandbox.account()),
                        "sts", new StsService(sandbox, keyring),
                        "dynamodb", new DynamoService(sandbox.database()),
                        "lambda", new InvokeService(sandbox.lambda()),
                        "sns", new TopicService(sandbox.notifyServices().topics(Gate.OPEN)),
                        "events", BusOperations.service(sandbox.notifyServices().bus(Gate.OPEN)),
                        "sqs", QueueOperations.service(sandbox.notifyServices().queues(Gate.OPEN)),
                        "tagging", JsonServices.tagging(sandbox.taggingApi()),
                        "ssm", JsonServices.parameters(sandbox.parameters()),
                        "ec2", new Ec2Service(sandbox.instances()));
    }

    Reply answer(Request request) {
        if (request.path().startsWith(Controls.PREFIX)) {
            return controls.answer(request);
        }
        Signature signature = request.signature();
        Service service = services.get(signature == null ? guess(request) : signature.service());
        if (service == null) {
            return Reply.message(501, "The sandbox has only: " + new TreeSet<>(services.keySet()));
        }
        return answer(service, request, signature);
    }

    private Reply answer(Service service, Request request, @Nullable Signature signature) {
        try {
            if (signature == null) {
                Signature.requireWhole(request.header("authorization"));
                throw new Refusal(
                        403,
                        "MissingAuthenticationToken",
                        "Request is missing Authentication Token");
            }
            return service.answer(request, keyring.caller(signature.accessKeyId()));
        } catch (Refusal refusal) {
            return service.refused(request, refusal);
        }
    }

    private static String guess(Request request) {
        if (request.header("x-amz-target").startsWith("DynamoDB")) {
            return "dynamodb";
        }
        if (request.path().startsWith("/2015-03-31/")) {
            return "lambda";
        }
        String form = request.query() + "&" + request.body();
        return form.contains("Version=2011-06-15") ? "sts" : "iam";
    }
}
