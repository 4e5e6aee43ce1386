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
