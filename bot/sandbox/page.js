// A bar above a channel: whose eyes it is seen with, their other places, and what is unread there.
const bar = Object.assign(document.createElement("nav"), { id: "whose", ariaLabel: "Your places" });
bar.hidden = window.top !== window; // two pages beside each other have their own choice above them
document.getElementById("toolbar").before(bar);
let world = null;
let drawn = "";

function link(text, href, props = {}) {
  return Object.assign(document.createElement("a"), { textContent: text, href, ...props });
}

function draw({ name, person, here, home, places }) {
  const links = places.map((place) => {
    const node = link(place.name, `${home}open/${person}/${place.id}`);
    if (place.id === here) node.setAttribute("aria-current", "page");
    if (place.unread) {
      node.append(Object.assign(document.createElement("span"), {
        className: "unread", textContent: place.unread, title: `${place.unread} unread` }));
    }
    return node;
  });
  bar.replaceChildren(link("Everybody", home), Object.assign(document.createElement("strong"), { textContent: name }), ...links);
  bar.querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "nearest" });
  const place = places.find(({ id }) => id === here);
  document.title = `${name} · ${place.name}`;
}

async function look() {
  if (document.visibilityState !== "visible") return;
  let state;
  try { state = await (await fetch("/looked")).json(); } catch { return; }
  if (world !== null && world !== state.world) { location.reload(); return; }
  world = state.world;
  const shape = JSON.stringify(state);
  if (shape !== drawn) { drawn = shape; draw(state); }
}

look();
setInterval(look, 1000);

// A channel opens at its newest message, and what answers one's own press is seen; whoever scrolls is let read.
const timeline = document.getElementById("channel-timeline");
const messages = document.getElementById("channel-message-list");
const OWN_MS = 15000;
let acted = performance.now();
let newest = "";

function toNewest() {
  const jump = document.getElementById("new-messages");
  if (!document.getElementById("history-newer").hidden && !jump.hidden) jump.click();
  timeline.scrollTop = timeline.scrollHeight;
}

function act(event) {
  if (event.isTrusted && (event.type === "click" || event.key === "Enter")) acted = performance.now();
}
for (const type of ["click", "keydown"]) document.addEventListener(type, act, true);
for (const type of ["wheel", "touchmove"]) timeline.addEventListener(type, () => { acted = -OWN_MS; }, { passive: true });

new MutationObserver(() => {
  const shown = messages.querySelectorAll("[data-message-id]");
  const last = shown.length ? shown[shown.length - 1].dataset.messageId : "";
  if (last === newest) return;
  newest = last;
  if (performance.now() - acted < OWN_MS) for (const wait of [0, 100, 500]) setTimeout(toNewest, wait);
}).observe(messages, { childList: true, subtree: true });
