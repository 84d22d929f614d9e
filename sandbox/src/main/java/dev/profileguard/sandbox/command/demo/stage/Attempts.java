package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.timeline.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The calls that people make in the scenes, in their order.
final class Attempts {
    private static final String OBSERVER = Sandbox.user(Stage.OBSERVER).arn();

    private final Sandbox sandbox;
    private final List<Attempt> all = new ArrayList<>();
    private String scene = "";

    Attempts(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    List<Attempt> all() {
        return List.copyOf(all);
    }

    void scene(String title) {
        scene = title;
    }

    /// Makes calls that the timeline shows, such as those of IAM and EC2.
    ///
    /// @param by as [Attempt#by]
    <T> T make(String by, Supplier<T> calls) {
        int before = sandbox.timeline().entries().size();
        try {
            T result = calls.get();
            add(by, before, "");
            return result;
        } catch (AwsServiceException refused) {
            add(by, before, refused.awsErrorDetails().errorMessage());
            throw refused;
        }
    }

    /// A refused call is the last one.
    private void add(String by, int before, String refusal) {
        List<Entry> entries = sandbox.timeline().entries();
        List<String> calls =
                entries.subList(before, entries.size()).stream()
                        .filter(entry -> entry.kind() == Entry.Kind.CALL)
                        .filter(entry -> entry.function() == null)
                        .filter(entry -> !OBSERVER.equals(entry.actor()))
                        .map(entry -> entry.service() + ":" + entry.operation())
                        .toList();
        for (int i = 0; i < calls.size(); i++) {
            add(by, calls.get(i), i == calls.size() - 1 ? refusal : "");
        }
    }

    /// Adds one call.
    ///
    /// @param refusal empty: AWS accepted it
    void add(String by, String call, String refusal) {
        all.add(new Attempt(scene, by, call, refusal));
    }

    /// Why a user may not invoke a function; empty: he may.
    String refusedInvocation(String user, String function) {
        Caller caller = Sandbox.user(user);
        String arn =
                sandbox.lambda()
                        .find(function)
                        .orElseThrow(() -> new IllegalArgumentException("No function " + function))
                        .arn();
        String refusal = sandbox.permissions().of(caller).refusal("lambda:InvokeFunction", arn);
        String text = refusal == null ? "" : refusal;
        add(user, "lambda:InvokeFunction", text);
        return text;
    }
}
