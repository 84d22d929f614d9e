package dev.profileguard.page;

import java.util.LinkedHashMap;
import java.util.Map;

/// The words of a kind of page.
///
/// @param one an entry of the list, such as `profile or role`
/// @param many several of them
/// @param now the state before planned changes
/// @param after the state after them
/// @param unknownUsers stands in the place of users that are not known
/// @param changing of an entry: `would change`
/// @param changes the caption of the numbers of changes
/// @param actions the heading of the actions of an entry
/// @param nothing what is said if the list is empty
/// @param order that of the list, as a choice; empty: it has no order of its own
record PageWords(
        String one,
        String many,
        String now,
        String after,
        String unknownUsers,
        String changing,
        String changes,
        String actions,
        String nothing,
        String order) {
    private static final String ONE = "profile or role";
    private static final String MANY = "profiles and roles";

    /// Of what would be done.
    static PageWords planned(String unknownUsers) {
        return new PageWords(
                ONE,
                MANY,
                "Now",
                "After",
                unknownUsers,
                "would change",
                "Planned changes by function",
                "What would be done, and by which function",
                "Nothing would change, and there are no findings.",
                "");
    }

    /// Of what was done, or was not.
    static PageWords done(String unknownUsers) {
        return new PageWords(
                ONE,
                MANY,
                "Now",
                "After",
                unknownUsers,
                "changed, or would change",
                "Changes by function, done and not done",
                "What was done or would be done, and by which function",
                "Nothing changed, and there are no findings.",
                "");
    }

    /// Of scenes that were played.
    static PageWords played() {
        return new PageWords(
                "scene",
                "scenes",
                "Meanwhile",
                "In the end",
                "nothing in this scene",
                "calls and changes",
                "Calls and changes by chapter",
                "Who did what, in order",
                "No scene was played.",
                "the story");
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("one", one);
        json.put("many", many);
        json.put("now", now);
        json.put("after", after);
        json.put("unknownUsers", unknownUsers);
        json.put("changing", changing);
        json.put("changes", changes);
        json.put("actions", actions);
        json.put("nothing", nothing);
        json.put("order", order);
        return json;
    }
}
