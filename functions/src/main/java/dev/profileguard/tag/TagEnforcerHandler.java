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
import dev.profileguard.lambda.Attribution;
import dev.profileguard.lambda.FunctionHandler;
import dev.profileguard.lambda.LambdaPlatform;
import dev.profileguard.lambda.Platform;
import dev.profileguard.lambda.rehearsal.Rehearsal;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import dev.profileguard.tag.rule.TagRules;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Makes the tags of roles and instance profiles comply with the tag policy, and lets profiles
/// inherit tags from their role.
///
/// Input: CloudTrail's events about tags of roles and profiles, and manual requests.
public final class TagEnforcerHandler extends FunctionHandler {
    private static final String PRIMING_NAME = "profile-guard-priming";

    private final TagSettings settings;
    private final TagRulesSource rules;
    private final Ports ports;

    /// For Lambda. Reads the settings before it creates any client.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public TagEnforcerHandler() {
        this(TagSettings.from(System.getenv()), LambdaPlatform.live());
        prime(
                () -> Rehearsal.play(System.getenv(), TagEnforcerHandler::new),
                this::readNothing,
                () -> ports.tags().load("role/" + PRIMING_NAME));
    }

    /// For the sandbox and tests, which have their own platform.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public TagEnforcerHandler(Platform platform) {
        this(TagSettings.from(platform.environment()), platform);
    }

    private TagEnforcerHandler(TagSettings settings, Platform platform) {
        this(
                settings,
                platform,
                new TagRulesSource(settings, platform),
                platform.eventPorts(settings.mode(), settings.table())
                        .asking(Attribution.forEvents(platform)));
    }

    private TagEnforcerHandler(
            TagSettings settings, Platform platform, TagRulesSource rules, Ports ports) {
        super(
                platform,
                new Reconciler(settings.mode(), "TagMode", ports),
                settings.warnings(rules.now()));
        this.settings = settings;
        this.rules = rules;
        this.ports = ports;
    }

    private void readNothing() {
        rules.now();
        ports.reader().role(new RoleName(PRIMING_NAME));
        ports.reader().profile(new ProfileName(PRIMING_NAME));
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
