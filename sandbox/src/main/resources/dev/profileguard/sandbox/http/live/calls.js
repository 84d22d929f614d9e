"use strict";
/* What a person does to the sandbox: calls of the walkthrough, the clock, the faults. */
const Calls = (() => {
  const { at, make, name } = Shapes;
  const TRUST = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
  const HEADERS = { "X-Profile-Guard": "page" };
  const MOST_ANSWERS = 3;
  const NAME = "[A-Za-z0-9_+=,.@\\-]{1,64}";

  const FIELDS = {
    role: { label: "Role", value: "web", pattern: NAME },
    profile: { label: "Instance profile", value: "prod-web", pattern: NAME },
    key: { label: "Tag key", value: "Team" },
    value: { label: "Tag value", value: "data", optional: true },
    image: { label: "Image", value: "ami-12345678" },
  };
  const role = (of) => ({ RoleName: of.role });
  const profile = (of) => ({ InstanceProfileName: of.profile });
  const tag = (of) => ({ "Tags.member.1.Key": of.key, "Tags.member.1.Value": of.value });
  const tagOption = (of) => ["--tags", JSON.stringify([{ Key: of.key, Value: of.value }])];

  /* form: the parameters of the Query API; options: those of the AWS CLI, where they are others. */
  const OPERATIONS = [
    { operation: "CreateRole", fields: ["role"], form: (of) => ({ ...role(of), AssumeRolePolicyDocument: TRUST }) },
    { operation: "CreateInstanceProfile", fields: ["profile"], form: profile },
    { operation: "AddRoleToInstanceProfile", fields: ["profile", "role"], form: (of) => ({ ...profile(of), ...role(of) }) },
    { operation: "RemoveRoleFromInstanceProfile", fields: ["profile", "role"], form: (of) => ({ ...profile(of), ...role(of) }) },
    { operation: "DeleteInstanceProfile", fields: ["profile"], form: profile },
    { operation: "DeleteRole", fields: ["role"], form: role },
    { operation: "TagRole", fields: ["role", "key", "value"], form: (of) => ({ ...role(of), ...tag(of) }),
      options: (of) => ["--role-name", of.role, ...tagOption(of)] },
    { operation: "UntagRole", fields: ["role", "key"], form: (of) => ({ ...role(of), "TagKeys.member.1": of.key }),
      options: (of) => ["--role-name", of.role, "--tag-keys", of.key] },
    { operation: "TagInstanceProfile", fields: ["profile", "key", "value"], form: (of) => ({ ...profile(of), ...tag(of) }),
      options: (of) => ["--instance-profile-name", of.profile, ...tagOption(of)] },
    { operation: "UntagInstanceProfile", fields: ["profile", "key"], form: (of) => ({ ...profile(of), "TagKeys.member.1": of.key }),
      options: (of) => ["--instance-profile-name", of.profile, "--tag-keys", of.key] },
    { operation: "RunInstances", service: "ec2", version: "2016-11-15", fields: ["profile", "image"],
      form: (of) => ({ ImageId: of.image, MinCount: "1", MaxCount: "1", "IamInstanceProfile.Name": of.profile }),
      options: (of) => ["--image-id", of.image, "--iam-instance-profile", `Name=${of.profile}`] },
  ];
  const kebab = (text) => text.replace(/(?!^)([A-Z])/g, "-$1").toLowerCase();
  const quoted = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

  const values = {};
  let account = null; /* null: the only one */
  let firstAccount = null;

  const chosen = () => OPERATIONS.find((each) => each.operation === at("operation").value);
  const given = () => ({ ...Object.fromEntries(Object.entries(FIELDS).map(([id, field]) => [id, field.value])), ...values });

  function cli() {
    const { operation, service = "iam", form, options } = chosen();
    const words = options ? options(given()) : Object.entries(form(given())).flatMap(([key, value]) => [`--${kebab(key)}`, value]);
    const key = at("caller").value + (account === null ? "" : `@${account}`);
    at("cli").textContent = [`AWS_ACCESS_KEY_ID=${quoted(key)}`, `AWS_ENDPOINT_URL=${location.origin}`, "aws", service, kebab(operation), ...words.map(quoted)].join(" ");
  }

  function showFields() {
    at("fields").replaceChildren(...chosen().fields.map((id) => {
      const field = FIELDS[id];
      const input = make("input", { id: `field-${id}`, maxlength: 256, spellcheck: "false", ...(field.pattern ? { pattern: field.pattern, list: id === "role" ? "roles" : "profiles" } : {}) });
      input.required = !field.optional;
      input.value = given()[id];
      input.addEventListener("input", () => { values[id] = input.value; cli(); });
      return make("label", {}, field.label, " ", input);
    }));
    cli();
  }

  /* Code and message of an error of the Query API, which is XML. */
  function errorIn(xml) {
    const text = (tag) => (new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml) || ["", ""])[1]
      .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&apos;", "'").replaceAll("&amp;", "&");
    return text("Code") === "" ? xml.slice(0, 300) : `${text("Code")}: ${text("Message")}`;
  }

  async function send({ operation, service = "iam", version = "2010-05-08", form }, of, caller) {
    const key = caller + (account === null ? "" : `@${account}`);
    const response = await fetch("/", {
      method: "POST",
      headers: { ...HEADERS, Authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/${service}/aws4_request` },
      body: new URLSearchParams({ Action: operation, Version: version, ...form(of) }),
    });
    const text = await response.text();
    return response.ok ? null : errorIn(text);
  }

  function answer(what, error) {
    const said = error === null ? "done" : error;
    at("answers").prepend(make("li", { class: error === null ? "" : "critical" }, make("strong", {}, name(what)), ": ", name(said)));
    while (at("answers").children.length > MOST_ANSWERS) at("answers").lastChild.remove();
    at("announcement").textContent = `${what}: ${said}`;
  }

  async function attempt(what, work) {
    try {
      answer(what, await work());
    } catch {
      answer(what, "The sandbox does not answer. Is ./guard sandbox still running?");
    }
  }

  const described = (call, of, caller) => `${caller} called ${call.operation} (${call.fields.map((each) => of[each]).join(", ")})`;

  function makeCall(operation, of, caller) {
    const call = OPERATIONS.find((each) => each.operation === operation);
    return attempt(described(call, of, caller), () => send(call, of, caller));
  }

  /* alice makes a guarded profile; the form is ready for somebody to change it. */
  async function example() {
    const of = given();
    for (const operation of ["CreateRole", "CreateInstanceProfile", "AddRoleToInstanceProfile"]) await makeCall(operation, of, "alice");
    at("caller").value = "mallory";
    at("operation").value = "RemoveRoleFromInstanceProfile";
    showFields();
  }

  async function control(endpoint, parameters, say) {
    await attempt(say, async () => {
      const response = await fetch(`/_sandbox/${endpoint}?${new URLSearchParams(parameters)}`, { method: "POST", headers: HEADERS });
      return response.ok ? null : (await response.json()).message;
    });
  }

  const NONE = { lose: "0", double: "0", reorder: "0", throttle: "0", lag: "PT0S", fail: "", ec2: "", ec2lag: "PT0S" };
  const SHARES = ["lose", "double", "reorder", "throttle"];

  function wantedFaults() {
    return { ...Object.fromEntries(SHARES.map((each) => [each, String(Number(at(each).value) / 100)])), lag: `PT${Number(at("lag").value)}S`, fail: at("fail").value.trim() };
  }

  function faultsInForce(faults) {
    const on = [
      [faults.lose, (share) => `${share * 100}% of the events are lost`], [faults.double, (share) => `${share * 100}% of the events come twice`],
      [faults.reorder, (share) => `${share * 100}% of the events come out of order`], [faults.throttle, (share) => `${share * 100}% of the calls are throttled`],
    ].filter(([share]) => share > 0).map(([share, say]) => say(Math.round(share * 10000) / 10000));
    if (faults.lag !== "PT0S") on.push(`reads are late by ${faults.lag}`);
    for (const [operation, times] of Object.entries(faults.fail)) on.push(`${operation} fails ${times} more times`);
    for (const [region, fault] of Object.entries(faults.ec2)) on.push(`EC2 in ${region} is ${fault}`);
    if (faults.ec2lag !== "PT0S") on.push(`reads of EC2 are late by ${faults.ec2lag}`);
    return on;
  }

  let lastFaults = "";

  /* Puts what is in force into the form, unless somebody fills it in. */
  function showFaults(faults, enforced) {
    at("enforced").checked = enforced;
    if (JSON.stringify(faults) === lastFaults) return;
    lastFaults = JSON.stringify(faults);
    const on = faultsInForce(faults);
    at("in-force").textContent = on.length === 0 ? "No faults are on." : `In force: ${on.join("; ")}.`;
    if (at("faults").contains(document.activeElement) && document.activeElement.tagName === "INPUT") return;
    for (const each of SHARES) at(each).value = Math.round(faults[each] * 10000) / 100;
  }

  function start() {
    at("operation").append(...OPERATIONS.map(({ operation }) => make("option", {}, operation)));
    document.body.append(make("datalist", { id: "roles" }), make("datalist", { id: "profiles" }));
    showFields();
    at("operation").addEventListener("change", showFields);
    at("caller").addEventListener("input", cli);
    at("call").addEventListener("submit", (event) => {
      event.preventDefault();
      makeCall(at("operation").value, given(), at("caller").value);
    });
    at("example").addEventListener("click", example);
    at("copy").addEventListener("click", async () => {
      await navigator.clipboard.writeText(at("cli").textContent);
      at("announcement").textContent = "Command copied";
    });
    at("clock").addEventListener("submit", (event) => {
      event.preventDefault();
      control("clock", { advance: at("advance").value }, `Advance the clock by ${at("advance").selectedOptions[0].textContent}`);
    });
    at("faults").addEventListener("submit", (event) => {
      event.preventDefault();
      control("faults", wantedFaults(), "Set the faults");
    });
    at("lose-all").addEventListener("click", () => control("faults", { lose: "1" }, "Lose all events"));
    at("no-faults").addEventListener("click", () => { at("fail").value = ""; at("lag").value = "0"; control("faults", NONE, "No faults"); });
    at("enforced").addEventListener("change", () => control("identity-policies", { enforce: at("enforced").checked ? "on" : "off" },
      at("enforced").checked ? "Hold users to their IAM policies" : "Let users make every call"));
  }

  /* Which account calls go to. Faults and policies can be set in the first one only. */
  function use(number, all) {
    firstAccount = all[0];
    account = all.length === 1 ? null : number;
    const isFirst = number === firstAccount;
    at("faults-fields").disabled = !isFirst;
    at("enforced").disabled = !isFirst;
    cli();
  }

  return { start, use, showFaults };
})();
