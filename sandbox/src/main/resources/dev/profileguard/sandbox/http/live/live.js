(() => {
  const STEP = 30;
  const MOST_ENTRIES = 5000;
  const MOST_FINDINGS = 1000;
  const HIGHLIGHT = 6000;
  const BARS = 60;
  const { at, make, shape, name, plural, roles, row, tags, theme } = Shapes;

  const parameters = new URLSearchParams(location.search);
  let account = null;
  let entries = [];
  let findings = [];
  let totals = { profiles: 0, roles: 0 };
  let changes = 0;
  let offset = 0; /* from this machine's time to the sandbox's */
  const pictures = new Map();
  const shown = { list: STEP, flows: STEP, findings: STEP };

  /* Brings a list's elements into this order, and moves only those that stand elsewhere, so that the focus stays. */
  function arrange(list, wanted) {
    const keep = new Set(wanted);
    for (const each of [...list.children]) if (!keep.has(each)) each.remove();
    wanted.forEach((each, place) => { if (list.children[place] !== each) list.insertBefore(each, list.children[place] || null); });
  }

  /* A key's element is made again only if its version has changed. */
  function cache() {
    const made = new Map();
    return (keys) => {
      const wanted = new Set(keys.map(({ key }) => key));
      for (const key of [...made.keys()]) if (!wanted.has(key)) made.delete(key);
      return keys.map(({ key, version, build }) => {
        if (!made.has(key) || made.get(key).version !== version) {
          const focused = made.has(key) && made.get(key).element.contains(document.activeElement) ? document.activeElement.dataset.part : undefined;
          made.set(key, { version, element: build(), focused });
        }
        return made.get(key);
      });
    };
  }

  function show(list, cached, keys) {
    const made = cached(keys);
    arrange(list, made.map(({ element }) => element));
    for (const each of made) {
      if (each.focused !== undefined) {
        const part = each.element.querySelector(`[data-part="${CSS.escape(each.focused)}"]`);
        if (part !== null) part.focus();
        each.focused = undefined;
      }
    }
  }

  const clockTime = (time) => time.slice(11, 23).replace("Z", "");
  const own = (subject) => subject.slice(subject.indexOf("/") + 1);

  /* The account */

  function state(json) {
    return {
      role: json.role,
      profiles: json.profile === null ? [] : [json.profile],
      roleTags: new Map(Object.entries(json.roleTags)),
      profileTags: new Map(Object.entries(json.profileTags)),
    };
  }

  function takeAccount({ changed }) {
    for (const json of changed) {
      const before = pictures.get(json.subject);
      const words = [json.subject, json.role || "", ...json.users, ...Object.entries(json.roleTags).flat(), ...Object.entries(json.profileTags).flat()];
      pictures.set(json.subject, {
        subject: json.subject, now: state(json), users: json.users, before: before === undefined ? null : before.now,
        changed: ++changes, at: before === undefined ? 0 : performance.now(), words: words.join("\n").toLowerCase(),
      });
    }
    soon("account");
  }

  function showFlowOf(subject) {
    at("subject").value = own(subject);
    shown.flows = STEP;
    showFlows();
    at("timeline-title").focus();
    at("timeline-title").scrollIntoView({ block: "start" });
  }

  function card(picture, isRecent) {
    const id = `picture-${picture.subject}`;
    const button = make("button", { type: "button", "data-part": "flow", "aria-label": `Show the timeline of ${own(picture.subject)}` }, "Timeline");
    button.addEventListener("click", () => showFlowOf(picture.subject));
    return make("article", { class: "card", "aria-labelledby": id },
      make("div", { class: "head" },
        make("h3", { id }, make("span", { class: "quiet" }, `${picture.subject.slice(0, picture.subject.indexOf("/"))} `), name(own(picture.subject))), button),
      row("Now", picture.now, picture.users, picture.now.profiles.length === 0 ? "nothing" : "no instance", isRecent ? picture.before : null),
      tags(picture.now, picture.now));
  }

  const cards = cache();
  const ORDERS = { changed: (a, b) => b.changed - a.changed, name: (a, b) => (a.subject < b.subject ? -1 : 1) };

  function matching() {
    const words = at("query").value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    return [...pictures.values()].filter((each) => words.every((word) => each.words.includes(word))).sort(ORDERS[at("order").value]);
  }

  function showAccount() {
    const found = matching();
    const now = performance.now();
    let recent = false;
    show(at("list"), cards, found.slice(0, shown.list).map((picture) => {
      const isRecent = picture.at > 0 && now - picture.at < HIGHLIGHT;
      recent = recent || isRecent;
      return { key: picture.subject, version: `${picture.changed} ${isRecent}`, build: () => card(picture, isRecent) };
    }));
    if (recent) setTimeout(() => soon("account"), HIGHLIGHT);
    at("more").hidden = found.length <= shown.list;
    at("more").textContent = `Show more: ${Math.min(shown.list, found.length).toLocaleString("en")} of ${found.length.toLocaleString("en")} are shown`;
    at("account-count").textContent = pictures.size === 0 ? "The account is empty. Make a call, or set up an example."
      : found.length === 0 ? "Nothing matches. Shorten the search." : `${found.length.toLocaleString("en")} of ${plural(pictures.size, "profile or role in no profile", "profiles and roles in no profile")}`;
    for (const [id, prefix] of [["profiles", "instance-profile/"], ["roles", "role/"]]) suggest(id, found, prefix);
    suggest("subjects", found, "");
    soon("counts");
  }

  function suggest(id, found, prefix) {
    const names = found.filter(({ subject }) => subject.startsWith(prefix)).slice(0, STEP).map(({ subject }) => own(subject));
    const inUse = id === "roles" ? found.slice(0, STEP).flatMap(({ now }) => roles(now)) : [];
    at(id).replaceChildren(...[...new Set([...names, ...inUse])].map((each) => make("option", { value: each })));
  }

  /* The timeline */

  function who(entry) {
    if (entry.actor === null) return "the schedule";
    return entry.actor.slice(entry.actor.lastIndexOf(entry.actor.includes("/") ? "/" : ":") + 1);
  }

  /* A name of an operation, which may break before a capital letter. */
  const operation = (text) => make("bdi", {}, ...(text || "").split(/(?=[A-Z][a-z])/).flatMap((part) => [make("wbr", {}), part]).slice(1));

  const TITLES = {
    call: (entry) => [name(entry.function || who(entry)), " called ", make("strong", {}, operation(entry.operation))],
    invocation: (entry) => ["Somebody invoked ", make("strong", {}, name(entry.function))],
    execution: (entry) => ["State machine: ", make("strong", {}, operation(entry.operation))],
    event: (entry) => [entry.eventId === null ? "Schedule: " : "Event: ", make("strong", {}, name(entry.operation || ""))],
    "dead-letter": (entry) => ["Dead letter: ", make("strong", {}, name(entry.operation || ""))],
  };

  function callCell(entry) {
    return [
      make("div", {}, ...TITLES[entry.kind](entry)),
      entry.subject === null ? null : make("div", {}, name(entry.subject)),
      entry.detail === null || entry.kind === "invocation" ? null : make("div", { class: "quiet" }, name(entry.detail)),
      make("div", { class: "quiet" }, `${clockTime(entry.time)} `, entry.kind !== "call" || entry.outcome === "ok" ? "" : make("span", { class: "badge warning" }, name(entry.outcome))),
      entry.kind === "event" && entry.eventId !== null ? make("div", { class: "quiet" }, "its call is not shown any more") : null,
      entry.kind === "execution" || (entry.kind === "event" && entry.eventId === null) ? make("div", { class: "quiet" }, name(entry.outcome || "")) : null,
    ];
  }

  function eventCell(event) {
    if (event === null) return [make("span", { class: "quiet" }, "from a queue or by request")];
    const isBad = event.kind === "dead-letter" || event.outcome === "lost";
    return [make("span", { class: isBad ? "badge critical" : event.function === null ? "quiet" : "" }, name(event.kind === "dead-letter" ? `dead letter: ${event.outcome}` : event.outcome)),
      make("div", { class: "quiet" }, clockTime(event.time))];
  }

  function functionCell({ event, run }) {
    if (run === null) return event === null || event.function === null ? [] : [make("strong", {}, name(event.function)), make("div", { class: "quiet" }, "waits or runs")];
    return [make("strong", {}, name(run.function)),
      run.outcome === "ok" ? null : make("span", { class: "badge critical" }, name(run.outcome)),
      run.detail === null ? null : make("div", {}, name(run.detail)),
      make("div", { class: "quiet" }, `${clockTime(run.time)}, ${plural(Math.round(run.milliseconds), "millisecond", "milliseconds")}`)];
  }

  function effectCell(line) {
    const parts = [
      ...line.actions.map((each) => make("li", {}, make("span", { class: `badge ${each.outcome === "done" ? "change" : "info"}` }, name(each.operation)), " ", name(each.subject || ""),
        make("span", { class: "quiet" }, ": ", name(each.outcome === "would-do" ? "would be done" : each.outcome)))),
      ...line.findings.map((each) => make("li", {}, make("span", { class: `badge ${each.outcome}` }, name(each.outcome)), " ", make("strong", {}, name(each.operation)), " ", name(each.subject || ""))),
      ...line.steps.map(({ call }) => make("li", { class: "quiet" }, "called ", operation(call.operation), " ", name(call.subject || ""))),
    ];
    if (line.reads > 0) parts.push(make("li", { class: "quiet" }, plural(line.reads, "read", "reads")));
    return parts.length === 0 ? [] : [make("ul", {}, ...parts)];
  }

  function flowRows(call, lines, depth) {
    const cell = make("td", { rowspan: Math.max(1, lines.length), class: `call depth-${Math.min(depth, 3)}`, "data-label": "Call" }, ...callCell(call).filter((each) => each !== null));
    const made = lines.map((line, place) => make("tr", {}, place === 0 ? cell : null,
      ...[["Event", eventCell(line.event)], ["Function", functionCell(line)], ["Effect", effectCell(line)]].map(([label, content]) => make("td", content.length === 0 ? {} : { "data-label": label }, ...content.filter((each) => each !== null)))));
    if (made.length === 0) made.push(make("tr", {}, cell, make("td", { colspan: 3, class: "quiet" }, call.eventId === null || Flows.isRead(call) || call.kind !== "call" ? "no event" : call.outcome === "ok" ? "its event is on its way" : "refused; its event is on its way")));
    return [...made, ...lines.flatMap((line) => line.steps.filter((step) => step.call.eventId !== null).flatMap((step) => flowRows(step.call, step.lines, depth + 1)))];
  }

  function flowCard(flow) {
    const id = `flow-${flow.key}`;
    return make("article", { class: "card flow", "aria-labelledby": id, tabindex: "0" },
      make("table", {}, make("caption", { id, class: "unseen" }, `${clockTime(flow.root.time)}: `, ...TITLES[flow.root.kind](flow.root), " ", name(flow.root.subject || "")),
        make("thead", {}, make("tr", {}, ...["Call", "Event", "Function", "Effect"].map((each) => make("th", { scope: "col" }, each)))),
        make("tbody", {}, ...flowRows(flow.root, flow.lines, 0))));
  }

  const flowCards = cache();

  function showFlows() {
    const words = at("subject").value.trim().toLowerCase();
    const found = Flows.of(entries).filter((flow) => (at("quiet-too").checked || !flow.isQuiet) && (words === "" || Flows.isAbout(flow, words)));
    show(at("flows"), flowCards, found.slice(0, shown.flows).map((flow) => ({ key: flow.key, version: `${flow.size} ${flow.last}`, build: () => flowCard(flow) })));
    at("more-flows").hidden = found.length <= shown.flows;
    at("flow-count").textContent = found.length === 0 ? (words === "" ? "Nothing has happened yet. Make a call." : "Nothing happened to a profile or role of this name.")
      : `${plural(found.length, "flow", "flows")}, the latest first${entries.length >= MOST_ENTRIES ? `, of the last ${MOST_ENTRIES.toLocaleString("en")} entries` : ""}`;
  }

  /* Findings */

  function findingCard(finding) {
    const id = `finding-${finding.number}`;
    const button = make("button", { type: "button", "data-part": "flow", "aria-label": `Show the timeline of ${own(String(finding.subject))}` }, "Timeline");
    button.addEventListener("click", () => showFlowOf(String(finding.subject)));
    const list = (title, texts) => (Array.isArray(texts) && texts.length > 0 ? [make("h4", {}, title), make("ul", { class: "does" }, ...texts.map((each) => make("li", {}, name(String(each)))))] : []);
    return make("article", { class: "card", "aria-labelledby": id },
      make("div", { class: "head" }, make("h3", { id }, name(String(finding.kind)), make("span", { class: "quiet" }, " on "), name(String(finding.subject))),
        make("span", { class: `badge ${finding.severity}` }, name(String(finding.severity))), make("span", { class: "quiet" }, "by ", name(String(finding.rule))), button),
      make("p", {}, name(String(finding.cause))), ...list("Done", finding.done), ...list("To do", finding.todo));
  }

  const findingCards = cache();

  function showFindings() {
    const latest = [...findings].reverse();
    show(at("findings"), findingCards, latest.slice(0, shown.findings).map((finding) => ({ key: finding.number, version: 0, build: () => findingCard(finding) })));
    at("more-findings").hidden = latest.length <= shown.findings;
    at("findings-count").textContent = latest.length === 0 ? "There are no findings." : plural(latest.length, "finding, the latest first", "findings, the latest first");
  }

  /* Counts and charts */

  const SERIES = [
    ["Calls", (entry) => entry.kind === "call" && entry.requestId === null && entry.function === null],
    ["Repairs", (entry) => entry.kind === "action" && entry.outcome === "done"],
    ["Findings", (entry) => entry.kind === "finding"],
  ];

  function chart([title, isOf], first, width) {
    const bars = new Array(BARS).fill(0);
    for (const entry of entries) if (isOf(entry)) bars[Math.min(BARS - 1, Math.floor((entry.ms - first) / width))]++;
    const most = Math.max(1, ...bars);
    const total = bars.reduce((sum, each) => sum + each, 0);
    const label = `${title}: ${total.toLocaleString("en")}, at most ${Math.max(...bars)} in one bar`;
    const rects = bars.map((count, i) => ["rect", { class: "value", x: i * 10 + 1, width: 8, y: 40 - (38 * count) / most, height: (38 * count) / most }]);
    return make("figure", {}, make("figcaption", {}, make("strong", {}, title), make("span", { class: "quiet" }, ` ${total.toLocaleString("en")}`)),
      chartImage(label, rects));
  }

  function chartImage(label, rects) {
    const image = shape({ viewBox: `0 0 ${BARS * 10} 42`, preserveAspectRatio: "none", role: "img", "aria-label": label }, ["path", { d: `M0 41h${BARS * 10}`, class: "axis" }], ...rects);
    image.removeAttribute("aria-hidden");
    return image;
  }

  function showCounts() {
    const of = (test) => entries.filter(test).length;
    const severity = (each) => findings.filter((finding) => finding.severity === each).length;
    const numbers = [["instance profiles", totals.profiles], ["roles", totals.roles], ["calls", of(SERIES[0][1])], ["repairs", of(SERIES[1][1])],
      ["critical findings", severity("critical"), "critical"], ["warnings", severity("warning"), "warning"]];
    at("counts").replaceChildren(...numbers.map(([what, count, kind]) => make("div", {}, make("dt", {}, what), make("dd", kind && count > 0 ? { class: kind } : {}, count.toLocaleString("en")))));
    if (entries.length === 0) return;
    const first = entries.reduce((least, entry) => Math.min(least, entry.ms), Infinity);
    const last = entries.reduce((most, entry) => Math.max(most, entry.ms), 0);
    const width = Math.max(1000, last - first) / BARS;
    at("charts").replaceChildren(...SERIES.map((series) => chart(series, first, width)),
      make("p", { class: "quiet" }, `From ${new Date(first).toISOString().slice(0, 19)}Z to ${new Date(last).toISOString().slice(0, 19)}Z, sandbox time. One bar is ${span(width)}.`));
  }

  function span(ms) {
    return ms < 1000 ? `${Math.round(ms)} milliseconds` : ms < 120000 ? `${Math.round(ms / 1000)} seconds` : ms < 7200000 ? `${Math.round(ms / 60000)} minutes` : `${Math.round(ms / 3600000)} hours`;
  }

  /* The stream */

  const DRAW = { account: showAccount, flows: showFlows, findings: showFindings, counts: showCounts };
  const waiting = new Set();

  /* Draws once for all that arrived since the last picture. */
  function soon(part) {
    if (waiting.size === 0) requestAnimationFrame(() => {
      const parts = [...waiting];
      waiting.clear();
      for (const each of parts) DRAW[each]();
      document.documentElement.dataset.drawn = "yes";
    });
    waiting.add(part);
  }

  let announced = 0;
  let unannounced = [];

  /* At most one sentence in five seconds. */
  function announceFindings(severities) {
    unannounced.push(...severities.filter((each) => each !== "info"));
    if (unannounced.length === 0) return;
    const wait = Math.max(0, announced + 5000 - performance.now());
    announced = performance.now() + wait;
    setTimeout(() => {
      if (unannounced.length === 0) return;
      at("announcement").textContent = `${plural(unannounced.length, "new finding", "new findings")}, ${unannounced.filter((each) => each === "critical").length} critical`;
      unannounced = [];
    }, wait);
  }

  const last = (list) => (list.length === 0 ? 0 : list[list.length - 1].number);

  const TAKE = {
    hello(data) {
      if (!data.continues || data.account !== account) { entries = []; findings = []; }
      account = data.account;
      pictures.clear();
      at("account-number").textContent = data.account;
      document.title = `Profile Guard: sandbox of ${data.account}`;
      at("accounts-label").hidden = data.accounts.length < 2;
      at("accounts").replaceChildren(...data.accounts.map((each, place) => make("option", { value: each, ...(each === account ? { selected: "" } : {}) }, place === 0 ? `${each} (administrator)` : each)));
      settings(data.parameters);
      Calls.use(data.account, data.accounts);
      at("connection").textContent = "Connected.";
      for (const each of Object.keys(DRAW)) soon(each);
    },
    timeline(data) {
      const after = last(entries);
      for (const entry of data.entries) if (entry.number > after) entries.push({ ...entry, ms: Date.parse(entry.time) });
      if (entries.length > MOST_ENTRIES) entries = entries.slice(-MOST_ENTRIES);
      soon("flows");
      soon("counts");
    },
    findings(data) {
      const after = last(findings);
      const added = data.findings.filter((finding) => finding.number > after);
      const isFirst = findings.length === 0 && added.length > 1;
      findings.push(...added);
      if (findings.length > MOST_FINDINGS) findings = findings.slice(-MOST_FINDINGS);
      if (!isFirst) announceFindings(added.map((finding) => finding.severity));
      soon("findings");
      soon("counts");
    },
    account: takeAccount,
    gone({ subjects }) {
      for (const subject of subjects) pictures.delete(subject);
      soon("account");
    },
    totals(data) {
      totals = data;
      soon("counts");
    },
    status(data) {
      offset = Date.parse(data.time) - Date.now();
      tick();
      Calls.showFaults(data.faults, data.enforced);
      document.documentElement.dataset.ready = "yes";
    },
    full(data) {
      stream.close();
      at("connection").textContent = `${data.message}. This page tries again.`;
      setTimeout(connect, 5000);
    },
  };

  function settings(of) {
    const modes = ["GuardMode", "ProvisionMode", "TagMode"].filter((each) => of[each]).map((each) => `${each} ${of[each]}`);
    at("settings").replaceChildren(name(`${modes.join(", ")}. GuardedProfiles: ${of.GuardedProfiles || "none"}. TrustedPrincipals: ${of.TrustedPrincipals || "none"}.`));
    const isOn = of.GuardMode === "enforce";
    at("warning").hidden = isOn;
    at("warning").textContent = isOn ? "" : `GuardMode is ${of.GuardMode}, so that ProfileGuard puts nothing back. To see it at work, start: ./guard sandbox --parameter-overrides GuardMode=enforce GuardedProfiles='prod-*' TrustedPrincipals='arn:aws:iam::*:user/alice'`;
  }

  function tick() {
    at("time").textContent = `${new Date(Date.now() + offset).toISOString().slice(0, 19).replace("T", " ")} UTC`;
  }

  let stream;

  function connect() {
    const named = parameters.get("account") || at("accounts").value;
    stream = new EventSource(`/_sandbox/events${named ? `?account=${encodeURIComponent(named)}` : ""}`);
    for (const [type, take] of Object.entries(TAKE)) stream.addEventListener(type, (event) => take(JSON.parse(event.data)));
    stream.addEventListener("error", () => {
      at("connection").textContent = "The sandbox does not answer. This page connects again when it does.";
      if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
    });
  }

  for (const [id, part, redraw] of [["more", "list", showAccount], ["more-flows", "flows", showFlows], ["more-findings", "findings", showFindings]]) {
    const more = () => { shown[part] += STEP; redraw(); };
    at(id).addEventListener("click", more);
  }
  new IntersectionObserver((seen) => { if (seen.some((each) => each.isIntersecting)) { shown.list += STEP; showAccount(); } }, { rootMargin: "400px" }).observe(at("more"));
  for (const [id, event, part, redraw] of [["query", "input", "list", showAccount], ["order", "change", "list", showAccount], ["subject", "input", "flows", showFlows], ["quiet-too", "change", "flows", showFlows]]) {
    at(id).addEventListener(event, () => { shown[part] = STEP; redraw(); });
  }
  at("accounts").addEventListener("change", () => {
    stream.close();
    entries = [];
    findings = [];
    connect();
  });
  setInterval(tick, 1000);
  theme();
  Calls.start();
  connect();
})();
