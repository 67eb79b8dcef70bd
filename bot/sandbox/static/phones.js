// The page: phones side by side, whose they are, the clock, and the log of what happened on the way.

import { Phone, appName, element, send } from "./phone.js";
import { JUMPS, fold, jumpLabel, language, long, say, short, speak } from "./words.js";

const $ = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 899px)");
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const page = {
  bot: "",
  channels: [],
  members: new Map(),
  phones: [],
  unread: new Map(),
  present: null, // now, way, ready, connected, stops
  used: null, // the phone touched last
  choose: openPicker,
  other: takeOther,
  showPicture,
  shown: showTries,
  touched: (phone) => (page.used = phone),
};

async function begin() {
  const stage = await (await fetch("/api/stage")).json();
  page.bot = stage.bot;
  page.channels = stage.channels;
  for (const member of stage.people) page.members.set(member.id, member);
  page.phones = stage.shown.map((id) => new Phone(page, page.members.get(id)));
  $("phones").append(...page.phones.map((phone) => phone.root));
  page.used = page.phones[0];
  show(stage);
  speakAll();
  tab(0);
  follow(stage.last);
}

// What happens reaches the page here, in batches while time moves fast.
async function follow(last) {
  for (;;) {
    try {
      const answer = await fetch(`/api/events?after=${last}`);
      if (!answer.ok) throw new Error(answer.statusText);
      const { events, ...rest } = await answer.json();
      last = rest.last;
      await hear(events);
      show(rest);
      if (rest.way) await pause(250);
    } catch {
      await pause(1000);
    }
  }
}

async function hear(events) {
  if (events.some((event) => event.phone && !page.members.has(event.phone))) await meet();
  const touched = new Set(events.map((event) => event.phone));
  for (const event of events) {
    const phone = page.phones.find((each) => each.member.id === event.phone);
    if (event.new && (!phone || phone.root.hidden)) page.unread.set(event.phone, (page.unread.get(event.phone) ?? 0) + 1);
  }
  const everyone = events.some((event) => event.kind === "commands");
  await Promise.all(page.phones.filter((phone) => everyone || touched.has(phone.member.id)).map((phone) => phone.refresh()));
}

// Somebody has got another phone.
async function meet() {
  const { people } = await (await fetch("/api/stage")).json();
  for (const member of people) page.members.set(member.id, member);
}

function show(present) {
  if (present.ready && !page.present?.ready) welcome(present);
  page.present = present;
  $("now").textContent = long(present.now);
  $("now").dateTime = present.now;
  const busy = !present.ready || present.way !== null;
  $("next").disabled = $("go-button").disabled = busy;
  $("way").hidden = !busy && !present.trouble;
  $("way-bar").hidden = !busy;
  if (present.way) showWay(present);
  else if (present.trouble) showTrouble(present.trouble);
  for (const phone of page.phones) phone.enable(present.ready);
  showJumps();
  showLog();
  showTabs();
  showTries();
}

// What counts as new to a visitor is what came last, not the days they did not see.
function welcome({ stops }) {
  const held = page.phones.map((phone) => phone.member.id);
  const last = (stops.at(-1)?.to ?? []).filter((id) => !held.includes(id));
  page.unread = new Map(last.map((id) => [id, 1]));
}

function showWay({ way: [from, to], now, ready }) {
  const done = (Date.parse(now) - Date.parse(from)) / Math.max(1, Date.parse(to) - Date.parse(from));
  $("way-words").textContent = ready ? say("moving", { to: short(to) }) : say("preparing");
  $("way-bar").value = done;
}

function showTrouble(why) {
  $("way-words").textContent = say("stopped", { why });
  console.error(why);
}

function showJumps() {
  const chosen = $("jump").value;
  const coming = JUMPS.filter(([moment]) => moment > page.present.now);
  const options = [...coming.map((jump) => [jump[0], jumpLabel(jump)]), ["other", say("other")]];
  const key = JSON.stringify(options);
  if ($("jump").dataset.key === key) return;
  $("jump").dataset.key = key;
  $("jump").replaceChildren(...options.map(([value, label]) => element("option", { value }, label)));
  if (options.some(([value]) => value === chosen)) $("jump").value = chosen;
  chooseJump();
}

function chooseJump() {
  const other = $("jump").value === "other";
  $("moment").hidden = !other;
  $("moment").min = page.present.now;
  if (other && $("moment").value < page.present.now) $("moment").value = page.present.now;
}

async function move(to) {
  try {
    await send("/api/clock", JSON.stringify({ to }));
  } catch (error) {
    page.used.say(say("failed", { why: error.message }), true);
  }
}

function showLog() {
  const { stops } = page.present;
  const key = JSON.stringify([stops.length, stops.at(-1), language]);
  if ($("log-list").dataset.key === key) return;
  $("log-list").dataset.key = key;
  $("log-last").textContent = stops.length ? `${short(stops.at(-1).at)}: ${told(stops.at(-1))}` : say("logNone");
  $("log-list").replaceChildren(...stops.toReversed().map(logLine));
}

const given = (id) => page.members.get(id)?.given ?? "?";

function told({ messages, to }) {
  const names = to.slice(0, 4).map(given).join(", ");
  const more = to.length > 4 ? ` ${say("others", { count: to.length - 4 })}` : "";
  return say("logLine", { count: messages, people: names + more });
}

function logLine(stop) {
  const names = stop.to.slice(0, 12).map((id) =>
    element("button", { type: "button", class: "plain", on: { click: () => take(page.used, id) } }, given(id)));
  const more = stop.to.length > 12 ? say("others", { count: stop.to.length - 12 }) : "";
  return element("li", {}, element("time", { datetime: stop.at }, short(stop.at)), ` ${say("logLine", { count: stop.messages, people: "" })}`, ...names, more);
}

// Narrow screens show one phone at a time.
function showTabs() {
  $("tabs").hidden = !narrow.matches;
  $("tabs").replaceChildren(...page.phones.map((phone, index) => {
    const count = page.unread.get(phone.member.id);
    return element("button", {
      type: "button", "aria-pressed": String(!phone.root.hidden), "aria-controls": phone.root.id,
      on: { click: () => tab(index) },
    }, phone.member.given, count ? mark(count) : null);
  }));
}

const mark = (count) => element("span", { class: "mark", title: say("unread", { count }) }, String(count));

function tab(index) {
  page.used = page.phones[index];
  page.phones.forEach((phone, at) => {
    phone.root.id = `phone-${at}`;
    phone.root.hidden = narrow.matches && at !== index;
    if (!phone.root.hidden) page.unread.delete(phone.member.id);
  });
  page.used.chat.scrollTop = page.used.chat.scrollHeight;
  showTabs();
}

// Give a phone to somebody; who is in hand already is only brought to the front.
function take(phone, id) {
  const held = page.phones.findIndex((each) => each.member.id === id);
  if (held < 0) phone.hold(page.members.get(id));
  tab(held < 0 ? page.phones.indexOf(phone) : held);
  page.unread.delete(id);
  page.used.root.scrollIntoView({ block: "nearest" });
  page.used.text.focus({ preventScroll: true });
}

// The same person's chat in the other app; gives the phone that holds it.
async function takeOther(phone) {
  const answer = await fetch(`/api/phones/${phone.member.id}/other-app`, { method: "POST" });
  if (!answer.ok) return phone;
  const member = await answer.json();
  page.members.set(member.id, member);
  take(phone, member.id);
  return page.used;
}

function openPicker(phone) {
  page.used = phone;
  $("search").value = "";
  showPeople();
  $("picker").showModal();
  $("search").focus();
}

function showPeople() {
  const wanted = fold($("search").value).split(/\s+/).filter(Boolean);
  const matching = [...page.members.values()].filter((member) => {
    const words = fold([member.name, appName(member.channel), ...member.posts, ...member.roles.map((role) => (role === "specialist" || role === "admin" ? say(role) : ""))].join(" "));
    return wanted.every((word) => words.includes(word));
  });
  const people = matching.map((member) => {
    const count = page.unread.get(member.id);
    const away = !member.second && !page.present.connected.includes(member.id);
    const notes = [appName(member.channel), member.posts[0], member.second ? say("newPhone") : "", away ? say("absent") : ""].filter(Boolean);
    const choose = () => ($("picker").close(), take(page.used, member.id));
    return element("li", {}, element("button", { type: "button", on: { click: choose } },
      element("span", {}, element("strong", {}, member.name), element("small", {}, notes.join(" · "))), count ? mark(count) : null));
  });
  $("people").replaceChildren(...(people.length ? people : [element("li", { class: "quiet" }, say("nobody"))]));
}

function showPicture(file, name) {
  $("picture-name").textContent = name;
  $("picture-image").src = $("picture-save").href = file.path;
  $("picture-image").alt = name;
  $("picture-save").download = file.name;
  $("picture").showModal();
}

// Three things to try, told by what the phones show now; each shows what to tap.
function showTries() {
  const [official, specialist] = page.phones;
  if (!specialist) return;
  const lines = [
    tryOfficial(official),
    [say("trySpecialist", { who: specialist.member.called }), () => (specialist.text.value = "/duyet", hint(specialist, specialist.submit))],
    [say("tryClock"), () => hint(null, $("next"))],
  ];
  const key = JSON.stringify(lines.map(([words]) => words));
  if ($("tries-list").dataset.key === key) return;
  $("tries-list").dataset.key = key;
  $("tries-list").replaceChildren(...lines.map(([words, act]) =>
    element("li", {}, element("button", { type: "button", class: "plain", on: { click: act } }, words))));
}

// What the newest message offers first: an invitation, a button, or a number to type.
function tryOfficial(phone) {
  const who = phone.member.called;
  const invitation = phone.root.querySelector(".open");
  if (invitation) return [say("tryInvitation", { who }), () => hint(phone, invitation)];
  const marked = phone.root.querySelector("article:last-child .key.primary");
  if (marked) return [say("tryOfficial", { who, button: marked.textContent }), () => hint(phone, marked)];
  const offered = phone.shown?.messages.at(-1)?.text.match(/^1\. ((?:Đăng ký|Sửa|Tự soi|Báo|Làm tiếp).*)$/m)?.[1];
  const typing = (words, target) => () => ((phone.text.value = words), hint(phone, target));
  if (phone.member.channel === "telegram") return [say("tryOfficialWrite", { who }), () => hint(phone, phone.menu)];
  if (offered) return [say("tryNumber", { who, button: offered }), typing("1", phone.submit)];
  return [say("tryWord", { who }), typing("menu", phone.submit)];
}

function hint(phone, target) {
  if (phone) tab(page.phones.indexOf(phone));
  target.scrollIntoView({ block: "nearest" });
  target.classList.add("hint");
  target.focus({ preventScroll: true });
  setTimeout(() => target.classList.remove("hint"), 6000);
}

function speakAll() {
  document.documentElement.lang = language;
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  const count = [...page.members.values()].filter((member) => !member.second && !member.other_app).length;
  const named = {
    about: "about", footer: "footer", "clock-title": "clock", next: "next", "jump-label": "jump", "moment-label": "moment",
    "go-button": "go", "tries-title": "tries", "log-title": "log", "picker-title": "picker", "picker-close": "close",
    "search-label": "search", "picture-close": "close", "picture-save": "save", rehearsal: "rehearsal",
  };
  for (const [id, name] of Object.entries(named)) $(id).textContent = say(name, { count });
  $("rehearsal").href = `/rehearsal?language=${language}`;
  $("tabs").setAttribute("aria-label", say("picker"));
  $("search").placeholder = say("search");
  for (const phone of page.phones) phone.hold(phone.member);
  show(page.present);
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => (speak(button.dataset.language), speakAll()));
}
narrow.addEventListener("change", () => tab(page.phones.indexOf(page.used)));
$("next").addEventListener("click", () => move("next"));
$("jump").addEventListener("change", chooseJump);
$("go").addEventListener("submit", (event) => {
  event.preventDefault();
  move($("jump").value === "other" ? $("moment").value : $("jump").value);
});
$("search").addEventListener("input", showPeople);
$("search").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  $("people").querySelector("button")?.click();
});
$("tries").open = !narrow.matches;
begin();
