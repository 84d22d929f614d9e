"use strict";
/* From the entries of the timeline to flows: a call, its event, the functions that get the event, and what they do. What a function
   calls goes on in the same flow. */
const Flows = (() => {
  const READ = /^(Get|List|Describe|Lookup|Decode|Simulate|BatchGet)/;
  const isRead = (entry) => entry.kind === "call" && READ.test(entry.operation || "");

  function put(map, key, value) {
    if (key === null) return;
    if (map.has(key)) map.get(key).push(value);
    else map.set(key, [value]);
  }

  function index(entries) {
    const found = { calls: new Map(), events: new Map(), runs: new Map(), within: new Map() };
    for (const entry of entries) {
      if (entry.kind === "call") put(found.calls, entry.eventId, entry);
      else if (entry.kind === "event" || entry.kind === "dead-letter") put(found.events, entry.eventId, entry);
      else if (entry.kind === "invocation") put(found.runs, entry.eventId, entry);
      if (entry.kind !== "invocation") put(found.within, entry.requestId, entry);
    }
    return found;
  }

  /* What starts a flow: what nothing else on the page has caused. */
  function isRoot(entry, found, seen) {
    if (entry.kind === "call") return entry.requestId === null;
    if (entry.kind === "execution") return true;
    if (entry.kind === "invocation") return entry.eventId === null;
    if (entry.kind !== "event" && entry.kind !== "dead-letter") return false;
    if (entry.eventId === null) return true;
    const isFirst = !found.calls.has(entry.eventId) && !seen.has(entry.eventId);
    seen.add(entry.eventId);
    return isFirst;
  }

  /* The lines of one event: each delivery with the run of its function, then runs by way of a queue. */
  function lines(eventId, found, flow) {
    const runs = [...(found.runs.get(eventId) || [])];
    const made = (found.events.get(eventId) || []).map((event) => {
      const place = event.function === null ? -1 : runs.findIndex((run) => run.function === event.function);
      return { event, run: place < 0 ? null : runs.splice(place, 1)[0] };
    });
    return [...made, ...runs.map((run) => ({ event: null, run }))].map((line) => withEffects(line, found, flow));
  }

  function withEffects(line, found, flow) {
    const own = line.run === null || flow.requests.has(line.run.requestId) ? [] : found.within.get(line.run.requestId) || [];
    if (line.run !== null) flow.requests.add(line.run.requestId);
    flow.entries.push(...[line.event, line.run].filter((each) => each !== null), ...own);
    const writes = own.filter((each) => each.kind === "call" && !isRead(each));
    return {
      ...line,
      actions: own.filter((each) => each.kind === "action"),
      findings: own.filter((each) => each.kind === "finding"),
      reads: own.filter(isRead).length,
      steps: writes.map((call) => ({ call, lines: call.eventId === null ? [] : lines(call.eventId, found, flow) })),
    };
  }

  function flowOf(root, found) {
    const flow = { key: root.number, root, entries: [root], requests: new Set() };
    flow.lines = root.kind === "invocation" ? [withEffects({ event: null, run: root }, found, flow)]
      : root.eventId === null || isRead(root) ? [] : lines(root.eventId, found, flow);
    flow.last = Math.max(...flow.entries.map((entry) => entry.number));
    flow.size = flow.entries.length;
    const acted = flow.entries.some((entry) => entry.kind === "action" || entry.kind === "finding" || entry.kind === "dead-letter");
    flow.isQuiet = !acted && (root.kind !== "call" || isRead(root));
    return flow;
  }

  /* The flows, the latest first. */
  function of(entries) {
    const found = index(entries);
    const seen = new Set();
    return entries.filter((entry) => isRoot(entry, found, seen)).map((root) => flowOf(root, found)).reverse();
  }

  function isAbout(flow, words) {
    return flow.entries.some((entry) => `${entry.subject || ""} ${entry.detail || ""}`.toLowerCase().includes(words));
  }

  return { of, isAbout, isRead };
})();
