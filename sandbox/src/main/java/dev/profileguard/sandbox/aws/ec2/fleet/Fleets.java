package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Permission;
import dev.profileguard.sandbox.aws.ec2.RegionalCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// CreateFleet. A fleet of type `instant` reports in its response what kept it from starting
/// instances, and the call succeeds. Other fleets start instances after the response and report in
/// a history, which the sandbox does not have.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFleetError.html
///
/// EC2 has an order of pools by price and capacity. Here the first pool that can start instances
/// starts all of them.
public final class Fleets {
    private static final String CREATE = "CreateFleet";

    private final RegionalCalls calls;
    private final LaunchTemplates templates;
    private final TemplateLaunches launches;

    /// No fleets.
    public Fleets(RegionalCalls calls, LaunchTemplates templates, TemplateLaunches launches) {
        this.calls = calls;
        this.templates = templates;
        this.launches = launches;
    }

    /// CreateFleet.
    ///
    /// @return EC2's response: `errorSet` and `fleetInstanceSet` for an instant fleet only
    public Map<String, Object> create(Origin origin, FleetRequest request, boolean dryRun) {
        return calls.call(
                origin,
                CREATE,
                WrappedRecord.request(CREATE, request.recorded()),
                () -> {
                    calls.require(origin, Permission.onResource(origin, CREATE, "fleet/*"));
                    calls.endDryRun(dryRun);
                    return created(origin, request);
                },
                response -> WrappedRecord.response(CREATE, origin.requestId(), response));
    }

    private Map<String, Object> created(Origin origin, FleetRequest request) {
        List<Map<String, Object>> errors = new ArrayList<>();
        List<Map<String, Object>> started = new ArrayList<>();
        for (FleetRequest.Choice choice : request.choices()) {
            if (started.isEmpty()) {
                try {
                    started.add(started(origin, request, choice));
                } catch (AwsServiceException refusal) {
                    errors.add(error(origin, request, choice, refusal));
                }
            }
        }
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("fleetId", "fleet-" + UUID.randomUUID());
        if (request.instant()) {
            response.put("errorSet", Map.of("items", errors));
            response.put("fleetInstanceSet", Map.of("items", started));
        }
        return response;
    }

    private Map<String, Object> started(
            Origin origin, FleetRequest request, FleetRequest.Choice choice) {
        Map<String, Object> response =
                launches.startForFleet(
                        origin, choice.template(), choice.override(), request.capacity());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("launchTemplateAndOverrides", choice(origin, choice));
        json.put("lifecycle", request.lifecycle());
        json.put("instanceIds", Map.of("items", instanceIds(response)));
        json.put(
                "instanceType",
                templates
                        .required(origin, choice.template())
                        .overriddenBy(choice.override())
                        .type());
        return json;
    }

    private static List<String> instanceIds(Map<String, Object> response) {
        return response.get("instancesSet") instanceof Map<?, ?> set
                        && set.get("items") instanceof List<?> items
                ? items.stream()
                        .map(item -> String.valueOf(((Map<?, ?>) item).get("instanceId")))
                        .toList()
                : List.of();
    }

    private Map<String, Object> error(
            Origin origin,
            FleetRequest request,
            FleetRequest.Choice choice,
            AwsServiceException refusal) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("launchTemplateAndOverrides", choice(origin, choice));
        json.put("lifecycle", request.lifecycle());
        json.put("errorCode", refusal.awsErrorDetails().errorCode());
        json.put("errorMessage", refusal.awsErrorDetails().errorMessage());
        return json;
    }

    /// EC2 returns the template's ID, however the request names it.
    private Map<String, Object> choice(Origin origin, FleetRequest.Choice choice) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("launchTemplateSpecification", templates.resolved(origin, choice.template()));
        Map<String, Object> override = choice.override().json();
        override.remove("iamInstanceProfile");
        if (!override.isEmpty()) {
            json.put("overrides", override);
        }
        return json;
    }
}
