package dev.profileguard.compute;

import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One thing that used a profile when a sweep looked. It leaves out what changes often, such as the
/// state of an instance.
public sealed interface KeptUse {
    /// Such as `eu-central-1`.
    String region();

    /// What it is.
    Kind kind();

    /// As JSON values, by the keys of [ProfileUsage#json()].
    Map<String, Object> json();

    /// How people know it, without its kind and region.
    String known();

    /// What can use a profile, in the order in which people read it.
    enum Kind {
        /// An EC2 instance.
        INSTANCE("instances", "instance"),
        /// An Auto Scaling group.
        GROUP("autoScalingGroups", "Auto Scaling group"),
        /// A launch template.
        TEMPLATE("launchTemplates", "launch template"),
        /// A launch configuration.
        CONFIGURATION("launchConfigurations", "launch configuration"),
        /// A managed node group of EKS.
        NODEGROUP("nodegroups", "managed node group");

        private final String key;
        private final String noun;

        Kind(String key, String noun) {
            this.key = key;
            this.noun = noun;
        }

        /// The name in JSON and in the table, such as `launchTemplates`.
        public String key() {
            return key;
        }

        /// Several of them, such as `2 instances`.
        String counted(int count) {
            return "%d %s%s".formatted(count, noun, count == 1 ? "" : "s");
        }
    }

    /// An instance that had the profile.
    ///
    /// @param association such as `iip-assoc-0123456789abcdef0`; null: it is not known
    record Instance(String region, String id, @Nullable String association, Owner owner)
            implements KeptUse {
        @Override
        public Kind kind() {
            return Kind.INSTANCE;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = KeptUse.in(region, "instance", id);
            if (association != null) {
                json.put("association", association);
            }
            json.putAll(owner.json());
            return json;
        }

        @Override
        public String known() {
            return owner.isGke() ? id + " of GKE on AWS" : id;
        }
    }

    /// An Auto Scaling group that started instances with the profile, or had one with it.
    ///
    /// @param templates what it started instances from
    /// @param configuration the same; null: no launch configuration
    record Group(
            String region,
            String name,
            List<TemplateChoice> templates,
            @Nullable String configuration,
            Owner owner)
            implements KeptUse {
        /// Takes a copy.
        public Group {
            templates = List.copyOf(templates);
        }

        @Override
        public Kind kind() {
            return Kind.GROUP;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = KeptUse.in(region, "group", name);
            if (configuration != null) {
                json.put("launchConfiguration", configuration);
            }
            if (!templates.isEmpty()) {
                json.put("templates", templates.stream().map(TemplateChoice::json).toList());
            }
            json.putAll(owner.json());
            return json;
        }

        @Override
        public String known() {
            return name;
        }
    }

    /// A launch template with a version that named the profile.
    ///
    /// @param versions those that named it, among the latest one, the default one and those that
    ///   groups use, lowest first
    /// @param defaultVersion 0: it is not known
    record Template(
            String region,
            String id,
            String name,
            List<Long> versions,
            long defaultVersion,
            long latestVersion)
            implements KeptUse {
        /// Takes a copy.
        public Template {
            versions = List.copyOf(versions);
        }

        @Override
        public Kind kind() {
            return Kind.TEMPLATE;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = KeptUse.in(region, "template", id);
            json.put("name", name);
            json.put("versions", versions);
            json.put("defaultVersion", defaultVersion);
            json.put("latestVersion", latestVersion);
            return json;
        }

        @Override
        public String known() {
            return "%s %s, version%s %s"
                    .formatted(
                            id,
                            name,
                            versions.size() == 1 ? "" : "s",
                            versions.stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining("+")));
        }
    }

    /// A launch configuration that named the profile.
    record Configuration(String region, String name) implements KeptUse {
        @Override
        public Kind kind() {
            return Kind.CONFIGURATION;
        }

        @Override
        public Map<String, Object> json() {
            return KeptUse.in(region, "launchConfiguration", name);
        }

        @Override
        public String known() {
            return name;
        }
    }

    /// A managed node group of EKS one of whose Auto Scaling groups used the profile.
    record Nodegroup(String region, String cluster, String name) implements KeptUse {
        @Override
        public Kind kind() {
            return Kind.NODEGROUP;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = KeptUse.in(region, "nodegroup", name);
            json.put("cluster", cluster);
            return json;
        }

        @Override
        public String known() {
            return "%s of cluster %s".formatted(name, cluster);
        }
    }

    private static Map<String, Object> in(String region, String key, String value) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("region", region);
        json.put(key, value);
        return json;
    }
}
