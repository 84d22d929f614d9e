package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One step from the old profile to the new one.
///
/// @param title what has to be done, as a sentence without its end
/// @param why the reason for its state, as a sentence; empty: the title says it
/// @param commands that do it, in order; empty: it is done
/// @param check how to see that it is done, as a command or a sentence
/// @param actions that do it, in order; empty: only a person can do it, or it is not its turn
public record RotationStep(
        String title,
        State state,
        String why,
        List<String> commands,
        String check,
        List<ComputeAction> actions) {
    private static final int MOST_COMMANDS = 100;

    /// At which point a step is.
    public enum State {
        /// It is done.
        DONE("done"),
        /// It can be done now, by ProfileRotation or by its commands.
        READY("ready"),
        /// Only a person can do it.
        BY_HAND("by-hand"),
        /// It is under way.
        UNDER_WAY("under-way"),
        /// An earlier step comes first.
        LATER("later"),
        /// It failed.
        FAILED("failed");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /// The state in results, such as `by-hand`.
        public String text() {
            return text;
        }
    }

    /// Takes copies.
    public RotationStep {
        commands = List.copyOf(commands);
        actions = List.copyOf(actions);
    }

    /// A step that is done.
    public static RotationStep done(String title) {
        return new RotationStep(title, State.DONE, "", List.of(), "", List.of());
    }

    /// A step that ProfileRotation can do, which the commands do too.
    public static RotationStep ready(
            String title, List<ComputeAction> actions, List<String> commands, String check) {
        return new RotationStep(title, State.READY, "", commands, check, actions);
    }

    /// A step that only a person can do.
    public static RotationStep byHand(
            String title, String why, List<String> commands, String check) {
        return new RotationStep(title, State.BY_HAND, why, commands, check, List.of());
    }

    /// A step that nobody has to do anything about now.
    public static RotationStep waiting(String title, State state, String why, String check) {
        return new RotationStep(title, state, why, List.of(), check, List.of());
    }

    /// A step that failed.
    public static RotationStep failed(
            String title, String why, List<String> commands, String check) {
        return new RotationStep(title, State.FAILED, why, commands, check, List.of());
    }

    /// Whether nothing is left to do about it.
    public boolean isDone() {
        return state == State.DONE;
    }

    /// Whether its first action is of the same kind.
    boolean isLike(RotationStep other) {
        return actions.getFirst().getClass() == other.actions.getFirst().getClass();
    }

    /// As JSON values, with at most 100 commands: the others are alike, and come when these are
    /// done.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", title);
        json.put("state", state.text());
        if (!why.isEmpty()) {
            json.put("why", why);
        }
        if (!commands.isEmpty()) {
            json.put("commands", commands.stream().limit(MOST_COMMANDS).toList());
        }
        if (commands.size() > MOST_COMMANDS) {
            json.put("moreCommands", commands.size() - MOST_COMMANDS);
        }
        if (!check.isEmpty()) {
            json.put("check", check);
        }
        return json;
    }
}
