package dev.profileguard.tag;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TagSubject;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import dev.profileguard.tag.rule.TagRules;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Keeps the tags of roles and instance profiles as the tag policy wants them, and has profiles
/// take tags from their role.
///
/// Takes CloudTrail's events about roles' and profiles' tags, and what people ask of it by invoking
/// it.
public final class TagEnforcerHandler extends FunctionHandler {
    private static final String NOBODYS = "profile-guard-priming";

    private final TagSettings settings;
    private final TagRulesSource rules;
    private final Reconciler reconciler;

    /// Lambda calls this one. Settings are read before anything is connected.
    ///
    /// @throws IllegalArgumentException when a setting is bad, naming its template parameter
    public TagEnforcerHandler() {
        this(TagSettings.from(System.getenv()), LambdaPlatform.live());
        prime(this::readNothing);
    }

    /// For callers that bring their own surroundings: the sandbox and the tests.
    ///
    /// @throws IllegalArgumentException when a setting is bad, naming its template parameter
    public TagEnforcerHandler(Platform surroundings) {
        this(TagSettings.from(surroundings.environment()), surroundings);
    }

    private TagEnforcerHandler(TagSettings settings, Platform surroundings) {
        this(
                settings,
                surroundings,
                new TagRulesSource(settings, surroundings),
                new Reconciler(settings.mode(), "TagMode", surroundings.pause()));
    }

    private TagEnforcerHandler(
            TagSettings settings,
            Platform surroundings,
            TagRulesSource rules,
            Reconciler reconciler) {
        super(surroundings, reconciler, rules.warnings());
        this.settings = settings;
        this.rules = rules;
        this.reconciler = reconciler;
    }

    private void readNothing() {
        TagContext tagging = tagging(rules.now());
        tagging.reader().role(new RoleName(NOBODYS));
        tagging.reader().profile(new ProfileName(NOBODYS));
        tagging.store().load("role/" + NOBODYS);
    }

    private TagContext tagging(TagRules current) {
        return TagContext.in(surroundings(), settings, current, reconciler);
    }

    @Override
    public Rule rule() {
        return Rule.TAG_ENFORCER;
    }

    @Override
    public InvocationResult event(CloudTrailEvent event, Context context) {
        TagRules current = rules.now();
        if (current.isEmpty()) {
            return notForUs("There is no rule for the tags of roles or profiles", event.id());
        }
        return switch (TagChangeExtraction.changes(event)) {
            case TagChangeExtraction.Found.NotForUs(String why) -> notForUs(why, event.id());
            case TagChangeExtraction.Found.Changes(List<TagChange> changes) ->
                    enforce(changes.stream().map(tagging(current)::task).toList(), context);
        };
    }

    private InvocationResult enforce(List<TagTask> tasks, Context context) {
        try {
            List<Outcome> outcomes = new ArrayList<>(reconcile(tasks, context).outcomes());
            outcomes.addAll(followers(tasks));
            return new InvocationResult(outcomes);
        } catch (RuntimeException e) {
            List<Outcome> told = followers(tasks);
            if (!told.isEmpty()) {
                report(context, new InvocationResult(told));
            }
            throw e;
        }
    }

    private static List<Outcome> followers(List<TagTask> tasks) {
        return tasks.stream().flatMap(task -> task.followers().stream()).toList();
    }

    @Override
    public InvocationResult request(Map<String, Object> json, Context context) {
        return switch (TagRequest.read(json)) {
            case TagRequest.Show(TagSubject subject) ->
                    new InvocationResult(
                            List.of(
                                    new TagView(tagging(rules.now()), context.getAwsRequestId())
                                            .of(subject)));
            case TagRequest.Check(TagSubject subject) -> check(subject, context);
        };
    }

    private InvocationResult check(TagSubject subject, Context context) {
        Call call =
                new Call(
                        new Actor.Unknown("a manual invocation"),
                        TagChange.INVOKE,
                        account(context),
                        context.getAwsRequestId(),
                        surroundings().clock().instant().truncatedTo(ChronoUnit.SECONDS));
        TagChange change = new TagChange(subject, new TagEdit.Asked(), call);
        return enforce(List.of(tagging(rules.now()).task(change)), context);
    }
}
