// Shows what is pushed to this browser, in its own direction, and opens what it is about.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function told(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

// A browser that is shown nothing for a push takes the permission away, so something always is.
self.addEventListener("push", (event) => {
  const message = event.data ? told(event.data) : {};
  const title = message.title || "Dideban";
  const shown = {
    body: message.body || "",
    lang: message.lang || "",
    dir: message.dir || "auto",
    data: { url: message.url || "/" },
    ...(message.tag ? { tag: message.tag, renotify: true } : {}),
  };
  event.waitUntil(self.registration.showNotification(title, shown));
});

function address(url) {
  try {
    const whole = new URL(url, self.location.origin);
    if (whole.protocol === "https:" || whole.protocol === "http:") return whole.href;
  } catch {
    // no address: the desk
  }
  return new URL("/", self.location.origin).href;
}

async function open(url) {
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find((each) => each.url === url);
  return there ? there.focus() : self.clients.openWindow(url);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(address(event.notification.data?.url)));
});

// The push service gives this browser another address: its subscriptions follow.
async function follow(event) {
  const key = event.oldSubscription?.options?.applicationServerKey;
  const ask = () =>
    self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const renewed = event.newSubscription ?? (key ? await ask() : null);
  if (!renewed || !event.oldSubscription) return;
  const body = { endpoint: event.oldSubscription.endpoint, subscription: renewed.toJSON() };
  await fetch("/api/v1/push-moves", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(follow(event)));
