// A phone's Telegram in an element of a page: shows what the server tells, and sends what is tapped and typed.

const TAGS = new Set(["B", "STRONG", "I", "EM", "U", "S", "CODE", "PRE", "BLOCKQUOTE"]);
const COMMAND = /(?<![\w/])\/[a-z][a-z0-9_]{0,31}(?![\w/])/g;

const FRAME = `
  <header class="phone-top">
    <span class="phone-face" aria-hidden="true"></span>
    <div><h2 class="phone-name"></h2><p class="phone-kind">bot</p></div>
  </header>
  <div class="phone-screen" role="log" aria-label="Messages" tabindex="0">
    <section class="phone-intro" aria-label="What can this bot do?" hidden>
      <h3>What can this bot do?</h3><p></p>
    </section>
  </div>
  <p class="phone-toast" role="status"></p>
  <ul class="phone-commands" id="commands" aria-label="Commands" hidden></ul>
  <button type="button" class="phone-start" hidden>Start</button>
  <form class="phone-write">
    <button type="button" class="phone-menu" aria-expanded="false" aria-controls="commands">Menu</button>
    <label class="unseen" for="write">Message</label>
    <textarea id="write" rows="1" placeholder="Message" maxlength="4096" autocomplete="off"></textarea>
    <button type="submit" class="phone-send" aria-label="Send">➤</button>
  </form>`;

export function make(tag, fields = {}, ...children) {
  const element = Object.assign(document.createElement(tag), fields);
  element.append(...children);
  return element;
}

export async function post(path, body) {
  const options = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, options);
  const { refused } = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(refused ?? "The preview did not take that.");
}

export class Phone {
  constructor(root) {
    root.innerHTML = FRAME;
    this.root = root;
    this.part = (name) => root.querySelector(`.phone-${name}`);
    this.messages = new Map();
    this.about = {};
    this.box = root.querySelector("textarea");
    this.part("write").addEventListener("submit", (event) => this.#write(event));
    this.box.addEventListener("keydown", (event) => this.#typed(event));
    this.box.addEventListener("input", () => this.#fit());
    this.part("start").addEventListener("click", () => this.say("/start"));
    this.part("menu").addEventListener("click", () => this.#showCommands(this.part("commands").hidden));
    root.addEventListener("keydown", (event) => this.#escape(event));
  }

  /** Speak another language from now on, which a screen reader must know. */
  speak(language) {
    this.part("screen").lang = this.part("commands").lang = this.part("toast").lang = language;
  }

  /** Show what the server tells: everything after `begins`, else what has changed. */
  show(news) {
    const screen = this.part("screen");
    const wasAtEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 80;
    const before = document.activeElement;
    const held = before?.closest?.(".message, .phone-start") ? before.dataset.data ?? "" : null;
    const heldIn = before?.closest?.(".message")?.dataset.id;
    if (news.begins) {
      for (const shown of this.messages.values()) shown.remove();
      this.messages.clear();
      this.part("toast").textContent = "";
    }
    if (news.about) this.#introduce(news.about);
    for (const message of news.messages ?? []) this.#place(message);
    for (const id of news.gone ?? []) {
      this.messages.get(id)?.remove();
      this.messages.delete(id);
    }
    if (news.toasts) this.#toast(news.toasts.at(-1));
    this.part("intro").hidden = this.part("start").hidden = this.messages.size > 0;
    this.part("write").hidden = this.messages.size === 0;
    if (held !== null && (!before.isConnected || before.hidden)) this.#refocus(heldIn, held);
    else if (before && before === this.followed) this.#follow();
    if (news.begins || wasAtEnd) screen.scrollTop = screen.scrollHeight;
  }

  async say(text) {
    await this.#send("say", { text });
  }

  #introduce(about) {
    this.about = about;
    this.part("name").textContent = about.name;
    this.part("face").textContent = about.name.slice(0, 1);
    this.part("intro").querySelector("p").textContent = about.description;
    this.part("commands").replaceChildren(
      ...about.commands.map(({ command, description }) => {
        const button = make("button", { type: "button" }, make("b", {}, `/${command}`), ` ${description}`);
        button.addEventListener("click", () => {
          this.#showCommands(false);
          this.say(`/${command}`);
        });
        return make("li", {}, button);
      }),
    );
  }

  #place(message) {
    const shown = this.#drawn(message);
    const old = this.messages.get(message.id);
    if (old) old.replaceWith(shown);
    else this.part("screen").append(shown);
    this.messages.set(message.id, shown);
  }

  #drawn(message) {
    const time = new Date(message.at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const who = make("span", { className: "unseen" }, message.by === "bot" ? "Bot: " : "You: ");
    const words = make("div", { className: "words" }, who, this.#safe(message.html));
    const bubble = make("div", { className: "bubble" }, words);
    if (message.file) bubble.prepend(this.#file(message));
    bubble.append(make("p", { className: "at" }, `${message.edited ? "edited " : ""}${time}`));
    const article = make("article", { className: `message by-${message.by}`, tabIndex: -1 }, bubble);
    article.dataset.id = message.id;
    if (message.rows.length) {
      const rows = message.rows.map((row) => make("div", { className: "row" }, ...row.map((one) => this.#key(message, one))));
      article.append(make("div", { className: "keys" }, ...rows));
    }
    return article;
  }

  #file({ id, file }) {
    const size = file.size < 1000 ? `${file.size} bytes` : `${Math.round(file.size / 1000)} kB`;
    const link = make("a", { className: "file", href: `files/${id}`, download: file.name });
    link.append(make("span", { className: "sheet", ariaHidden: "true" }, "↓"), make("span", {}, file.name, make("br"), size));
    return link;
  }

  #key(message, { label, data, url, copy }) {
    const payload = url && this.#ownLink(url);
    if (url && payload === null) return make("a", { className: "key", href: url, target: "_blank", rel: "noreferrer" }, label);
    const key = make("button", { type: "button", className: "key" }, label);
    key.dataset.data = data ?? "";
    key.addEventListener("click", async () => {
      if (copy) {
        await navigator.clipboard.writeText(copy);
        this.#toast("Copied");
      } else if (url) await this.say(`/start ${payload}`.trim());
      else await this.#send("tap", { message: message.id, data });
    });
    return key;
  }

  /** Give the payload of a link to this very bot, which the app follows without a browser; else null. */
  #ownLink(url) {
    const link = new URL(url);
    const own = link.host === "t.me" && link.pathname.slice(1) === this.about.username;
    return own ? link.searchParams.get("start") ?? "" : null;
  }

  /** Copy only what Telegram's small markup knows; commands in the text can be tapped, as in the app. */
  #safe(html) {
    const copied = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return this.#withCommands(node.data);
      const children = [...node.childNodes].flatMap(copied);
      if (node.nodeName === "A" && /^https?:/.test(node.href)) {
        return [make("a", { href: node.href, target: "_blank", rel: "noreferrer" }, ...children)];
      }
      return TAGS.has(node.nodeName) ? [make(node.nodeName.toLowerCase(), {}, ...children)] : children;
    };
    const fragment = document.createDocumentFragment();
    fragment.append(...[...new DOMParser().parseFromString(html, "text/html").body.childNodes].flatMap(copied));
    return fragment;
  }

  #withCommands(text) {
    const parts = [];
    let at = 0;
    for (const { 0: command, index } of text.matchAll(COMMAND)) {
      const button = make("button", { type: "button", className: "command" }, command);
      button.addEventListener("click", () => this.say(command));
      parts.push(text.slice(at, index), button);
      at = index + command.length;
    }
    return [...parts, text.slice(at)];
  }

  #write(event) {
    event.preventDefault();
    const text = this.box.value;
    if (!text.trim()) return;
    this.box.value = "";
    this.#fit();
    this.say(text);
  }

  #typed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.part("write").requestSubmit();
  }

  #fit() {
    this.box.rows = Math.min(5, this.box.value.split("\n").length);
  }

  #showCommands(open) {
    this.part("commands").hidden = !open;
    this.part("menu").ariaExpanded = open;
    if (open) this.part("commands").querySelector("button")?.focus();
  }

  #escape(event) {
    if (event.key !== "Escape" || this.part("commands").hidden) return;
    this.#showCommands(false);
    this.part("menu").focus();
  }

  /** What had the focus is gone: keep it on the same button if that is still there, else give it to what is new. */
  #refocus(id, data) {
    const again = this.messages.get(Number(id));
    const key = [...(again?.querySelectorAll("button.key") ?? [])].find((one) => one.dataset.data === data);
    if (key) key.focus();
    else this.#follow();
  }

  /** Give the focus to the newest message, and to those that come after it while it stays there. */
  #follow() {
    this.followed = [...this.messages.values()].at(-1) ?? this.part("screen");
    this.followed.focus();
  }

  #toast(text) {
    const toast = this.part("toast");
    toast.textContent = text;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => (toast.textContent = ""), 4000);
  }

  async #send(path, body) {
    try {
      await post(path, body);
    } catch (fault) {
      this.#toast(fault.message);
    }
  }
}
