"use strict";
/* What the pages of Profile Guard have in common: text nodes, the picture of role, profile and users, the tags side by side, the theme. */
const Shapes = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const at = (id) => document.getElementById(id);

  /* Every text goes into the page as a text node: nothing from outside is parsed as HTML. */
  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  function shape(attributes, ...shapes) {
    const svg = document.createElementNS(SVG, "svg");
    for (const [key, value] of Object.entries({ "aria-hidden": "true", ...attributes })) svg.setAttribute(key, value);
    for (const [name, values] of shapes) {
      const part = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(values)) part.setAttribute(key, value);
      svg.append(part);
    }
    return svg;
  }

  const ICONS = {
    role: () => shape({ viewBox: "0 0 24 24" }, ["circle", { cx: 12, cy: 8, r: 4 }], ["path", { d: "M4 21c0-5 3.6-8 8-8s8 3 8 8" }]),
    profile: () => shape({ viewBox: "0 0 24 24" }, ["rect", { x: 3, y: 5, width: 18, height: 14, rx: 2 }],
      ["circle", { cx: 9, cy: 11, r: 2 }], ["path", { d: "M6 16c0-4 6-4 6 0M15 10h3M15 14h3" }]),
    users: () => shape({ viewBox: "0 0 24 24" }, ["rect", { x: 6, y: 6, width: 12, height: 12, rx: 1 }],
      ["path", { d: "M9 6V2M15 6V2M9 22v-4M15 22v-4M6 9H2M6 15H2M22 9h-4M22 15h-4" }]),
  };
  const arrow = () => shape({ class: "arrow", viewBox: "0 0 40 12" }, ["path", { d: "M1 6h36M32 1l6 5-6 5" }]);
  const name = (text) => make("bdi", {}, text);
  const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

  function box(kind, what, names, none, changed) {
    const content = names.length === 0 ? [make("span", { class: "quiet" }, none)]
      : names.flatMap((each, i) => (i === 0 ? [name(each)] : [make("br", {}), name(each)]));
    return make("div", { class: `box${names.length === 0 ? " nothing" : ""}${changed ? " changed" : ""}` },
      ICONS[kind](), make("div", {}, make("span", { class: "what" }, changed ? `${what}, changed` : what), ...content));
  }

  const roles = (state) => (state.role === null ? [] : [state.role]);

  /* users: texts; none: what to say without any; before: the state with which this one is compared, or null. */
  function row(when, state, users, none, before) {
    const differs = (get) => before !== null && get(before).join("\n") !== get(state).join("\n");
    return make("div", { class: "picture", role: "group", "aria-label": when },
      make("span", { class: "when" }, when),
      box("role", "Role", roles(state), "no role", differs(roles)),
      arrow(),
      box("profile", state.profiles.length > 1 ? "Instance profiles" : "Instance profile", state.profiles, "no profile",
        differs((each) => each.profiles)),
      arrow(),
      box("users", "Used by", users, none, false));
  }

  /* null: the tags were not read. */
  function cell(map, key) {
    if (map === null) return make("span", { class: "quiet" }, "not read");
    return map.has(key) ? name(map.get(key)) : make("span", { class: "quiet" }, "not set");
  }

  /* States have maps of tags: roleTags and profileTags. */
  function tags(now, after) {
    const keys = [...new Set([now.roleTags, now.profileTags, after.roleTags, after.profileTags].flatMap((map) => (map === null ? [] : [...map.keys()])))].sort();
    if (keys.length === 0) return null;
    const changed = (get, key) => get(after) !== null && (get(now) === null ? get(after).has(key) : get(now).get(key) !== get(after).get(key));
    const changes = (get) => keys.some((key) => changed(get, key));
    const columns = [["Role", (state) => state.roleTags], [now.profiles.length > 1 ? `Profile ${now.profiles[0]}` : "Profile", (state) => state.profileTags]]
      .flatMap(([title, get]) => [[title, now, get, false], ...(changes(get) ? [[`${title} after`, after, get, true]] : [])]);
    const both = now.role !== null && now.profiles.length > 0 && now.profileTags !== null && now.roleTags !== null;
    const rows = keys.map((key) => {
      const differs = both && now.roleTags.get(key) !== now.profileTags.get(key);
      return make("tr", differs ? { class: "differs" } : {},
        make("th", { scope: "row" }, name(key), differs ? make("span", { class: "mark" }, "≠ differs") : null),
        ...columns.map(([, state, get, isAfter]) =>
          make("td", isAfter && changed(get, key) ? { class: "after" } : {}, cell(get(state), key))));
    });
    return make("table", { class: "tags" }, make("caption", {}, "Tags side by side"),
      make("thead", {}, make("tr", {}, ...["Tag", ...columns.map(([title]) => title)].map((each) => make("th", { scope: "col" }, each)))),
      make("tbody", {}, ...rows));
  }

  function theme() {
    const isDark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const label = () => { at("theme").textContent = isDark() ? "Light theme" : "Dark theme"; };
    at("theme").addEventListener("click", () => {
      document.documentElement.dataset.theme = isDark() ? "light" : "dark";
      label();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
    label();
  }

  return { at, make, shape, name, plural, roles, row, tags, theme };
})();
