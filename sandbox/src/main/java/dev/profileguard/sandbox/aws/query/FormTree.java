package dev.profileguard.sandbox.aws.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The parameters of a form as the structures that they are flattened from: texts, maps and lists.
///
/// @param form as [QueryForm] reads it
public record FormTree(Map<String, List<String>> form) {
    private static final String MEMBER = "member";

    /// What is under a prefix.
    ///
    /// @param prefix such as `LaunchTemplateData.`; empty: everything
    public Map<String, Object> at(String prefix) {
        Map<String, Object> root = new LinkedHashMap<>();
        form.forEach((name, values) -> {
            if (name.startsWith(prefix) && !values.isEmpty()) {
                put(root, List.of(name.substring(prefix.length()).split("\\.")), values.getFirst());
            }
        });
        Map<String, Object> tree = new LinkedHashMap<>();
        root.forEach((name, value) -> tree.put(name, withLists(value)));
        return tree;
    }

    private static void put(Map<String, Object> into, List<String> path, String value) {
        if (path.size() == 1) {
            into.put(path.getFirst(), value);
            return;
        }
        Object below = into.computeIfAbsent(path.getFirst(), name -> new LinkedHashMap<>());
        if (below instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // All maps here are made one line above.
            Map<String, Object> child = (Map<String, Object>) map;
            put(child, path.subList(1, path.size()), value);
        }
    }

    /// A map whose keys are numbers is a list. Services other than EC2 have `member` above it.
    private static Object withLists(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.size() == 1 && map.get(MEMBER) instanceof Map<?, ?> members) {
            return withLists(members);
        }
        boolean list = map.keySet().stream().allMatch(key -> key.toString().matches("\\d{1,6}"));
        if (!list) {
            Map<String, Object> converted = new LinkedHashMap<>();
            map.forEach((key, each) -> converted.put(String.valueOf(key), withLists(each)));
            return converted;
        }
        Map<Integer, Object> members = new TreeMap<>();
        map.forEach((key, each) -> members.put(Integer.valueOf(key.toString()), withLists(each)));
        return new ArrayList<>(members.values());
    }
}
