package dev.profileguard.sandbox.aws.ec2.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Deletes versions of a launch template, and says of each whether it did. Which code EC2 gives for
/// the default version is not documented; of the documented ones, `unexpectedError` remains.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html
record VersionDeletion(TemplateTable table, String region, TemplateReference reference) {
    Map<String, Object> delete(List<String> numbers) {
        List<Map<String, Object>> deleted = new ArrayList<>();
        List<Map<String, Object>> kept = new ArrayList<>();
        table.change(
                region,
                reference,
                template -> {
                    LaunchTemplate left = template;
                    for (String number : numbers) {
                        Integer found = number.startsWith("$") ? null : left.number(number);
                        if (found == null) {
                            kept.add(
                                    refused(
                                            left,
                                            number,
                                            "launchTemplateVersionDoesNotExist",
                                            "The specified launch template version does not"
                                                    + " exist."));
                        } else if (found == left.defaultVersion()) {
                            kept.add(
                                    refused(
                                            left,
                                            number,
                                            "unexpectedError",
                                            "You cannot delete the default version of a launch"
                                                    + " template. Assign a different version as the"
                                                    + " default first."));
                        } else {
                            left = left.without(found);
                            deleted.add(item(left, number));
                        }
                    }
                    return left;
                });
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("successfullyDeletedLaunchTemplateVersionSet", Map.of("items", deleted));
        response.put("unsuccessfullyDeletedLaunchTemplateVersionSet", Map.of("items", kept));
        return response;
    }

    private static Map<String, Object> item(LaunchTemplate template, String number) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("launchTemplateId", template.id());
        item.put("launchTemplateName", template.name());
        item.put("versionNumber", number.matches("\\d{1,9}") ? number : "0");
        return item;
    }

    private static Map<String, Object> refused(
            LaunchTemplate template, String number, String code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        Map<String, Object> item = item(template, number);
        item.put("responseError", error);
        return item;
    }
}
