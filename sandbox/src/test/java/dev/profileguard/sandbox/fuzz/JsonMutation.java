package dev.profileguard.sandbox.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Changes real-looking JSON in a few places, so that most of it is still read.
final class JsonMutation {
    private static final int MOST_EDITS = 6;
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Choices choices;
    private final List<String> seeds;

    /// A value in an object or a list.
    private record Place(JsonNode parent, String key, int index) {
        JsonNode get() {
            return parent instanceof ObjectNode object ? object.get(key) : parent.get(index);
        }

        void set(JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(key, value);
            } else if (parent instanceof ArrayNode list) {
                list.set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(key);
            } else if (parent instanceof ArrayNode list) {
                list.remove(index);
            }
        }
    }

    private JsonMutation(Choices choices, List<String> seeds) {
        this.choices = choices;
        this.seeds = seeds;
    }

    /// A mutation of one of the seeds. A seed that is not a JSON object stays as it is.
    ///
    /// @param seeds the texts; parts of one can end up in another
    static String of(Choices choices, List<String> seeds) {
        String seed = choices.of(seeds);
        return new JsonMutation(choices, seeds).edited(seed, choices.below(MOST_EDITS));
    }

    private String edited(String text, int edits) {
        JsonNode root = parsed(text);
        if (root == null) {
            return text;
        }
        for (int i = 0; i < edits; i++) {
            List<Place> places = places(root);
            if (!places.isEmpty()) {
                edit(choices.of(places));
            }
        }
        return root.toString().length() > 1 << 20 ? text : written(root);
    }

    private void edit(Place place) {
        JsonNode value = place.get();
        switch (choices.below(8)) {
            case 0, 1 -> place.set(OddValues.of(choices));
            case 2 -> place.remove();
            case 3 -> place.set(fromAnotherSeed(value));
            case 4 -> rename(place, value);
            case 5 -> repeat(place, value);
            default -> place.set(value instanceof TextNode text ? edited(text) : value);
        }
    }

    /// A text in another case or cut; if it contains JSON, that JSON is edited.
    private TextNode edited(TextNode text) {
        String value = text.textValue();
        if (parsed(value) != null) {
            return TextNode.valueOf(edited(value, 1 + choices.below(2)));
        }
        return TextNode.valueOf(
                switch (choices.below(4)) {
                    case 0 -> value.toUpperCase(Locale.ROOT);
                    case 1 -> value.substring(choices.below(value.length() + 1));
                    case 2 -> value.substring(0, choices.below(value.length() + 1));
                    default ->
                            value + choices.of(List.of("x", " ", "/", ",", "=", "\"", "*", "\0"));
                });
    }

    private JsonNode fromAnotherSeed(JsonNode otherwise) {
        JsonNode other = parsed(choices.of(seeds));
        List<Place> places = other == null ? List.of() : places(other);
        return places.isEmpty() ? otherwise : choices.of(places).get();
    }

    private void rename(Place place, JsonNode value) {
        if (place.parent() instanceof ObjectNode object) {
            object.remove(place.key());
            String upper = place.key().toUpperCase(Locale.ROOT);
            object.set(choices.of(List.of(upper, place.key() + "s", "", "@@assign")), value);
        }
    }

    private void repeat(Place place, JsonNode value) {
        int times = choices.of(List.of(1, 2, 60, 600));
        if (place.parent() instanceof ArrayNode list && list.size() < 1_000) {
            for (int i = 0; i < times; i++) {
                list.add(value.deepCopy());
            }
        } else if (place.parent() instanceof ObjectNode object && object.size() < 1_000) {
            for (int i = 0; i < times; i++) {
                object.set(place.key() + i, value.deepCopy());
            }
        }
    }

    private static List<Place> places(JsonNode node) {
        List<Place> places = new ArrayList<>();
        collect(node, places, 0);
        return places;
    }

    private static void collect(JsonNode node, List<Place> places, int depth) {
        if (depth > 20 || places.size() > 2_000) {
            return;
        }
        node.properties()
                .forEach(field -> {
                    places.add(new Place(node, field.getKey(), 0));
                    collect(field.getValue(), places, depth + 1);
                });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(new Place(node, "", i));
            collect(node.get(i), places, depth + 1);
        }
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            JsonNode node = text.startsWith("{") ? JSON.readTree(text) : null;
            return node instanceof ObjectNode ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String written(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
