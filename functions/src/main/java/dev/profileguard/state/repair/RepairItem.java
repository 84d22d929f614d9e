package dev.profileguard.state.repair;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.state.repair.Repair.Aspect;
import dev.profileguard.state.stored.StoredMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A [Repair] as a part of a DynamoDB item.
public final class RepairItem {
    private RepairItem() {}

    /// The attributes of a repair.
    public static Map<String, AttributeValue> write(Repair repair) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        map.put("at", fromS(repair.at().toString()));
        map.put("eventId", fromS(repair.eventId()));
        map.put("undone", fromS(repair.undone()));
        if (repair.aspects().size() < Aspect.values().length) {
            map.put(
                    "aspects",
                    fromL(
                            repair.aspects().stream()
                                    .sorted()
                                    .map(each -> fromS(each.text()))
                                    .toList()));
        }
        if (repair.role() != null) {
            map.put("role", fromS(repair.role()));
        }
        return map;
    }

    /// Reads a repair.
    ///
    /// @throws RuntimeException if this version does not write such attributes
    public static Repair read(StoredMap map) {
        return new Repair(
                map.time("at"),
                map.text("eventId"),
                map.text("undone"),
                aspects(map),
                map.optionalText("role"));
    }

    /// Without the attribute, the repair may have restored everything.
    private static Set<Aspect> aspects(StoredMap map) {
        List<String> texts = map.optionalTexts("aspects");
        Set<Aspect> all = EnumSet.allOf(Aspect.class);
        if (texts != null) {
            all.removeIf(each -> !texts.contains(each.text()));
            if (all.size() != texts.size()) {
                throw map.wrong("aspects", "has an unknown value");
            }
        }
        return all;
    }
}
