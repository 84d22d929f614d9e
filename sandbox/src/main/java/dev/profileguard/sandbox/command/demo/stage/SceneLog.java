package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import dev.profileguard.sandbox.timeline.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps what a [Scene] consists of, until it ends. It looks at the account without calls, because
/// faults of the sandbox concern the next call.
final class SceneLog {
    private final Sandbox sandbox;
    private final String function;
    private final String observer;
    private final Consumer<Scene> ended;
    private final List<String> states = new ArrayList<>();
    private String title = "";
    private @Nullable String followed;
    private int began;
    private int expectations;
    private int failed;
    private int failedBefore;

    /// @param observer the ARN of who reads the account for the output: its calls belong to no
    ///   scene
    /// @param ended gets each scene at its end
    SceneLog(Sandbox sandbox, String function, String observer, Consumer<Scene> ended) {
        this.sandbox = sandbox;
        this.function = function;
        this.observer = observer;
        this.ended = ended;
    }

    void begin(String title) {
        this.title = title;
        began = sandbox.timeline().entries().size();
        expectations = 0;
        failedBefore = failed;
        followed = null;
        states.clear();
    }

    /// A profile is shown. The first of a scene is followed.
    void shows(String profile) {
        followed = followed == null ? profile : followed;
        follow();
    }

    /// Notes what is in the profile that is followed, if there is one.
    void follow() {
        if (followed != null) {
            states.add(state(sandbox.account().latest().profiles().find(followed)));
        }
    }

    private static String state(@Nullable ProfileEntry profile) {
        return profile == null ? "gone" : Objects.requireNonNullElse(profile.roleName(), "no role");
    }

    void expects(boolean met) {
        expectations++;
        failed += met ? 0 : 1;
    }

    /// How many expectations were not met in all scenes.
    int failed() {
        return failed;
    }

    void end() {
        if (title.isEmpty()) {
            return; // there was none yet
        }
        follow();
        List<Entry> all = sandbox.timeline().entries();
        ended.accept(
                new Scene(
                        function,
                        title,
                        all.subList(began, all.size()).stream()
                                .filter(entry -> !observer.equals(entry.actor()))
                                .toList(),
                        followed,
                        states,
                        expectations,
                        failed - failedBefore));
        title = "";
    }
}
