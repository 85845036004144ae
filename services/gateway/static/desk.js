// The live desk: new alerts wait behind a button, and the one being read stays where it is.
// What tells times is in times.js.
"use strict";

const main = document.getElementById("alerts");
const list = document.getElementById("list");
const fresh = document.getElementById("fresh");
const reading = document.getElementById("reading");
const live = document.getElementById("live");
const chosen = main.dataset.subscription;
const title = document.title;
let newest = Number(main.dataset.highest);
let waiting = 0;

root.classList.add("scripted");

const digits = new Intl.NumberFormat(plain);

// The reader's calendar first, the other one beside it: both are in use at one desk.
const calendars = [
  { dates: new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" }), weekday: true },
  { dates: new Intl.DateTimeFormat(plain, { calendar: persian ? "gregory" : "persian",  day: "numeric", month: "long", year: "numeric" }) },
];
const weekday = new Intl.DateTimeFormat(plain, { weekday: "long" });

function dayOf(moment) {
  return calendars
    .map((calendar) => {
      const part = (type) => calendar.dates.formatToParts(moment).find((piece) => piece.type === type).value;
      const date = `${part("day")} ${part("month")} ${part("year")}`;
      return calendar.weekday ? `${weekday.format(moment)} ${date}` : date;
    })
    .join(" · ");
}

function divideByDay() {
  for (const old of list.querySelectorAll(".day")) old.remove();
  let before = "";
  for (const article of list.querySelectorAll("article")) {
    const day = dayOf(new Date(article.querySelector(".clock").dateTime));
    if (day === before) continue;
    const heading = document.createElement("h2");
    heading.className = "day";
    heading.textContent = day;
    article.before(heading);
    before = day;
  }
}

function select(article, { focus = false } = {}) {
  if (!article) return;
  list.querySelector("[aria-current]")?.removeAttribute("aria-current");
  article.setAttribute("aria-current", "true");
  const heading = document.createElement("h2");
  const source = article.querySelector("h3");
  heading.lang = source.lang;
  heading.dir = source.dir;
  heading.append(...Array.from(source.cloneNode(true).childNodes));
  const snippet = article.querySelector(".snippet")?.cloneNode(true);
  const rest = article.querySelector(".why .reading").cloneNode(true);
  reading.replaceChildren(heading, ...(snippet ? [snippet] : []), ...rest.childNodes);
  reading.hidden = false;
  if (focus) {
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "nearest" });
  }
}

function announce() {
  if (waiting === 0) {
    fresh.hidden = true;
    document.title = title;
    return;
  }
  const words = waiting === 1 ? fresh.dataset.one : fresh.dataset.many;
  fresh.textContent = waiting === Infinity ? fresh.dataset.reset : words.replace("{}", digits.format(waiting));
  fresh.hidden = false;
  document.title = `(${waiting === Infinity ? "…" : digits.format(waiting)}) ${title}`;
}

async function show() {
  if (waiting === Infinity || waiting > 50 || main.dataset.older) {
    location.href = chosen ? `/?subscription=${encodeURIComponent(chosen)}` : "/";
    return;
  }
  const after = Math.max(...Array.from(list.querySelectorAll("article"), (a) => Number(a.dataset.number)), Number(main.dataset.highest));
  const query = new URLSearchParams({ after: String(after) });
  if (chosen) query.set("subscription", chosen);
  const answer = await fetch(`/fragments/alerts?${query}`);
  if (!answer.ok) {
    location.reload();
    return;
  }
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const came = Array.from(template.content.querySelectorAll("article"));
  if (came.length) main.dataset.highest = came[0].dataset.number;
  for (const article of came) article.classList.add("arrived");
  localise(template.content);
  const first = !list.querySelector("article");
  list.prepend(template.content);
  divideByDay();
  document.getElementById("empty")?.remove();
  waiting = 0;
  announce();
  if (first) select(came[0]);
}

function listen() {
  live.textContent = live.dataset.connecting;
  const stream = new EventSource(`/api/v1/stream?after=${newest}`);
  stream.addEventListener("open", () => {
    live.textContent = live.dataset.live;
    live.className = "live on";
  });
  stream.addEventListener("error", () => {
    live.textContent = live.dataset.paused;
    live.className = "live off";
    if (stream.readyState === EventSource.CLOSED) setTimeout(listenAgain, 5000);
  });
  stream.addEventListener("alert", (message) => {
    const alert = JSON.parse(message.data);
    newest = Math.max(newest, alert.number);
    if (chosen && alert.subscription.subscription_id !== chosen) return;
    waiting += 1;
    if (!list.querySelector("article") && !main.dataset.older) show();
    else announce();
  });
  stream.addEventListener("reset", (message) => {
    newest = JSON.parse(message.data).newest;
    waiting = Infinity;
    announce();
  });
}

async function listenAgain() {
  const answer = await fetch("/api/v1/alerts?limit=1").catch(() => null);
  if (answer?.status === 401) location.href = "/sign-in";
  else listen();
}

function checkQueries() {
  const query = document.getElementById("query");
  const verdict = document.getElementById("query-check");
  if (!query) return;
  let turn = 0;
  let timer = 0;
  async function check() {
    const mine = ++turn;
    const text = query.value.trim();
    const piece = document.createElement("template");
    let refused = false;
    if (text) {
      const answer = await fetch("/fragments/query", { method: "POST", body: new URLSearchParams({ query: text }) });
      refused = !answer.ok;
      if (answer.headers.get("Content-Type").startsWith("text/html")) piece.innerHTML = await answer.text();
      else piece.content.append((await answer.json()).detail);
    }
    if (mine !== turn) return;
    query.setAttribute("aria-invalid", String(refused));
    verdict.classList.toggle("bad", refused);
    for (const button of piece.content.querySelectorAll("button")) {
      button.addEventListener("click", () => { query.value = button.dataset.offer; check(); });
    }
    verdict.replaceChildren(piece.content);
  }
  query.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(check, 300); });
}

function offerNotices() {
  const button = document.getElementById("notify");
  if (!button || !("serviceWorker" in navigator && "PushManager" in window)) return;
  const told = document.getElementById("notify-told");
  const typed = document.querySelectorAll('#subscribe .targets :is(select, input)');
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

  async function subscribed() {
    if ((await Notification.requestPermission()) !== "granted") throw new Error(button.dataset.denied);
    const registration = await navigator.serviceWorker.register("/service-worker.js", { scope: "/" });
    await navigator.serviceWorker.ready;
    const answer = await fetch("/api/v1/push-key");
    if (!answer.ok) throw new Error((await answer.json()).detail);
    const key = bytes((await answer.json()).key);
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }

  function fill(subscription) {
    for (const [name, value] of [["channel", "webpush"], ["target", JSON.stringify(subscription)]]) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      button.after(field);
    }
    for (const field of typed) field.disabled = true;
    button.disabled = true;
  }

  button.hidden = false;
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    try {
      fill(await subscribed());
      told.textContent = button.dataset.done;
    } catch (error) {
      told.textContent = `${button.dataset.failed}: ${error.message}`;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

list.addEventListener("click", (event) => {
  if (event.target.closest("a, summary, button")) return;
  select(event.target.closest("article"));
});
fresh.addEventListener("click", show);
for (const part of document.querySelectorAll("details.set-up")) {
  part.addEventListener("toggle", () => { if (part.open && part.contains(document.activeElement)) part.scrollIntoView({ block: "nearest" }); });
}
for (const link of document.querySelectorAll("a.anchor")) {
  link.addEventListener("click", () => { document.querySelector(link.getAttribute("href")).open = true; });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const all = Array.from(list.querySelectorAll("article"));
  const at = all.findIndex((article) => article.hasAttribute("aria-current"));
  if (event.key === "j") select(all[Math.min(at + 1, all.length - 1)], { focus: true });
  else if (event.key === "k") select(all[Math.max(at - 1, 0)], { focus: true });
  else if (event.key === "o") all[at]?.querySelector("a.original")?.click();
});

divideByDay();
select(list.querySelector("article"));
if (location.hash) document.querySelector("details" + location.hash)?.setAttribute("open", "");
checkQueries();
offerNotices();
listen();
