package dev.profileguard.tag;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import dev.profileguard.tag.rule.TagRules;
import java.time.temporal.ChronoUnit;
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
    private final Ports ports;

    /// Lambda calls this one. Settings are read before anything is connected.
    ///
    /// @throws IllegalArgumentException when a setting is bad, naming its template parameter
    public TagEnforcerHandler() {
        this(TagSettings.from(System.getenv()), LambdaPlatform.live());
        prime(this::readNothing);
    }

    /// For callers that bring their own platform: the sandbox and the tests.
    ///
    /// @throws IllegalArgumentException when a setting is bad, naming its template parameter
    public TagEnforcerHandler(Platform platform) {
        this(TagSettings.from(platform.environment()), platform);
    }

    private TagEnforcerHandler(TagSettings settings, Platform platform) {
        this(
                settings,
                platform,
                new TagRulesSource(settings, platform),
                platform.ports(settings.mode(), settings.table()));
    }

    private TagEnforcerHandler(
            TagSettings settings, Platform platform, TagRulesSource rules, Ports ports) {
        super(platform, new Reconciler(settings.mode(), "TagMode", ports), rules.warnings());
        this.settings = settings;
        this.rules = rules;
        this.ports = ports;
    }

    private void readNothing() {
        rules.now();
        ports.reader().role(new RoleName(NOBODYS));
        ports.reader().profile(new ProfileName(NOBODYS));
        ports.tags().load("role/" + NOBODYS);
    }

    private TagContext context(TagRules current) {
        return TagContext.of(settings, current);
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
            case Extracted.NotForUs(String why) -> notForUs(why, event.id());
            case Extracted.Found(List<TagChange> changes) ->
                    reconcile(changes.stream().map(context(current)::task).toList(), context);
        };
    }

    @Override
    public InvocationResult request(Map<String, Object> json, Context context) {
        return switch (TagRequest.read(json)) {
            case TagRequest.Show(Subject subject) ->
                    new InvocationResult(
                            List.of(
                                    new TagView(
                                                    rules.now(),
                                                    ports.reader(),
                                                    context.getAwsRequestId())
                                            .of(subject)));
            case TagRequest.Check(Subject subject) -> check(subject, context);
        };
    }

    private InvocationResult check(Subject subject, Context context) {
        Call call =
                new Call(
                        new Actor.Unknown("a manual invocation"),
                        TagChange.INVOKE,
                        account(context),
                        context.getAwsRequestId(),
                        platform().clock().instant().truncatedTo(ChronoUnit.SECONDS));
        TagChange change = new TagChange(subject, new TagEdit.Asked(), call);
        return reconcile(List.of(context(rules.now()).task(change)), context);
    }
}
