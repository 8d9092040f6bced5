// Keeps one fixed list, in every language, and what it needs; gives it only where the network
// fails. Nothing that a person opens is stored. Chosen on /offline/, removed there and by leaving.
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const LISTS = FILES.slice(0, {{ lists }});
const STORE = "list";
const OLD = 6 * 3600 * 1000;
const PRIVATE = /^\/(admin|accounts|desk|invitations|verify|signed-in)\//;

async function keep() {
  const store = await caches.open(STORE);
  await store.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  const names = FILES.map((file) => new URL(file, location.origin).href);
  for (const old of await store.keys()) if (!names.includes(old.url)) await store.delete(old);
}

// The list in the language of an address: /en/offline/list/ for all below /en/, else the first.
const listFor = (path) => LISTS.slice(1).find((each) => path.startsWith(each.replace("offline/list/", ""))) ?? LISTS[0];

async function refresh() {
  const kept = await caches.match(LISTS[0]);
  if (kept && Date.now() - Date.parse(kept.headers.get("date")) > OLD) await keep();
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || PRIVATE.test(url.pathname)) return;
  const isPage = request.mode === "navigate";
  if (!isPage && !FILES.includes(url.pathname)) return;
  event.respondWith(
    fetch(request)
      .then((answer) => {
        if (isPage) event.waitUntil(refresh().catch(() => {}));
        return answer;
      })
      .catch(async (error) => {
        const kept = await caches.match(isPage ? listFor(url.pathname) : url.pathname);
        if (!kept) throw error;
        return kept;
      }),
  );
});
