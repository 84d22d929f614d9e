package dev.profileguard.sandbox.http.watch;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.StackResource;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import dev.profileguard.sandbox.http.service.Service;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// GetSchedule of EventBridge Scheduler, for the stack's schedules. The errors are those of
/// [moto](https://github.com/getmoto/moto/blob/master/moto/scheduler/exceptions.py).
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html
///
/// @param stack whose account the schedules are in
/// @param resources of the stack
/// @param created when the stack was created
/// @param permissions finds what a caller may do
public record ScheduleService(
        Stack stack,
        List<StackResource> resources,
        Instant created,
        Function<Caller, Authorizer> permissions)
        implements Service {
    private static final Pattern PATH = Pattern.compile("/schedules/([0-9a-zA-Z_.-]{1,64})");
    private static final String GROUP = "default";

    @Override
    public Reply handle(Request request, Caller caller) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || !request.method().equals("GET")) {
            throw new Refusal(
                    501, "NotImplemented", "The sandbox has only GetSchedule of this service.");
        }
        String name = path.group(1);
        String arn = stack.arn("scheduler", "schedule/%s/%s".formatted(GROUP, name));
        String refusal = permissions.apply(caller).refusal("scheduler:GetSchedule", arn);
        if (refusal != null) {
            throw new Refusal(403, "AccessDeniedException", refusal);
        }
        StackResource schedule =
                resources.stream()
                        .filter(each -> each.type().equals(StackResource.SCHEDULE))
                        .filter(each -> each.physicalId().equals(name))
                        .filter(each -> request.origin(caller).region().equals(Stack.REGION))
                        .findFirst()
                        .orElseThrow(() ->
                                new Refusal(
                                        404,
                                        "ResourceNotFoundException",
                                        "Schedule %s does not exist.".formatted(name)));
        return Reply.json(200, json(arn, schedule)).with("x-amzn-RequestId", request.id());
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return Reply.json(refusal.status(), Map.of("Message", refusal.text()))
                .with("x-amzn-ErrorType", refusal.code())
                .with("x-amzn-RequestId", request.id());
    }

    private Map<String, Object> json(String arn, StackResource schedule) {
        Map<String, Object> json = new LinkedHashMap<>(schedule.properties());
        json.put("Arn", arn);
        json.put("Name", schedule.physicalId());
        json.put("GroupName", GROUP);
        json.put("CreationDate", created.getEpochSecond());
        json.put("LastModificationDate", created.getEpochSecond());
        json.putIfAbsent("State", "ENABLED");
        json.putIfAbsent("ScheduleExpressionTimezone", "UTC");
        return json;
    }
}
