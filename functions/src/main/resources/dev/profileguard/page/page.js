(() => {
  const STEP = 40;
  const MOST_PRINTED = 1000;
  const RANK = { critical: 3, warning: 2, info: 1 };
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const { at, make, shape, name, plural, roles, row, tags, theme } = Shapes;

  /* The data has lists instead of objects, and indexes of data.texts: see PageData. */
  const entries = data.entries.map(([subject, now, after, users, outcomes], place) => {
    const own = subject.slice(subject.indexOf("/") + 1);
    const text = (index) => data.texts[index].split("\u0001").join(own);
    const findings = outcomes.flatMap(([of, , , , found]) => found.map((each) => [of, ...each]));
    return {
      subject, now, after, users, outcomes, text, findings, name: own, id: `entry-${place}`,
      changes: outcomes.reduce((sum, outcome) => sum + outcome[3].length, 0),
      severities: new Set(findings.map((finding) => data.texts[finding[2]])),
      functions: new Set(outcomes.map((outcome) => data.texts[outcome[0]])),
      rank: findings.reduce((most, finding) => Math.max(most, RANK[data.texts[finding[2]]] || 0), 0),
    };
  });

  function picture(entry, [role, profiles, roleTags, profileTags]) {
    const tags = (list) => {
      if (list === -1) return null;
      const map = new Map();
      for (let i = 0; i < list.length; i += 2) map.set(entry.text(list[i]), entry.text(list[i + 1]));
      return map;
    };
    return {
      role: role < 0 ? null : entry.text(role),
      profiles: profiles.map(entry.text),
      roleTags: tags(roleTags),
      profileTags: tags(profileTags),
    };
  }

  /* What the search looks at, made once. */
  function searched(entry) {
    if (entry.words === undefined) {
      const indexes = [entry.now, entry.after === 0 ? [] : entry.after, entry.users, entry.outcomes].flat(Infinity).filter((index) => index >= 0);
      entry.words = [entry.subject, ...new Set(indexes)].map((each) => (typeof each === "number" ? entry.text(each) : each))
        .join("\n").toLowerCase();
    }
    return entry.words;
  }

  /* What stands in the place of users: of a state after `before`, or of one that is there. */
  function noUsers(state, before) {
    if (state.profiles.length === 0) return "nothing: no profile";
    return before !== null && before.profiles.length === 0 ? "nothing yet" : words.unknownUsers;
  }

  function actions(entry) {
    const items = entry.outcomes.filter((outcome) => outcome[3].length > 0 || entry.text(outcome[1]) === "failed")
      .map(([of, decision, why, does]) => make("li", {},
        make("strong", {}, entry.text(of)), " ", `(${entry.text(decision)}): `,
        does.length === 0 ? "" : make("span", {}, does.map((each) => entry.text(each)).join("; "), ". "),
        make("span", { class: "quiet" }, name(entry.text(why)))));
    return items.length === 0 ? [] : [make("h4", {}, words.actions), make("ul", { class: "does" }, ...items)];
  }

  const MARKS = { right: "✓", note: "•", advice: "→", wrong: "✗" };

  function checklists(entry) {
    return entry.outcomes.filter((outcome) => outcome[5].length > 0).flatMap((outcome) => [
      make("h4", {}, `Checklist of a node role, by ${entry.text(outcome[0])}`),
      make("ul", { class: "checks" }, ...outcome[5].map(([topic, result, text]) => make("li", { class: entry.text(result) },
        make("span", { class: "check-mark", "aria-hidden": "true" }, MARKS[entry.text(result)] || "•"), " ",
        make("span", { class: "quiet" }, `${entry.text(result)}, ${entry.text(topic)}: `), name(entry.text(text)))))]);
  }

  async function copy(code, button) {
    const text = code.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(code);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      if (!document.execCommand("copy")) {
        at("announcement").textContent = "Not copied: the command is selected, copy it by hand";
        return;
      }
    }
    button.textContent = "Copied";
    at("announcement").textContent = "Command copied";
    setTimeout(() => { button.textContent = "Copy"; at("announcement").textContent = ""; }, 2000);
  }

  function command(entry, text) {
    const code = make("code", { dir: "ltr" }, text);
    const button = make("button", { type: "button", "aria-label": `Copy the command about ${entry.name}: ${text.slice(0, 60)}` }, "Copy");
    button.addEventListener("click", () => copy(code, button));
    return make("div", { class: "command" }, code, button);
  }

  function todo(entry, parts) {
    return make("div", { class: "todo" }, ...parts.map((part) =>
      (typeof part === "number" ? make("span", {}, entry.text(part).replace(/^; /, "")) : command(entry, entry.text(part[0])))));
  }

  function findings(entry) {
    if (entry.findings.length === 0) return [];
    return [make("h4", {}, plural(entry.findings.length, "finding", "findings")),
      make("ul", { class: "finds" }, ...entry.findings.map(([of, kind, severity, cause, parts]) => make("li", {},
        make("span", { class: `badge ${entry.text(severity)}` }, entry.text(severity)), " ",
        make("strong", {}, entry.text(kind)), " ", make("span", { class: "quiet" }, `by ${entry.text(of)}`),
        make("p", {}, name(entry.text(cause))),
        ...parts.map((each) => todo(entry, each)))))];
  }

  function card(entry) {
    const now = picture(entry, entry.now);
    const after = entry.after === 0 ? now : picture(entry, entry.after);
    const users = entry.users.map(entry.text);
    const moved = roles(now).join() !== roles(after).join() || now.profiles.join() !== after.profiles.join();
    const isStory = words.order !== "";
    const isBare = isStory && !moved && now.role === null && now.profiles.length === 0;
    const kind = entry.subject.slice(0, entry.subject.indexOf("/"));
    return make("article", { class: "card", "aria-labelledby": entry.id },
      make("div", { class: "head" },
        make("h3", { id: entry.id }, make("span", { class: "quiet" }, `${kind} `), name(entry.name)),
        ...Object.keys(RANK).filter((each) => entry.severities.has(each)).map((each) => make("span", { class: `badge ${each}` }, each)),
        entry.changes > 0 ? make("span", { class: "badge change" }, `${words.changing}: ${plural(entry.changes, "action", "actions")}`) : null),
      isBare ? null : row(isStory && !moved ? words.after : words.now, now, users, noUsers(now, null), null),
      moved ? row(words.after, after, users, noUsers(after, now), now) : null,
      tags(now, after),
      ...actions(entry),
      ...checklists(entry),
      ...findings(entry));
  }

  let shown = entries;
  let rendered = 0;

  function more(count = STEP) {
    const next = shown.slice(rendered, rendered + count);
    at("list").append(...next.map(card));
    rendered += next.length;
    at("more").hidden = rendered >= shown.length;
    at("more").textContent = `Show more: ${rendered.toLocaleString("en")} of ${shown.length.toLocaleString("en")} are shown`;
  }

  const ORDERS = {
    story: () => 0,
    weight: (a, b) => b.rank - a.rank || b.changes - a.changes,
    name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    changes: (a, b) => b.changes - a.changes,
    findings: (a, b) => b.findings.length - a.findings.length,
  };

  function filter() {
    const terms = at("query").value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const severity = at("severity").value;
    const of = at("function").value;
    const changing = at("changing").checked;
    shown = entries.filter((entry) => (severity === "" || entry.severities.has(severity))
      && (of === "" || entry.functions.has(of))
      && (!changing || entry.changes > 0)
      && terms.every((word) => searched(entry).includes(word))).sort(ORDERS[at("order").value]);
    rendered = 0;
    at("list").replaceChildren();
    more();
    at("count").textContent = entries.length === 0 ? words.nothing
      : shown.length === 0 ? "Nothing matches. Shorten the search, or set the filters to all."
        : `${shown.length.toLocaleString("en")} of ${plural(entries.length, words.one, words.many)}`;
  }

  function counts() {
    const of = (severity) => data.severities[severity] || 0;
    const numbers = [...data.numbers,
      ["critical findings", of("critical"), "critical"], ["warnings", of("warning"), "warning"], ["infos", of("info"), "info"]];
    at("counts").append(...numbers.map(([what, count, severity]) => make("div", {}, make("dt", {}, what),
      make("dd", severity && count > 0 ? { class: severity } : {}, count.toLocaleString("en")))));
  }

  function functions() {
    const most = Math.max(1, ...data.functions.map((each) => each[2]));
    const bar = (count) => shape({ viewBox: "0 0 100 10", preserveAspectRatio: "none" },
      ["rect", { class: "track", width: 100, height: 10 }], ["rect", { class: "value", width: (100 * count) / most, height: 10 }]);
    const heads = [["Function", ""], ["Decisions", ""], ["Changes", "number"], ["", "bar"], ["Findings", "number"]];
    at("functions").append(make("table", {}, make("caption", {}, words.changes),
      make("thead", {}, make("tr", {}, ...heads.map(([title, kind]) => (title === "" ? make("td", { class: kind }) : make("th", { scope: "col", class: kind }, title))))),
      make("tbody", {}, ...data.functions.map(([of, decisions, changes, found]) => make("tr", {},
        make("th", { scope: "row" }, of), make("td", {}, decisions),
        make("td", { class: "number" }, changes.toLocaleString("en")), make("td", { class: "bar" }, bar(changes)),
        make("td", { class: "number" }, found.toLocaleString("en")))))));
  }

  const WIDE = 640;
  const HIGH = 160;
  const EDGE = 8;

  /* A line for each series. The table below has the same numbers for those who cannot see it. */
  function chart([title, times, series]) {
    const shown = series.map(([of, ...numbers], which) => ({ of, numbers, style: `line line-${which % 5}` }))
      .filter(({ numbers }) => numbers.some((each) => each > 0));
    const most = Math.max(1, ...shown.flatMap(({ numbers }) => numbers));
    const x = (i) => EDGE + (i * (WIDE - 2 * EDGE)) / Math.max(1, times.length - 1);
    const y = (value) => HIGH - EDGE - (value * (HIGH - 2 * EDGE)) / most;
    const lines = shown.map(({ numbers, style }) =>
      ["polyline", { class: style, points: (numbers.length === 1 ? [numbers[0], numbers[0]] : numbers).map((each, i) => `${(numbers.length === 1 ? EDGE + i * (WIDE - 2 * EDGE) : x(i)).toFixed(1)},${y(each).toFixed(1)}`).join(" ") }]);
    const key = (style) => shape({ class: "key", viewBox: "0 0 28 10" }, ["path", { class: style, d: "M1 5h26" }]);
    return make("figure", { class: "chart" },
      make("figcaption", {}, title),
      shown.length === 0 ? make("p", { class: "quiet" }, "All numbers are 0.")
        : make("div", {},
          make("p", { class: "most" }, most.toLocaleString("en")),
          shape({ class: "plot", viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none" },
            ["path", { class: "axis", d: `M${EDGE} ${EDGE}V${HIGH - EDGE}H${WIDE - EDGE}` }], ...lines),
          make("p", { class: "span" }, make("span", {}, times[0]), make("span", {}, times[times.length - 1])),
          make("ul", { class: "keys" }, ...shown.map(({ of, numbers, style }) => make("li", {}, key(style),
            `${of}: ${numbers[numbers.length - 1].toLocaleString("en")} at the end, ${Math.max(...numbers).toLocaleString("en")} at most`)))),
      make("details", {}, make("summary", {}, "The numbers"),
        make("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": `${title}: the numbers` },
          make("table", {},
            make("thead", {}, make("tr", {}, ...["Time", ...series.map(([of]) => of)].map((each) => make("th", { scope: "col" }, each)))),
            make("tbody", {}, ...times.map((time, i) => make("tr", {}, make("th", { scope: "row" }, time),
              ...series.map((each) => make("td", { class: "number" }, each[i + 1].toLocaleString("en"))))))))));
  }

  function options(id, values) {
    at(id).append(...values.map((value) => make("option", { value }, value)));
  }

  at("title").textContent = `Profile Guard: ${data.title}`;
  at("skip").textContent = `Skip to the ${words.many}`;
  at("list-title").textContent = words.many[0].toUpperCase() + words.many.slice(1);
  at("filters").setAttribute("aria-label", at("list-title").textContent);
  document.title = `Profile Guard: ${data.title} of ${data.of}`;
  at("about").textContent = data.about;
  const notes = data.notes.map((each) => data.texts[each]);
  if (data.leftOut > 0) notes.push(`${plural(data.leftOut, `${words.one} is`, `${words.many} are`)} left out of the list, the least serious ones, so that this file stays small. The counts of findings and functions include them.`);
  at("notes").hidden = notes.length === 0;
  at("notes").append(...notes.map((each) => make("li", {}, name(each))));
  counts();
  functions();
  at("charts").append(...data.charts.map(chart));
  options("severity", Object.keys(RANK));
  options("function", data.functions.map((each) => each[0]));
  if (words.order !== "") {
    at("order").prepend(make("option", { value: "story" }, words.order));
    at("order").value = "story";
  }
  theme();
  for (const id of ["severity", "function", "order", "changing"]) at(id).addEventListener("change", filter);
  at("query").addEventListener("input", filter);
  at("more").addEventListener("click", () => more());
  new IntersectionObserver((seen) => { if (seen.some((each) => each.isIntersecting)) more(); }, { rootMargin: "600px" }).observe(at("more"));
  addEventListener("beforeprint", () => {
    more(Math.max(0, MOST_PRINTED - rendered));
    at("printed").textContent = rendered < shown.length
      ? `The first ${rendered.toLocaleString("en")} of ${shown.length.toLocaleString("en")} are printed. To print others, filter or search first.` : "";
  });
  filter();
  document.documentElement.dataset.ready = "yes";
})();
