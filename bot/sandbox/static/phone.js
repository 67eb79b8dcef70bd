// One phone: what its owner sees, and what they do. Everything the bot or a person wrote becomes
// text nodes, never markup.

import { capital, day, hour, say, size, weekday } from "./words.js";

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export async function send(path, body, headers = { "content-type": "application/json" }) {
  const answer = await fetch(path, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

const APPS = { telegram: "Telegram", zalo: "Zalo" };
export const appName = (channel) => APPS[channel] ?? channel;

// The bot's own pages are served on this machine too; nothing else is opened.
const isHere = (url) => URL.canParse(url) && ["127.0.0.1", "localhost"].includes(new URL(url).hostname);

export class Phone {
  // `page` has: bot, channels, choose(phone), other(phone), showPicture(file, name), touched(phone), shown()
  constructor(page, member) {
    this.page = page;
    this.root = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    for (const name of ["person", "other", "block", "chat", "toast", "commands", "compose", "menu", "attach"]) {
      this[name] = this.root.querySelector(`.${name}`);
    }
    this.text = this.root.querySelector("textarea");
    this.file = this.root.querySelector("input[type=file]");
    this.submit = this.root.querySelector(".send");
    this.#listen();
    this.hold(member);
  }

  #listen() {
    this.person.addEventListener("click", () => this.page.choose(this));
    this.root.addEventListener("focusin", () => this.page.touched(this));
    this.block.addEventListener("click", () => this.act({ deed: this.shown?.blocked ? "unblock" : "block" }));
    this.other.addEventListener("click", () => this.page.other(this));
    this.menu.addEventListener("click", () => this.#toggleCommands(this.commands.hidden));
    this.commands.addEventListener("keydown", (event) => event.key === "Escape" && this.#toggleCommands(false));
    this.file.addEventListener("change", () => this.#sendFile());
    this.text.addEventListener("input", () => this.#grow());
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.compose.requestSubmit();
      }
    });
    this.compose.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#type();
    });
  }

  // Show somebody else's phone, or the same in another language.
  hold(member) {
    const other = this.member?.id !== member.id;
    this.member = member;
    if (other) this.#forget();
    const face = this.root.querySelector(".face");
    face.textContent = member.given.slice(0, 1).toUpperCase();
    face.dataset.tint = (member.id % 500) % 6; // the same in both apps
    const name = member.second ? `${member.name} (${say("newPhone")})` : member.name;
    const role = ["specialist", "admin"].find((each) => member.roles.includes(each));
    this.root.querySelector(".who strong").textContent = name;
    this.root.dataset.channel = member.channel;
    const app = element("span", { class: "app" }, appName(member.channel));
    this.root.querySelector(".who small").replaceChildren(app, (role ? ` ${say(role)} · ` : " ") + member.posts[0]);
    const another = this.page.channels.find((channel) => channel !== member.channel);
    this.other.hidden = !another || member.second;
    if (another) this.other.textContent = `⇄ ${appName(another)}`;
    if (another) this.other.setAttribute("aria-label", say("otherApp", { who: member.name, app: appName(another) }));
    this.root.setAttribute("aria-label", say("phone", { who: name, app: appName(member.channel) }));
    this.chat.setAttribute("aria-label", say("chat", { who: name }));
    this.person.setAttribute("aria-label", say("choose", { who: name }));
    this.text.placeholder = say("write");
    this.text.setAttribute("aria-label", say("write"));
    this.submit.setAttribute("aria-label", say("send"));
    this.file.setAttribute("aria-label", say("attach"));
    this.menu.textContent = say("menu");
    this.block.textContent = say("block");
    if (!other && this.shown) this.#show(this.shown, true);
    if (other) this.refresh();
  }

  #forget() {
    this.shown = null;
    this.nodes = new Map();
    this.toasts = undefined;
    this.chat.replaceChildren();
    this.toast.hidden = true;
    this.#toggleCommands(false);
  }

  async refresh() {
    const id = this.member.id;
    const answer = await fetch(`/api/phones/${id}`);
    if (answer.ok && this.member.id === id) this.#show(await answer.json());
  }

  enable(ready) {
    this.ready = ready;
    this.compose.inert = !ready;
    this.root.classList.toggle("waiting", !ready);
  }

  #show(shown, anew = false) {
    const newest = this.shown?.messages.at(-1)?.id;
    const atEnd = this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < 80;
    this.shown = shown;
    if (anew) this.nodes.clear();
    this.chat.replaceChildren(...this.#lines(shown));
    const fresh = shown.messages.find((message) => message.id > newest);
    if (fresh) this.chat.scrollTop = this.nodes.get(fresh.id).node.offsetTop - 8; // a long one is read from its top
    else if (atEnd || newest === undefined) this.chat.scrollTop = this.chat.scrollHeight;
    this.block.textContent = say(shown.blocked ? "unblock" : "block");
    this.commands.replaceChildren(...shown.commands.map((command) => this.#command(command)));
    this.menu.hidden = shown.commands.length === 0;
    for (const field of [this.text, this.file, this.submit]) field.disabled = shown.blocked;
    if (this.toasts !== undefined && shown.toasts > this.toasts) this.say(shown.toast.text, shown.toast.alert);
    this.toasts = shown.toasts;
    this.page.shown();
  }

  *#lines(shown) {
    let date = "";
    const kept = new Map();
    for (const message of shown.messages) {
      const written = day(message.at);
      if (written !== date) yield element("p", { class: "day" }, `${weekday(message.at)}, ${(date = written)}`);
      const key = JSON.stringify(message);
      const known = this.nodes.get(message.id);
      const node = known?.key === key ? known.node : this.#bubble(message);
      kept.set(message.id, { key, node });
      yield node;
    }
    this.nodes = kept;
    const who = capital(this.member.called);
    if (shown.blocked) yield element("p", { class: "notice" }, say("blocked", { who }));
    else if (shown.invitation && !this.#knocked(shown)) yield this.#invitation(shown.invitation);
    else if (!shown.messages.length) yield element("p", { class: "notice" }, this.#nothingYet());
  }

  #nothingYet() {
    const elsewhere = this.page.channels.find((channel) => channel !== this.member.channel);
    return this.member.other_app ? say("notHereYet", { app: appName(elsewhere) }) : say("empty");
  }

  // Whoever has written something else still has the link in their other hand.
  #knocked({ invitation, messages }) {
    return messages.some(({ mine, text }) => mine && (text.startsWith("/start ") || text.includes(invitation.code)));
  }

  // By a link where the app's links carry something, else by typing the code.
  #invitation({ code, payload }) {
    const deed = payload ? { deed: "start", payload } : { deed: "type", text: code };
    return element("div", { class: "notice" },
      element("p", {}, say(payload ? "invited" : "invitedByCode", { who: capital(this.member.called), code })),
      element("button", { type: "button", class: "strong open", on: { click: () => this.act(deed) } }, say(payload ? "open" : "sendCode")));
  }

  #bubble(message) {
    const stamp = `${message.edited ? `${say("edited")} ` : ""}${hour(message.at)}`;
    return element("article", { class: message.mine ? "mine" : "theirs" },
      element("div", { class: "bubble" },
        message.photo && this.#photo(message), message.document && this.#document(message.document),
        message.text ? element("p", { class: "text" }, ...this.#formatted(message)) : null,
        element("span", { class: "stamp" }, stamp)),
      ...message.buttons.map((row) => element("div", { class: "row" }, ...row.map((button) => this.#key(message, button)))));
  }

  #photo({ photo, text }) {
    const name = text.split("\n")[0] || say("picture");
    const image = element("img", { src: photo.path, alt: name, width: photo.width, height: photo.height });
    return element("button", { type: "button", class: "photo", on: { click: () => this.page.showPicture(photo, name) } }, image);
  }

  #document(file) {
    const ending = file.name.split(".").at(-1).slice(0, 4).toUpperCase();
    return element("a", { class: "document", href: file.path, download: file.name },
      element("span", { class: "kind", "aria-hidden": "true" }, ending),
      element("span", {}, element("strong", {}, file.name), element("small", {}, size(file.size))));
  }

  *#formatted({ text, entities }) {
    let at = 0;
    for (const { type, offset, length } of entities) {
      if (offset < at) continue;
      yield text.slice(at, offset);
      yield this.#entity(type, text.slice(offset, (at = offset + length)));
    }
    yield text.slice(at);
  }

  #entity(type, words) {
    const tags = { bold: "strong", italic: "em", code: "code" };
    if (type === "bot_command") return this.#word(words, () => this.act({ deed: "type", text: words }));
    if (type === "url" && isHere(words)) return element("a", { href: words, target: "_blank", rel: "noopener", class: "word" }, words);
    if (type === "url") return this.#word(words, () => this.#open(words));
    if (type === "url" && this.#page(words)) {
      return element("a", { href: words, target: "_blank", rel: "noopener", class: "word" }, words);
    }
    return element(tags[type] ?? "span", {}, words);
  }

  // A word to tap; a link rather than a button, so that lines break around it as around any word.
  #word(words, act) {
    const click = (event) => (event.preventDefault(), act());
    return element("a", { href: "#", role: "button", class: "word", on: { click } }, words);
  }

  #key(message, button) {
    const press = async (event) => {
      if (button.url) return this.#open(button.url);
      event.currentTarget.setAttribute("aria-busy", "true");
      await this.act({ deed: "press", message: message.id, button: button.callback_data });
    };
    return element("button", { type: "button", class: `key ${button.style ?? ""}`, on: { click: press } }, button.text);
  }

  #payload(url) {
    const link = URL.canParse(url) ? new URL(url) : null;
    return link?.host === "t.me" && link.pathname === `/${this.page.bot}` ? link.searchParams.get("start") : null;
  }

  // A page of this office, served by this machine: what the bot hands out as one-time links.
  #page(url) {
    const link = URL.canParse(url) ? new URL(url) : null;
    return link?.hostname === location.hostname && link.pathname.startsWith("/l/");
  }

  async #open(url) {
    const payload = this.#payload(url);
    const leadsTo = payload ? "telegram" : URL.canParse(url) && new URL(url).hostname === "zalo.me" ? "zalo" : null;
    const there = leadsTo && leadsTo !== this.member.channel ? await this.page.other(this) : this;
    if (payload) there.act({ deed: "start", payload });
    else if (leadsTo) return;
    else if (isHere(url)) window.open(url, "_blank", "noopener");
    else if (this.#page(url)) window.open(url, "_blank", "noopener");
    else this.say(say("leadsOut", { url }), true);
  }

  #command({ name, about }) {
    const choose = () => {
      this.#toggleCommands(false);
      this.act({ deed: "type", text: `/${name}` });
    };
    return element("button", { type: "button", on: { click: choose } }, element("strong", {}, `/${name}`), ` ${about}`);
  }

  #toggleCommands(open) {
    this.commands.hidden = !open;
    this.menu.setAttribute("aria-expanded", String(open));
    if (open) this.commands.querySelector("button")?.focus();
    else if (this.commands.contains(document.activeElement)) this.menu.focus();
  }

  #grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 120)}px`;
  }

  async #type() {
    const words = this.text.value.trim();
    if (words && (await this.act({ deed: "type", text: words }))) {
      this.text.value = "";
      this.#grow();
    }
  }

  async #sendFile() {
    const file = this.file.files[0];
    if (!file) return;
    const as = /^image\/(png|jpeg)$/.test(file.type) ? "photo" : "document";
    const path = `/api/phones/${this.member.id}/file?as=${as}&name=${encodeURIComponent(file.name)}`;
    await this.#try(() => send(path, file, { "content-type": file.type || "application/octet-stream" }));
    this.file.value = "";
  }

  act(deed) {
    return this.#try(() => send(`/api/phones/${this.member.id}`, JSON.stringify(deed)));
  }

  async #try(doing) {
    if (!this.ready) return false;
    try {
      await doing();
      return true;
    } catch (error) {
      this.say(say("failed", { why: error.message }), true);
      this.refresh();
      return false;
    }
  }

  // A word over the chat; an alert stays until it is tapped.
  say(words, stays = false) {
    clearTimeout(this.hiding);
    this.toast.textContent = words;
    this.toast.hidden = false;
    this.toast.onclick = () => (this.toast.hidden = true);
    if (!stays) this.hiding = setTimeout(() => (this.toast.hidden = true), 4000);
  }
}
