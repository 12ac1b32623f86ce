// Comfort only: every page reads and every form works without this file.

const one = (selector) => document.querySelector(selector);
const show = (selector, shown) => one(selector)?.toggleAttribute("hidden", !shown);

// Without network: say so, and say when it comes back by taking the notice away.
const network = () => show("[data-offline]", !navigator.onLine);
addEventListener("online", network);
addEventListener("offline", network);
network();

// A form goes once: a double click or an impatient second tap sends nothing more.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "true";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The menu of a phone closes on Escape and on a tap beside it.
const menu = one("details.menu");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu?.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});

// What is wrong with a form is read first.
one("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A table wider than its place scrolls by keyboard too.
const scrollers = () => {
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.scrollWidth <= box.clientWidth) continue;
    const caption = box.querySelector("caption");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", caption?.textContent ?? "");
  }
};
scrollers();

// A list that was sorted, filtered or paged in place says what it holds now.
document.addEventListener("htmx:afterSettle", (event) => {
  scrollers();
  const caption = event.target.querySelector?.("caption, .empty-title");
  if (event.target.matches?.(".datatable") && caption) one("#annonce").textContent = caption.textContent;
});
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    const { requestConfig, xhr, pathInfo } = event.detail;
    // A reading that is refused or fails has a page of its own: show that page.
    if (xhr?.status >= 400 && requestConfig?.verb === "get") location.assign(pathInfo.finalRequestPath);
    else show("[data-unanswered]", true);
  });
}
document.addEventListener("htmx:beforeRequest", () => show("[data-unanswered]", false));
