package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.page.PageFinding;
import dev.profileguard.page.PagePicture;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import dev.profileguard.sandbox.timeline.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Tag;

/// Keeps what a [Scene] consists of, until it ends. It looks at the account without calls, because
/// faults of the sandbox concern the next call.
final class SceneLog {
    private final Sandbox sandbox;
    private final String function;
    private final String observer;
    private final Consumer<Scene> ended;
    private final List<PagePicture> pictures = new ArrayList<>();
    private String title = "";
    private @Nullable String followed;
    private int began;
    private int reported;
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
        pictures.clear();
        reported = sandbox.timeline().findings().size();
    }

    /// A profile is shown. The first of a scene is followed.
    void shows(String profile) {
        followed = followed == null ? profile : followed;
        follow();
    }

    /// Notes what is in the profile that is followed, if there is one.
    void follow() {
        if (followed != null) {
            pictures.add(picture(followed));
        }
    }

    private PagePicture picture(String name) {
        AccountState account = sandbox.account().latest();
        ProfileEntry profile = account.profiles().find(name);
        if (profile == null) {
            return new PagePicture(null, List.of(), Map.of(), Map.of());
        }
        String role = profile.roleName();
        RoleEntry entry = role == null ? null : account.roles().find(role);
        return new PagePicture(
                role,
                List.of(profile.name()),
                entry == null ? Map.of() : tags(entry.role().tags()),
                tags(profile.profile().tags()));
    }

    private static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> values = new LinkedHashMap<>();
        tags.forEach(tag -> values.put(tag.key(), tag.value()));
        return values;
    }

    private List<PageFinding> findings() {
        List<Map<String, @Nullable Object>> all = sandbox.timeline().findings();
        return all.subList(reported, all.size()).stream().map(SceneLog::finding).toList();
    }

    private static PageFinding finding(Map<String, @Nullable Object> finding) {
        return new PageFinding(
                String.valueOf(finding.get("kind")),
                String.valueOf(finding.get("severity")),
                String.valueOf(finding.get("cause")),
                finding.get("todo") instanceof List<?> todo
                        ? todo.stream().map(String::valueOf).toList()
                        : List.of());
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
                        pictures,
                        findings(),
                        expectations,
                        failed - failedBefore));
        title = "";
    }
}
