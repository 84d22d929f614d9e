package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.regional.Regions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The calls that only read.
final class Descriptions {
    private final RegionalCalls calls;
    private final RecordedService service;
    private final InstanceTable instances;
    private final AssociationTable associations;
    private final InstanceFilters instanceFilters;
    private final LaggingReads reads;
    private volatile boolean associationTimes;

    Descriptions(RegionalCalls calls, InstanceTable instances, AssociationTable associations) {
        this.calls = calls;
        this.service = calls.service();
        this.instances = instances;
        this.associations = associations;
        instanceFilters = new InstanceFilters(instances);
        reads =
                new LaggingReads(
                        instances, associations, () -> calls.access().faults().settings().ec2Lag());
    }

    /// Whether associations are returned with their time.
    void associationTimes(boolean shown) {
        associationTimes = shown;
    }

    Map<String, Object> instances(Origin origin, Description request) {
        return calls.read(
                origin,
                "DescribeInstances",
                recorded(request),
                request.dryRun(),
                () -> {
                    if (!request.ids().isEmpty() && request.page().most() != null) {
                        throw service.refusal(
                                "InvalidParameterCombination",
                                "The parameter instancesSet cannot be used with the parameter"
                                        + " maxResults");
                    }
                    return instances.atomically(() -> listed(origin, request));
                });
    }

    private Map<String, Object> listed(Origin origin, Description request) {
        List<Instance> wanted =
                reads.seen(
                        origin.region(),
                        request.ids().isEmpty()
                                ? instances.in(origin.region())
                                : instances.required(origin.region(), request.ids()));
        requireAll(request, wanted);
        PageRequest.Page<Instance> page = request.page().of(wanted, Instance::number, service);
        Map<Instance, Map<String, Object>> shown = new LinkedHashMap<>();
        Filter.apply(request.filters(), page.items(), instanceFilters::of, service)
                .forEach(each -> shown.put(each, InstanceJson.of(each, instances.state(each))));
        return response("reservationSet", InstanceJson.reservations(shown), page.next());
    }

    private void requireAll(Description request, List<Instance> found) {
        List<String> missing =
                request.ids().stream()
                        .filter(id -> found.stream().noneMatch(each -> each.id().equals(id)))
                        .toList();
        if (!missing.isEmpty()) {
            throw instances.missing(missing);
        }
    }

    Map<String, Object> associations(Origin origin, Description request) {
        return calls.read(
                origin,
                "DescribeIamInstanceProfileAssociations",
                recorded(request),
                false,
                () -> instances.atomically(() -> listedAssociations(origin, request)));
    }

    private Map<String, Object> listedAssociations(Origin origin, Description request) {
        List<Association> wanted =
                reads.associations(origin.region()).stream()
                        .filter(each ->
                                request.ids().isEmpty() || request.ids().contains(each.id()))
                        .toList();
        request.ids().stream()
                .filter(id -> wanted.stream().noneMatch(each -> each.id().equals(id)))
                .forEach(id -> associations.requireListed(id, wanted));
        List<Association> listed = wanted.stream().filter(this::isListed).toList();
        PageRequest.Page<Association> page =
                request.page().of(listed, Association::number, service);
        List<Map<String, Object>> items =
                Filter.apply(request.filters(), page.items(), associationFilters()::get, service)
                        .stream()
                        .map(this::json)
                        .toList();
        return response("iamInstanceProfileAssociationSet", items, page.next());
    }

    private Map<String, Function<Association, List<String>>> associationFilters() {
        return Map.of(
                "instance-id",
                each -> List.of(each.instanceId()),
                "state",
                each -> List.of(state(each)));
    }

    private Map<String, Object> json(Association association) {
        Map<String, Object> json = association.json(state(association));
        if (associationTimes) {
            json.put("timestamp", association.since().toEpochMilli());
        }
        return json;
    }

    private boolean isListed(Association association) {
        return association.isListed(instances.now(), instances.transition());
    }

    private String state(Association association) {
        return association.state(instances.now(), instances.transition());
    }

    /// @param all whether disabled regions are listed too
    Map<String, Object> regions(Origin origin, Description request, boolean all) {
        Regions regions = calls.regions();
        return calls.read(
                origin,
                "DescribeRegions",
                Map.of(),
                request.dryRun(),
                () -> {
                    List<String> wanted = all ? regions.all() : regions.enabled();
                    if (!request.ids().isEmpty()) {
                        wanted = request.ids();
                        wanted.forEach(this::requireRegion);
                    }
                    List<Map<String, Object>> items =
                            Filter.apply(
                                            request.filters(),
                                            wanted,
                                            regionFilters(regions)::get,
                                            service)
                                    .stream()
                                    .map(each -> region(each, regions))
                                    .toList();
                    return response("regionInfo", items, null);
                });
    }

    private void requireRegion(String name) {
        if (!calls.regions().all().contains(name)) {
            throw service.refusal(
                    "InvalidParameterValue", "Invalid region name: %s".formatted(name));
        }
    }

    private static Map<String, Function<String, List<String>>> regionFilters(Regions regions) {
        return Map.of(
                "region-name",
                List::of,
                "endpoint",
                name -> List.of(endpoint(name)),
                "opt-in-status",
                name -> List.of(regions.optInStatus(name)));
    }

    private static Map<String, Object> region(String name, Regions regions) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("regionName", name);
        item.put("regionEndpoint", endpoint(name));
        item.put("optInStatus", regions.optInStatus(name));
        return item;
    }

    private static String endpoint(String region) {
        return "ec2." + region + ".amazonaws.com";
    }

    private static Map<String, Object> response(
            String set, List<Map<String, Object>> items, @Nullable String next) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put(set, Map.of("items", items));
        if (next != null) {
            response.put("nextToken", next);
        }
        return response;
    }

    private static Map<String, Object> recorded(Description request) {
        if (request.ids().isEmpty()) {
            return Map.of();
        }
        String key = request.ids().getFirst().startsWith("i-") ? "instanceId" : "associationId";
        return Map.of(
                "instancesSet",
                Map.of("items", request.ids().stream().map(id -> Map.of(key, id)).toList()));
    }
}
